import type {Command} from '@oclif/core/command';
import {CLIError} from '@oclif/core/errors';
import {nearest} from './nearest.ts';

/** procdoc's exit statuses beside 0, clean, and 1, something was found. */
export const exitStatus = {usage: 2, cannotLook: 3, bug: 70} as const;

/** The command line is wrong: names the bad thing and what would be right. Exit status 2. */
export class UsageError extends CLIError {
  constructor(message: string) {
    super(message, {exit: exitStatus.usage});
  }
}

/** The one thing asked for cannot be looked at: no such process, no permission, no procfs. Exit status 3. */
export class CannotLook extends CLIError {
  constructor(message: string) {
    super(message, {exit: exitStatus.cannotLook});
  }
}

/** What help says of a flag. */
interface FlagHelp {
  readonly char?: string;
  readonly helpValue?: string | readonly string[];
  readonly description?: string;
}

/** What oclif's parser throws, as far as a better sentence can be made of it. */
type Failure = Error & {
  readonly oclif?: {readonly exit?: number | false};
  /** Required arguments that are missing, or extra words. */
  readonly args?: ReadonlyArray<string | {readonly name: string; readonly description?: string}>;
  readonly parse?: {readonly input?: {readonly flags?: Readonly<Record<string, FlagHelp>>}};
};

/** The exit status an error asks for; 70 where it is none of ours and none of oclif's: a bug. */
export function exitStatusOf(error: Failure): number {
  return typeof error.oclif?.exit === 'number' ? error.oclif.exit : exitStatus.bug;
}

/** What to print of an error on stderr: one sentence; of a bug, where to take it, and its stack only under DEBUG. */
export function failureText(error: Failure, program: string): string {
  if (exitStatusOf(error) !== exitStatus.bug) return `${program}: ${sentenceOf(error)}`;
  const report =
    `${program}: a bug in procdoc: ${error.message}\n` +
    `Please open an issue for procdoc with this line and what "DEBUG=1 ${program} …" prints.`;
  return process.env.DEBUG ? `${report}\n${error.stack ?? ''}` : report;
}

function sentenceOf(error: Failure): string {
  const [argument] = error.args ?? [];
  if (typeof argument === 'object') {
    return `${argument.name.toUpperCase()} is missing: ${argument.description ?? 'see --help'}`;
  }
  if (argument !== undefined) return `"${argument}" is one argument too many (see --help)`;
  return missingFlag(error) ?? oneSentence(error.message);
}

/** A flag that the command cannot do without, as its help shows it. */
function missingFlag({message, parse}: Failure): string | undefined {
  const name = /Missing required flag ([\w-]+)/.exec(message)?.[1];
  const flag = name === undefined ? undefined : parse?.input?.flags?.[name];
  if (flag === undefined) return undefined;
  const {char, helpValue = '', description = 'see --help'} = flag;
  return `${char === undefined ? `--${name}` : `-${char}`} ${helpValue} is missing: ${description}`;
}

/** What oclif's parser says in several lines, with its own preambles, as one. */
function oneSentence(message: string): string {
  return (
    message
      .replace(/\n*See more help with --help\s*$/, '')
      .replace(/^Parsing (--\S+)\s+/, '$1: ')
      .replace(/^The following errors? occurred:\s+/, '')
      // The value may be anything, or "true" of a flag that has none.
      .replace(
        /--([\w-]+)=.* cannot also be provided when using --([\w-]+)/s,
        '--$1 and --$2: give one or the other',
      )
      .trim()
      .replaceAll(/\s*\n\s*/g, '; ')
  );
}

/** A flag that the command does not have, with the one that was probably meant. */
export function unknownFlagError(flag: string, command: Command.Class): UsageError {
  const known = Object.keys({...command.baseFlags, ...command.flags}).map(name => `--${name}`);
  // Any letter is one slip away from any other: that is no hint.
  const like = flag.startsWith('--') ? nearest(flag.replace(/=.*/, ''), known) : undefined;
  const hint = like === undefined ? 'see --help for those it takes' : `did you mean ${like}?`;
  return new UsageError(`unknown flag ${flag}: ${hint}`);
}
