import type {Command} from '@oclif/core/command';
import {CLIError} from '@oclif/core/errors';
import {nearest} from './nearest.ts';

/** procdoc's exit statuses, besides 0 (clean) and 1 (something was found). */
export const exitStatus = {usage: 2, cannotLook: 3, bug: 70} as const;

/** The command line is wrong. The message names the bad part and what would be right. Exit status 2. */
export class UsageError extends CLIError {
  constructor(message: string) {
    super(message, {exit: exitStatus.usage});
  }
}

/** The one thing asked for can't be looked at: no such process, no permission, no procfs. Exit status 3. */
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

/** What oclif's parser throws, with the parts that make a better sentence. */
type Failure = Error & {
  readonly oclif?: {readonly exit?: number | false};
  /** Required arguments that are missing, or extra words. */
  readonly args?: ReadonlyArray<string | {readonly name: string; readonly description?: string}>;
  readonly parse?: {readonly input?: {readonly flags?: Readonly<Record<string, FlagHelp>>}};
};

/** The exit status that an error asks for; 70, a bug, for any error that neither procdoc nor oclif throws on purpose. */
export function exitStatusOf(error: Failure): number {
  return typeof error.oclif?.exit === 'number' ? error.oclif.exit : exitStatus.bug;
}

/** What stderr says of an error: one sentence. Of a bug also where to report it, and under DEBUG its stack. */
export function failureText(error: Failure, program: string): string {
  if (exitStatusOf(error) !== exitStatus.bug) return `${program}: ${sentenceOf(error)}`;
  const report =
    `${program}: a bug in procdoc: ${error.message}\n` +
    `Please report it with this line and the output of \`DEBUG=1 ${program} …\`.`;
  return process.env.DEBUG ? `${report}\n${error.stack ?? ''}` : report;
}

function sentenceOf(error: Failure): string {
  const [argument] = error.args ?? [];
  if (typeof argument === 'object') {
    return `${argument.name.toUpperCase()} is missing: ${argument.description ?? 'see --help'}`;
  }
  if (argument !== undefined) return `unexpected argument "${argument}" (see --help)`;
  return missingFlag(error) ?? oneSentence(error.message);
}

/** A required flag that is missing, as the help shows it. */
function missingFlag({message, parse}: Failure): string | undefined {
  const name = /Missing required flag ([\w-]+)/.exec(message)?.[1];
  const flag = name === undefined ? undefined : parse?.input?.flags?.[name];
  if (flag === undefined) return undefined;
  const {char, helpValue = '', description = 'see --help'} = flag;
  return `${char === undefined ? `--${name}` : `-${char}`} ${helpValue} is missing: ${description}`;
}

/** What oclif's parser says in several lines with preambles, in one line. */
function oneSentence(message: string): string {
  return (
    message
      .replace(/\n*See more help with --help\s*$/, '')
      .replace(/^Parsing (--\S+)\s+/, '$1: ')
      .replace(/^The following errors? occurred:\s+/, '')
      // The value may be any text; a boolean flag shows as "true".
      .replace(
        /--([\w-]+)=.* cannot also be provided when using --([\w-]+)/s,
        '--$1 and --$2 exclude each other',
      )
      .replace(/^Expected (.*) to be one of: /s, "$1 isn't one of ")
      .replace(
        /^Flag (--\S+) expects (?:one of these values: |a value)/,
        (_, flag) => `${flag} needs a value: `,
      )
      .replace(/: Expected an integer but received: (.*)$/s, ': "$1" isn\'t a whole number')
      .replace(
        /: Expected an integer greater than or equal to (\d+) but received: (.*)$/s,
        ': $2 is less than $1',
      )
      .trim()
      .replace(/ needs a value:$/, ' needs a value')
      .replaceAll(/\s*\n\s*/g, '; ')
  );
}

/** A flag that the command does not have, and the flag that may have been meant. */
export function unknownFlagError(flag: string, command: Command.Class): UsageError {
  const known = Object.keys({...command.baseFlags, ...command.flags}).map(name => `--${name}`);
  // Any letter is one slip away from any other letter, so a short flag gets no hint.
  const like = flag.startsWith('--') ? nearest(flag.replace(/=.*/, ''), known) : undefined;
  const hint = like === undefined ? 'see --help' : `did you mean ${like}?`;
  return new UsageError(`unknown flag ${flag}: ${hint}`);
}
