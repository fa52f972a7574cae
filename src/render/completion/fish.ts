import {
  argumentValue,
  type CommandSyntax,
  type CommandSyntaxes,
  type FlagSyntax,
  flagValue,
  orderedFlags,
  type ValueSyntax,
} from '../command-syntax.ts';

/** The completion script of fish, for all commands. */
export function fishCompletion(commands: CommandSyntaxes): string {
  const all = Object.values(commands);
  const ids = Object.keys(commands).join(' ');
  return `# fish completion for procdoc, printed by "procdoc completion fish"

complete -c procdoc -f
${[
  line(FIRST, '-s h -l help', 'List the commands'),
  line(FIRST, '-s V -l version', 'Print the version'),
  ...all.map(({id, summary = ''}) => line(FIRST, `-a ${id}`, summary)),
  line(FIRST, '-a help', 'Show the help of a command'),
  line(after('help'), `-a ${quoted(ids)}`),
  ...all.flatMap(commandLines),
].join('\n')}
`;
}

const FIRST = '__fish_use_subcommand';

function after(id: string): string {
  return quoted(`__fish_seen_subcommand_from ${id}`);
}

function commandLines(command: CommandSyntax): string[] {
  const condition = after(command.id);
  return [
    ...Object.values(command.args)
      .flatMap(argument => candidates(argumentValue(argument)))
      .map(words => line(condition, `-a ${words}`)),
    ...orderedFlags(command).map(flag => line(condition, flagOptions(flag), flag.description)),
    line(condition, '-s h -l help', 'Show the help'),
  ];
}

function flagOptions(flag: FlagSyntax): string {
  const {char, name} = flag;
  const names = char === undefined ? `-l ${name}` : `-s ${char} -l ${name}`;
  const value = flagValue(flag);
  if (value === undefined) return names;
  if ('name' in value && value.name === 'FILE') return `${names} -r -F`;
  return [names, '-x', ...candidates(value).map(words => `-a ${words}`)].join(' ');
}

/** The words for -a; empty where nothing is known of the value. */
function candidates(value: ValueSyntax): string[] {
  if ('choices' in value) return [quoted(value.choices.join(' '))];
  if (value.name === 'PID') return [quoted('(__fish_complete_pids)')];
  return value.name === 'DIR' ? [quoted('(__fish_complete_directories)')] : [];
}

function line(condition: string, options: string, description?: string): string {
  const words = `complete -c procdoc -n ${condition} ${options}`;
  return description === undefined ? words : `${words} -d ${quoted(description)}`;
}

/** In single quotes, fish knows two escapes: the quote and the backslash. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
