import {orUndefined} from '../../kernel/read.ts';
import {innermostUnitOf} from '../../parse/process/systemd-unit.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {Adoptions} from '../families/adoption.ts';
import type {Orphanhood} from '../families/orphanhood.ts';
import {Ties} from '../families/ties.ts';
import {groupBy} from '../group-by.ts';
import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {pipelineMates} from './pipeline-mates.ts';
import {type CallerLine, readCallerLine} from './waited-outputs.ts';

/** Whether the command of procdoc's caller has finished, and earlier ones of who waits for it. */
export interface CallerOutputs {
  readonly caller: Process;
  /** When it was looked: milliseconds since the epoch. */
  readonly takenAtMs: number;
  /**
   * held: a process that was left behind has an output open that is waited for. running: a command that is still at
   * work has. unknown: neither was found, and something that may matter can't be read.
   */
  readonly state: 'free' | 'held' | 'running' | 'unknown';
  /** The nearest of its callers that reads an output, or else who does; undefined: nobody, as far as is visible. */
  readonly reader: Process | undefined;
  /** Whether its output is a pipe or socket pair, so that somebody may wait for its EOF. */
  readonly isWaitedFor: boolean;
  /** What was left behind comes first. */
  readonly holders: readonly OutputHolder[];
}

/** A process that has an output open, and is neither procdoc, nor a caller, nor in one pipeline with them. */
export interface OutputHolder {
  readonly process: Process;
  /** When it started: milliseconds since the epoch; undefined where that isn't known. */
  readonly startedAtMs: number | undefined;
  /** Its descriptors of outputs that one process reads. */
  readonly files: readonly OpenFile[];
  /** Undefined where it isn't visible. */
  readonly reader: Process | undefined;
  readonly isLeftOver: boolean;
  /** How certain `isLeftOver` is. */
  readonly certainty: 'proven' | 'likely';
  readonly orphanhood: Orphanhood | undefined;
  /** Who started it; undefined where that has exited, or isn't known. */
  readonly startedBy: Process | undefined;
}

/** Looks from procdoc's caller upwards to who waits for it: which other processes have the outputs open. */
export async function readCallerOutputs(
  snapshot: Snapshot,
  observer: Process,
  caller: Process,
): Promise<CallerOutputs> {
  const syscalls = await snapshot.syscalls();
  const scene = readCallerLine(snapshot, observer, syscalls);
  const holders = holdersIn(snapshot, scene, new Adoptions(snapshot, syscalls));
  const near = scene.outputs.filter(({isNear}) => isNear);
  const readers = new Set(near.flatMap(output => output.readers));
  const found = holders.some(({isLeftOver}) => isLeftOver) ? 'held' : holders.length > 0 ? 'running' : 'free';
  return {
    caller,
    takenAtMs: snapshot.takenAtMs(),
    state: found === 'free' && mayBeHeldUnseen(snapshot, scene) ? 'unknown' : found,
    reader: [...scene.line, ...readers].find(process => readers.has(process)),
    isWaitedFor: near.length > 0,
    holders,
  };
}

function holdersIn(
  snapshot: Snapshot,
  {line, near, outputs}: CallerLine,
  adoptions: Adoptions,
): OutputHolder[] {
  const ties = new Ties(snapshot, adoptions);
  const own = new Set([...line, ...pipelineMates(snapshot, near, adoptions)]);
  const ends = outputs.flatMap(({isNear, readers, writeEnds}) => {
    const writers = new Set(writeEnds.map(({process}) => process));
    // A reader that has a write end itself never sees EOF, and waits for something else.
    if (readers.some(reader => writers.has(reader))) return [];
    const [reader] = readers;
    return writeEnds
      .filter(({process}) => !own.has(process))
      .map(file => ({file, reader, isNear, isLeftOver: !ties.areTied(file.process, reader)}));
  });
  // What runs on behalf of a process farther up is no command of procdoc's caller, and only an output shows one.
  const counted = ends.filter(
    ({file, isNear, isLeftOver}) => isLeftOver || (isNear && file.descriptor.fd <= 2),
  );
  const groups = groupBy(counted, ({file, reader}) => `${file.process.pid} ${reader?.pid}`);
  const holders = [...groups.values()].flatMap(([first, ...more]): OutputHolder[] => {
    if (!first) return [];
    const {file, reader, isLeftOver} = first;
    const {process} = file;
    const adoption = adoptions.of(process);
    return [
      {
        process,
        startedAtMs: snapshot.startedAtMs(process),
        files: [first, ...more].map(end => end.file),
        reader,
        isLeftOver,
        certainty: isLeftOver && adoption !== 'adopted' ? 'likely' : 'proven',
        orphanhood: adoptions.orphanhoodOf(process),
        startedBy: adoption === 'own-child' ? snapshot.parentOf(process) : undefined,
      },
    ];
  });
  return [...holders].sort((a, b) => Number(b.isLeftOver) - Number(a.isLeftOver));
}

/**
 * Whether a process whose descriptors can't be read may have an output: one that started after its reader, or who reads
 * it where nobody visible does.
 */
function mayBeHeldUnseen(snapshot: Snapshot, {line, outputs}: CallerLine): boolean {
  const near = outputs.filter(({isNear}) => isNear);
  if (near.length === 0) return line.slice(0, 2).some(isUnreadable);
  const readers = near.map(output => output.readers[0]);
  if (readers.includes(undefined) && line.some(isUnreadable)) return true;
  const [eldest] = readers
    .flatMap(reader => reader ?? line.at(-1) ?? [])
    .sort((a, b) => (isOlder(a, b) ? -1 : 1));
  const pids = new Set(snapshot.ledger.unreadable.flatMap(({what, pids}) => (what === 'fd' ? pids : [])));
  const own = new Set(line.map(({cgroup}) => cgroup()));
  return [...pids].some(pid => {
    const process = snapshot.find(pid);
    return (
      process && eldest && isOlder(eldest, process) && !line.includes(process) && !isService(process, own)
    );
  });
}

/** Whether a manager started it, as a service that no process of the line is in: then it has no pipe of theirs. */
function isService({cgroup}: Process, own: ReadonlySet<string | undefined>): boolean {
  const path = cgroup();
  return path !== undefined && !own.has(path) && innermostUnitOf(path)?.kind === 'service';
}

function isUnreadable(process: Process): boolean {
  return orUndefined(process.descriptors()) === undefined;
}
