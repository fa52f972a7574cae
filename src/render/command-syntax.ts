/** What the overviews need of a command: the manifest has it. */
export interface CommandSummary {
  readonly id: string;
  readonly summary?: string | undefined;
  readonly examples?:
    | ReadonlyArray<string | {readonly description: string; readonly command: string}>
    | undefined;
}

/** A command as the manifest describes it: what its manual page, its completions and its row in README are made of. */
export interface CommandSyntax extends CommandSummary {
  readonly description?: string | undefined;
  readonly args: Readonly<Record<string, ArgumentSyntax>>;
  readonly flags: Readonly<Record<string, FlagSyntax>>;
}

export type CommandSyntaxes = Readonly<Record<string, CommandSyntax>>;

export interface ArgumentSyntax {
  readonly name: string;
  readonly description?: string | undefined;
  readonly required?: boolean | undefined;
  /** Whether it may be given several times. */
  readonly multiple?: boolean | undefined;
  readonly options?: readonly string[] | undefined;
}

export interface FlagSyntax {
  readonly name: string;
  /** Its short form, a letter. */
  readonly char?: string | undefined;
  /** Other long names that mean the same. */
  readonly aliases?: readonly string[] | undefined;
  readonly type: 'boolean' | 'option';
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly options?: readonly string[] | undefined;
  readonly helpValue?: string | readonly string[] | undefined;
  /** Flags that it cannot be given with. */
  readonly exclusive?: readonly string[] | undefined;
  /** Whether it is known only to be refused, and so is not shown. */
  readonly hidden?: boolean | undefined;
}

/** What stands for a value: the words to choose from, or a name such as PID, DIR, COL. */
export type ValueSyntax = {readonly choices: readonly string[]} | {readonly name: string};

/** The flags that are shown, in the order of a manual: by letter, small and capital together. */
export function orderedFlags({flags}: CommandSyntax): FlagSyntax[] {
  return Object.values(flags)
    .filter(({hidden}) => hidden !== true)
    .sort((a, b) => sortKey(a).localeCompare(sortKey(b), 'en'));
}

function sortKey({char, name}: FlagSyntax): string {
  return char ?? name;
}

/** The value a flag takes; undefined for one that is merely given or not. */
export function flagValue({type, options, helpValue, name}: FlagSyntax): ValueSyntax | undefined {
  if (type === 'boolean') return undefined;
  if (options) return {choices: options};
  return {name: [helpValue ?? name.toUpperCase()].flat().join(' ')};
}

/** The value an argument takes: its name is in capitals, as in the help. */
export function argumentValue({options, name}: ArgumentSyntax): ValueSyntax {
  return options ? {choices: options} : {name: name.toUpperCase()};
}

/** How many choices a line of usage spells out. */
const FEW = 4;

/** The value of an argument as usage shows it: its name, where it has too many choices for a line. */
export function shownArgument(argument: ArgumentSyntax): ValueSyntax {
  const {options} = argument;
  return argumentValue(options && options.length > FEW ? {...argument, options: undefined} : argument);
}

/** An argument as a line of usage has it: "PID", "[PID...]", "bash|zsh|fish". */
export function argumentUsage(argument: ArgumentSyntax): string {
  const value = shownArgument(argument);
  const text = `${'choices' in value ? value.choices.join('|') : value.name}${argument.multiple ? '...' : ''}`;
  return argument.required ? text : `[${text}]`;
}

/** All ways to write a flag: -o, --output, and the aliases. */
export function flagSpellings({char, name, aliases = []}: FlagSyntax): string[] {
  const long = [name, ...aliases].map(each => `--${each}`);
  return char === undefined ? long : [`-${char}`, ...long];
}

/** A remark of a flag or argument as a sentence: with a capital and a full stop. */
export function asSentence(remark: string): string {
  const capital = remark.charAt(0).toUpperCase() + remark.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** An example as oclif's templates have it, with the program and command filled in. */
export function exampleText(line: string, id: string): string {
  return line.replaceAll('<%= config.bin %>', 'procdoc').replaceAll('<%= command.id %>', id);
}
