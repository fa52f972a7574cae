import {signalName} from '../../parse/signals/signals.ts';
import {
  type ArgumentSyntax,
  argumentValue,
  type CommandSyntax,
  type CommandSyntaxes,
  type FlagSyntax,
  flagValue,
} from '../command-syntax.ts';

/** Everything that is completed. */
export interface Completable {
  readonly commands: CommandSyntaxes;
  /** Rules and families of rules. */
  readonly rules: readonly string[];
  /** By command: the columns of its table. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/**
 * What may stand for a value. words: one of these. columns: some of these, with commas between. process: a pid, shown
 * with the name of the process; `words` as well. target: a listening port, or a file. script: the name of one that runs.
 */
export type CompletedValue =
  | {readonly kind: 'words' | 'columns' | 'process'; readonly words: readonly string[]}
  | {readonly kind: 'target' | 'script' | 'folder' | 'file' | 'text'};

/** The standard signals of signal(7), without "SIG". */
const signalNames = Array.from({length: 31}, (_, at) => signalName(at + 1)?.slice('SIG'.length) ?? '');

/** What may stand for the value of a flag; undefined for one that takes none. */
export function completedFlag(
  all: Completable,
  {id}: CommandSyntax,
  flag: FlagSyntax,
): CompletedValue | undefined {
  const value = flagValue(flag);
  if (value === undefined || 'choices' in value) return value && {kind: 'words', words: value.choices};
  const [first = '', ...others] = value.name.split('|');
  if (first.includes('COL,')) return {kind: 'columns', words: all.columns[id] ?? []};
  return named(all, first, others);
}

/** What may stand for an argument. */
export function completedArgument(all: Completable, argument: ArgumentSyntax): CompletedValue {
  const value = argumentValue(argument);
  return 'choices' in value ? {kind: 'words', words: value.choices} : named(all, value.name, []);
}

function named({rules}: Completable, name: string, others: readonly string[]): CompletedValue {
  switch (name) {
    case 'PID':
      return {kind: 'process', words: others};
    case 'RULE':
      return {kind: 'words', words: rules};
    case 'SIGNAL':
      return {kind: 'words', words: signalNames};
    case 'TARGET':
      return {kind: 'target'};
    case 'NAME':
      return {kind: 'script'};
    case 'DIR':
      return {kind: 'folder'};
    case 'FILE':
    case 'PATH':
      return {kind: 'file'};
    default:
      return {kind: 'text'};
  }
}

/** Programs whose first word without a hyphen is a script, as patterns of a shell. */
export const interpreters = [
  'python*',
  'pypy*',
  'node',
  'nodejs',
  'perl*',
  'ruby*',
  'php*',
  'bash',
  'sh',
  'dash',
  'zsh',
  'ksh',
];
