import type {KernelObjects} from '../../kernel/kernel-objects.ts';
import type {Machine} from '../../kernel/machine/machine.ts';
import {orUndefined} from '../../kernel/read.ts';
import {narrowedTo} from '../../kernel/recording/narrowed.ts';
import {Recorder} from '../../kernel/recording/recorder.ts';
import {giveLargeBlocksBack} from '../../kernel/streams/large-blocks.ts';
import {collectGarbageOver} from '../../kernel/streams/old-heap.ts';
import type {Ledger} from '../ledger.ts';
import type {Process} from '../process.ts';
import {Snapshot} from '../snapshot.ts';
import {readObstacle, readVisibility} from '../visibility.ts';
import {readCircle} from './related-processes.ts';
import {type OnSurveyed, type Survey, surveyMachine} from './survey.ts';

/** A recording, and what is in it. */
export interface Recording extends Survey {
  /** Its text, in parts that follow each other: each can be taken once. */
  readonly parts: Iterable<string>;
}

/** What is to be recorded, and how. */
export interface RecordingWish {
  /** Processes, with whom questions about them lead to; undefined: all. */
  readonly asked: readonly Process[] | undefined;
  /** Where the procfs is mounted. */
  readonly mount: string;
  /** Without the words of arguments, paths and names. */
  readonly redacted: boolean;
  /** Asks more than the survey does, whose answers are to be recorded, too. */
  readonly askMore: (recorded: Snapshot) => Promise<unknown>;
  /** Lines for the reader, at the top. */
  readonly comments: readonly string[];
  /** To be called after each process. */
  readonly onRecorded: OnSurveyed;
}

/** Of more than this, much is garbage after each step of recording a large machine, and the next one needs as much again. */
const SPARED_BYTES = 32 * 1024 * 1024;

/** With fewer processes their files are read sooner than the kernel is looked at. */
const MANY_PROCESSES = 500;

/** Records a machine. What could not be read is noted in the ledger of the snapshot. */
export async function takeRecording(snapshot: Snapshot, wish: RecordingWish): Promise<Recording> {
  const {machine} = snapshot;
  const {asked, mount, redacted, comments} = wish;
  const seen = asked ? narrowedTo(tasksOf(await readCircle(snapshot, asked)), machine) : machine;
  const recorder = new Recorder(
    seen,
    machine.recorded?.mount ?? mount,
    askedOf(asked, machine),
    asked ? undefined : await objectsOf(machine),
  );
  const survey = await askEverything(recorder, wish, snapshot.ledger);
  collectGarbageOver(SPARED_BYTES);
  const parts = redacted ? await recorder.redactedParts(...comments) : recorder.parts(...comments);
  return {...survey, parts};
}

/** What the processes of a live machine have in common, where they are many. */
async function objectsOf({procfs, recorded, syscalls}: Machine): Promise<KernelObjects | undefined> {
  const names = recorded ? [] : (orUndefined(procfs.list('')) ?? []);
  const isLarge = names.filter(name => /^\d+$/.test(name)).length >= MANY_PROCESSES;
  if (!isLarge) return undefined;
  await giveLargeBlocksBack();
  return orUndefined((await syscalls()).kernelObjects());
}

/**
 * Asks all that a recording is to answer.
 * @param ledger where it is noted what could not be read
 */
async function askEverything(
  recorder: Recorder,
  {mount, askMore, onRecorded}: RecordingWish,
  ledger: Ledger,
): Promise<Survey> {
  const surveyed = new Snapshot(recorder.machine);
  readObstacle(surveyed, mount);
  readVisibility(surveyed, mount);
  const survey = await surveyMachine(surveyed, onRecorded);
  recorder.forgetObjects();
  collectGarbageOver(SPARED_BYTES);
  await askMore(surveyed);
  // That it holds no memory goes without saying.
  for (const {what, errno, pids} of surveyed.ledger.unreadable.filter(gap => gap.what !== 'mem')) {
    if (pids.length === 0) ledger.note(what, errno);
    for (const pid of pids) ledger.note(what, errno, pid);
  }
  return survey;
}

/** What bears on a process is in a recording of a recording only where the first was asked for it, too. */
function askedOf(asked: readonly Process[] | undefined, {recorded}: Machine): readonly number[] | undefined {
  const pids = asked?.map(({pid}) => pid);
  return recorded?.asked && pids
    ? pids.filter(pid => recorded.asked?.includes(pid))
    : (pids ?? recorded?.asked);
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
