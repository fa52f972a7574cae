import {
  type ArgumentSyntax,
  asSentence,
  type CommandSyntax,
  exampleText,
  type FlagSyntax,
  flagValue,
  orderedFlags,
  shownArgument,
  type ValueSyntax,
} from '../command-syntax.ts';
import {type DescribedSection, describedSections} from '../described-sections.ts';
import {
  alwaysSeeAlso,
  environmentSection,
  exitStatusSection,
  pageName,
  paragraphLines,
} from './common-sections.ts';
import {
  escaped,
  literal,
  macroArgument,
  manualPage,
  prose,
  referenceList,
  referencesIn,
  type Section,
  tagged,
} from './mdoc.ts';

/** The manual page of a command, in mdoc(7); `ids` are the names of all commands. */
export function commandPage(command: CommandSyntax, ids: readonly string[], version: string): string {
  const {id, summary = '', description = ''} = command;
  const described = describedSections(description);
  const sectionsOf = (isWanted: (title: string) => boolean) =>
    described.filter(({title}) => isWanted(title)).map(describedSection);
  const status = described.find(({title}) => title === 'EXIT STATUS');
  const purpose = summary.charAt(0).toLowerCase() + summary.slice(1);
  return manualPage({name: pageName(id), purpose, version, section: 1}, [
    synopsis(command),
    ...sectionsOf(title => title === 'DESCRIPTION'),
    options(command),
    ...sectionsOf(title => !ordinary.includes(title)),
    environmentSection,
    ...sectionsOf(title => title === 'FILES'),
    exitStatusSection(status?.paragraphs),
    examples(command),
    seeAlso(command, ids),
  ]);
}

/** Sections that have a place of their own, by mdoc(7). */
const ordinary = ['DESCRIPTION', 'FILES', 'EXIT STATUS'];

function describedSection({title, paragraphs}: DescribedSection): Section {
  return {
    title,
    lines: paragraphs.flatMap((text, at) => [...(at === 0 ? [] : ['.Pp']), ...paragraphLines(text)]),
  };
}

function synopsis(command: CommandSyntax): Section {
  const flags = orderedFlags(command).map(flag => `.Op ${flagTerm(flag)}`);
  const args = Object.values(command.args).map(argument =>
    argument.required ? `.${argumentTerm(argument)}` : `.Op ${argumentTerm(argument)}`,
  );
  return {title: 'SYNOPSIS', lines: [`.Nm procdoc ${macroArgument(command.id)}`, ...flags, ...args]};
}

function options(command: CommandSyntax): Section {
  const args = Object.values(command.args).map(argument => ({
    term: argumentTerm(argument),
    lines: prose(asSentence(argument.description ?? '')),
  }));
  const flags = orderedFlags(command).map(flag => ({term: flagTerms(flag), lines: flagLines(flag)}));
  const help = {term: 'Fl h , Fl \\-help', lines: prose('Show the help.')};
  return {title: 'OPTIONS', lines: tagged([...args, ...flags, help])};
}

function flagLines(flag: FlagSyntax): string[] {
  const remarks = [asSentence(flag.description ?? '')];
  if (flag.default !== undefined && flag.type === 'option')
    remarks.push(`The default is ${String(flag.default)}.`);
  if (flag.exclusive?.length) remarks.push(`Excludes ${flag.exclusive.map(name => `--${name}`).join(', ')}.`);
  if (flag.aliases?.length) remarks.push(`Also ${flag.aliases.map(name => `--${name}`).join(', ')}.`);
  return remarks.flatMap(prose);
}

/** Short, for the synopsis: many choices would overflow its lines. */
function flagTerm(flag: FlagSyntax): string {
  const name = flag.char ?? `\\-${escaped(flag.name)}`;
  const value = flagValue(flag);
  const isLong = value !== undefined && 'choices' in value && value.choices.length > 3;
  return `Fl ${name}${valueTerm(isLong ? {name: flag.name.toUpperCase()} : value)}`;
}

function flagTerms(flag: FlagSyntax): string {
  const long = `Fl \\-${escaped(flag.name)}${valueTerm(flagValue(flag))}`;
  return flag.char === undefined ? long : `Fl ${flag.char} , ${long}`;
}

function argumentTerm(argument: ArgumentSyntax): string {
  return `${valueTerm(shownArgument(argument)).trimStart()}${argument.multiple ? ' ...' : ''}`;
}

function valueTerm(value: ValueSyntax | undefined): string {
  if (value === undefined) return '';
  return 'choices' in value
    ? ` Cm ${value.choices.map(macroArgument).join(' | ')}`
    : ` Ar ${macroArgument(value.name)}`;
}

function examples({id, examples = []}: CommandSyntax): Section {
  const lines = examples.flatMap(example => {
    const {description, command} =
      typeof example === 'string' ? {description: 'For example', command: example} : example;
    return ['.Pp', ...prose(`${description}:`), ...literal([`$ ${exampleText(command, id)}`])];
  });
  return {title: 'EXAMPLES', lines: lines.slice(1)};
}

function seeAlso(command: CommandSyntax, ids: readonly string[]): Section {
  const texts = [command, ...Object.values(command.args), ...Object.values(command.flags)];
  const others = ids.filter(id => id !== command.id).map(pageName);
  return {
    title: 'SEE ALSO',
    lines: referenceList([
      ...['procdoc', ...others].map(name => ({name, section: 1})),
      ...alwaysSeeAlso,
      ...texts.flatMap(({description = ''}) => referencesIn(description)),
    ]),
  };
}
