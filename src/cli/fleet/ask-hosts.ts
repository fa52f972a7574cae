import {collectGarbageOver} from '../../kernel/streams/old-heap.ts';
import type {BrokenRecording} from '../../render/fleet/broken.ts';
import {hostsProgressText} from '../../render/progress.ts';
import {type HostAnswer, hostOf, toldApart} from '../../rules/fleet/host.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {vantageOfRecording} from '../../snapshot/vantage.ts';
import {readVisibility} from '../../snapshot/visibility.ts';
import {CannotLook, UsageError} from '../failures.ts';
import {Progress} from '../progress.ts';
import {openRecording} from '../recorded.ts';

/** What several hosts answered, and the recordings that answer nothing. */
export interface HostAnswers<T> {
  readonly answers: readonly HostAnswer<T>[];
  readonly broken: readonly BrokenRecording[];
}

/** How many bytes may be in use before the garbage of hosts that were asked is collected: what one large host takes. */
const MOST_GARBAGE = 100e6;

/**
 * Asks the host of each recording, one after the other, so that one recording at a time is in memory: an answer must not
 * hold on to its snapshot.
 */
export async function askHosts<T>(
  files: readonly string[],
  isQuiet: boolean,
  ask: (snapshot: Snapshot) => Promise<T>,
): Promise<HostAnswers<T>> {
  const progress = new Progress(isQuiet, {text: done => hostsProgressText(done, files.length), perLook: 1});
  const answers: HostAnswer<T>[] = [];
  const broken: BrokenRecording[] = [];
  for (const file of files) {
    collectGarbageOver(MOST_GARBAGE);
    try {
      answers.push(await askHost(file, ask));
    } catch (error) {
      if (!isBroken(error)) throw error;
      broken.push({file, problem: error.problem});
    }
    progress.onStep();
  }
  progress.end();
  return {answers: toldApart(answers), broken};
}

async function askHost<T>(file: string, ask: (snapshot: Snapshot) => Promise<T>): Promise<HostAnswer<T>> {
  const machine = await openRecording(file);
  const snapshot = new Snapshot(machine, vantageOfRecording(machine, file));
  readVisibility(snapshot, file);
  const answer = await ask(snapshot);
  return {host: hostOf(snapshot, file), answer};
}

/** Whether an error is about the one recording; what is wrong with the question is wrong for all. */
function isBroken(error: unknown): error is CannotLook | UsageError {
  if (!(error instanceof CannotLook || error instanceof UsageError)) return false;
  return error.problem.kind.startsWith('recording-') || error.problem.kind === 'no-process-to-check';
}
