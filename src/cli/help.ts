import {CommandHelp, Help} from '@oclif/core/help';

/** oclif's help with the examples first: most readers want a line to copy. */
class ExamplesFirst extends CommandHelp {
  protected override sections() {
    const sections = super.sections();
    const isExamples = (section: {header: string}) => section.header === 'EXAMPLES';
    return [...sections.filter(isExamples), ...sections.filter(section => !isExamples(section))];
  }
}

export class ProcdocHelp extends Help {
  protected override CommandHelpClass = ExamplesFirst;
}
