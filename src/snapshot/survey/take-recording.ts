import {orUndefined} from '../../kernel/read.ts';
import {narrowedTo} from '../../kernel/recording/narrowed.ts';
import {Recorder} from '../../kernel/recording/recorder.ts';
import type {Process} from '../process.ts';
import {Snapshot} from '../snapshot.ts';
import {readVisibility} from '../visibility.ts';
import {readCircle} from './circle.ts';
import {type Survey, surveyMachine} from './survey.ts';

/** A recording, and what is in it. */
export interface Recording extends Survey {
  readonly text: string;
}

/**
 * Records a machine: all of it, or what questions about these processes lead to. What could not be read is noted
 * in the ledger of the snapshot.
 *
 * @param mount Where the procfs is mounted.
 * @param comments Lines for the reader, at the top.
 */
export async function takeRecording(
  snapshot: Snapshot,
  asked: readonly Process[] | undefined,
  mount: string,
  comments: readonly string[],
): Promise<Recording> {
  const {machine} = snapshot;
  const seen = asked ? narrowedTo(tasksOf(await readCircle(snapshot, asked)), machine) : machine;
  const recorder = new Recorder(seen, mount);
  const surveyed = new Snapshot(recorder.machine);
  readVisibility(surveyed, mount);
  const survey = await surveyMachine(surveyed);
  // That it holds no memory goes without saying.
  for (const {what, errno, pids} of surveyed.ledger.unreadable.filter(gap => gap.what !== 'mem')) {
    if (pids.length === 0) snapshot.ledger.note(what, errno);
    for (const pid of pids) snapshot.ledger.note(what, errno, pid);
  }
  return {...survey, text: recorder.text(...comments)};
}

/** A tracer is known by the tid of the thread that traces. */
function tasksOf(processes: readonly Process[]): Set<number> {
  return new Set(
    processes.flatMap(process => [
      process.pid,
      ...(orUndefined(process.threads()) ?? []).map(({tid}) => tid),
    ]),
  );
}
