import {isInit} from '../pid-namespace.ts';
import {isBetweenPrograms} from '../programs/between-programs.ts';
import {conductOf} from '../programs/conduct.ts';
import {type PipelineProgram, pipelineProgram} from '../programs/pipeline-program.ts';
import {programName} from '../programs/runtime.ts';
import type {SignalHandling} from './handling.ts';
import {writesIntoJournal, writesIntoPipe} from './output.ts';

/** A program that should not run with SIGPIPE ignored, as far as can be seen. */
export interface IgnoredSigpipe {
  readonly program: PipelineProgram;
  /** Whether it may have ignored SIGPIPE itself: a shell, by a trap, if the process that started it isn't seen. */
  readonly mayBeOwn: boolean;
}

/** What an ignored SIGPIPE harms; undefined where it is the choice of the program, or of the script that it runs. */
export function ignoredSigpipe(handling: SignalHandling): IgnoredSigpipe | undefined {
  const {process, snapshot, line} = handling;
  if (isBetweenPrograms(snapshot, process)) return undefined;
  const program = pipelineProgram(process);
  // A fish ignores SIGPIPE itself, and gives its children the default.
  if (program === undefined || conductOf(process)?.ignoresSigpipe) return undefined;
  if (program === 'filter') {
    if (writesIntoPipe(process) !== true || mayWriteIntoJournal(handling)) return undefined;
    return {program, mayBeOwn: false};
  }
  // systemd starts services with SIGPIPE ignored by default (IgnoreSIGPIPE=): of their shells that is no news.
  if (isFromSystemd(handling)) return undefined;
  const mayBeOwn = line()[0] === process;
  const parent = snapshot.parentOf(process);
  // A parent that does not ignore it passed on nothing: the script has "trap '' PIPE".
  if (mayBeOwn && parent && !isInit(parent)) return undefined;
  return {program, mayBeOwn};
}

/**
 * Whether standard output may be the journal of systemd(1), a reader that does not exit. Where that can't be read, a
 * socket of a service is taken for it.
 */
function mayWriteIntoJournal(handling: SignalHandling): boolean {
  return writesIntoJournal(handling.snapshot, handling.process) ?? isFromSystemd(handling);
}

/** Whether systemd(1), the machine's or a user's, is the eldest of the line, or started it. */
function isFromSystemd({snapshot, line}: SignalHandling): boolean {
  const [eldest] = line();
  const parent = snapshot.parentOf(eldest);
  return [eldest, parent].some(process => process && programName(process) === 'systemd');
}
