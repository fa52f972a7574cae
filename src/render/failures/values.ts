import type {NoCommand} from '../../parse/command-words.ts';
import {PID_MAX_LIMIT} from '../../parse/pid.ts';
import type {RefusedStatus} from '../../parse/status-readings/status-readings.ts';
import type {NoProcessName} from '../../parse/targets/process-name.ts';
import {problemText as statusProblemText} from '../decode-status/problem-text.ts';
import {noPortText} from './targets.ts';
import {meantQuoted} from './words.ts';

/** `word`: what the command line calls the text. */
interface NotAProcess {
  readonly text: string;
  readonly problem: NoProcessName;
  readonly word: 'PID' | 'TARGET';
}

/** Why a text asks for no process, and what to write instead. */
function noProcessNameText({text, problem, word}: NotAProcess): string {
  switch (problem.kind) {
    case 'empty':
      return word === 'PID'
        ? 'PID is empty: give a PID, a program, a script, a unit or :PORT'
        : `${word} is empty: give a PID, program, script, unit, container, :PORT, path or @session`;
    case 'no-pid':
      return `"${text}" isn't a pid: a pid is a number from 1 to ${PID_MAX_LIMIT}`;
    default:
      return noPortText(text, problem);
  }
}

/** What is wrong with the value of a flag or an argument. */
export const valueWords = {
  'not-a-process': noProcessNameText,
  'not-a-signal': ({text}: {text: string}) =>
    /^\d+$/.test(text)
      ? `"${text}" isn't a signal: signals are 1 to 64, and the PID comes first, as in \`procdoc signals 4711 INT\``
      : `"${text}" isn't a signal: give INT, SIGINT, 2 or Ctrl-C`,
  'not-a-duration': ({text}: {text: string}) => `"${text}" isn't a duration: write 500ms, 1s, 2m or 1h`,
  'too-short': ({text, minSeconds}: {text: string; minSeconds: number}) =>
    `"${text}" is too short: give at least ${minSeconds}s`,
  'not-a-regex': ({text}: {text: string}) =>
    `"${text}" isn't a regular expression: quote special characters with a backslash`,
  'empty-path': () => 'PATH is empty: give the path of a file',
  'empty-name': () => 'NAME is empty: give the name or path of a script, or a module',
  /** `line`: of standard input, counted from 1; undefined for an argument. */
  'not-a-status': ({refused, line}: {refused: RefusedStatus; line: number | undefined}) =>
    `${line === undefined ? '' : `line ${line}: `}${statusProblemText(refused)}`,
  /** `known`: the programs that were measured. */
  'unknown-wrapper': ({
    name,
    like,
    known,
  }: {
    name: string;
    like: string | undefined;
    known: readonly string[];
  }) => `no measurement of a wrapper "${name}": ${meantQuoted(like) ?? `there are ${known.join(', ')}`}`,
  'unknown-column': ({
    name,
    like,
    columns,
  }: {
    name: string;
    like: string | undefined;
    columns: readonly string[];
  }) => `unknown column "${name}": ${meantQuoted(like) ?? `the columns are ${columns.join(', ')}`}`,
  'no-alarm-command': ({problem}: {problem: NoCommand}) =>
    problem.kind === 'needs-shell'
      ? `only a shell understands "${problem.at}" in the command of --on-death: quote it, or add --shell`
      : problem.kind === 'empty'
        ? 'the command of --on-death is empty: give a program, and its arguments'
        : 'a quote in the command of --on-death is not closed',
  'unknown-event-kind': ({
    text,
    like,
    kinds,
  }: {
    text: string;
    like: string | undefined;
    kinds: readonly string[];
  }) => `unknown kind of event "${text}": ${meantQuoted(like) ?? `the kinds are ${kinds.join(', ')}`}`,
  'unknown-rule': ({pattern, like}: {pattern: string; like: string | undefined}) =>
    `unknown rule "${pattern}": ${meantQuoted(like) ?? '`procdoc explain` lists the rules'}`,
  'no-rule-left': () => 'no rule is left to check: --ignore skips every rule that was asked for',
  'not-a-limit': ({text}: {text: string}) =>
    `"${text}" isn't a limit: write a Nagios range such as 0:5 (critical), or two: 0:5,0:10 (warning, critical)`,
  /** `own`: the names of the labels that metrics have anyway. */
  'not-a-label': ({text, own}: {text: string; own: readonly string[]}) =>
    `"${text}" isn't a label: write NAME=VALUE, as in policy=web, with another NAME than ${own.join(', ')}`,
  'not-a-script-expectation': ({text}: {text: string}) =>
    `"${text}" isn't an expectation of a script: write NAME, NAME=1:1 (exactly once), or NAME=1:,fresh`,
  'not-a-sigchld-expectation': ({text}: {text: string}) =>
    `"${text}" isn't an expectation of SIGCHLD: write NAME=default or PID=default; also ignored, caught`,
  /** `what` stands before the "=". */
  'no-holder-named': ({text, what}: {text: string; what: 'PATH' | 'PORT'}) =>
    `"${text}" names no holder: write ${what}=NAME,NAME, or "${what}=" for no process`,
  'not-a-port': ({text}: {text: string}) =>
    `"${text}" isn't a port: write :8080, tcp:[::1]:80 or unix:/run/x.sock`,
};
