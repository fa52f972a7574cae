import {manifest} from 'procdoc:command-manifest';
import type {Command} from '@oclif/core/command';
import {CommandHelp, Help} from '@oclif/core/help';
import {describedSections, listRow} from '../../render/described-sections.ts';
import {print} from '../standard-output.ts';
import {programConfig} from './program-config.ts';

/**
 * oclif's help with the examples first, since most readers want a line to copy; and without the summary, which
 * stands on top, in the description.
 */
class ExamplesFirst extends CommandHelp {
  protected override sections() {
    const sections = super.sections().filter(({header}) => header !== 'DESCRIPTION');
    const isExamples = (section: {header: string}) => section.header === 'EXAMPLES';
    const described = describedSections(this.command.description ?? '').map(({title, paragraphs}) => ({
      header: title,
      generate: () => paragraphs.map(paragraph => this.paragraphText(paragraph)).join('\n\n'),
    }));
    return [
      ...sections.filter(isExamples),
      ...sections.filter(section => !isExamples(section)),
      ...described,
    ];
  }

  /** Prose wrapped; the rows of a list hang below their terms. */
  protected paragraphText(paragraph: string): string {
    const rows = paragraph.split('\n').map(line => listRow(line) ?? {term: '', text: line});
    return rows
      .map(({term, text}) => {
        if (term === '') return this.wrap(text);
        const [first = '', ...rest] = this.wrap(text, term.length + 2 + this.indentSpacing).split('\n');
        return [`${term}  ${first}`, ...rest.map(line => `${' '.repeat(term.length + 2)}${line}`)].join('\n');
      })
      .join('\n');
  }
}

class ProcdocHelp extends Help {
  protected override CommandHelpClass = ExamplesFirst;

  protected override log(...texts: string[]): void {
    print(`${texts.join(' ')}\n`);
  }
}

/** Prints the help of a command. */
export async function showCommandHelp(id: string): Promise<void> {
  const command = manifest[id]?.();
  await new ProcdocHelp(programConfig).showCommandHelp(command as unknown as Command.Loadable);
}
