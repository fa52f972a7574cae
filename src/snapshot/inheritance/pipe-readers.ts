import type {OpenFile} from '../descriptors/open-files.ts';
import {accessModeOf} from '../descriptors/open-files.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * The ends of a pipe that read it to its end. A process that has a write end itself never sees EOF (a jobserver), and
 * does not count; nor does the next command of the writer's pipeline, if that was left behind as a whole. A process
 * below the writer is fed by it, and waits for no leftover.
 */
export function readersOf(snapshot: Snapshot, writer: Process, ends: readonly OpenFile[]): OpenFile[] {
  const writers = new Set(writeEnds(ends).map(({process}) => process.pid));
  return ends.filter(
    end =>
      accessModeOf(end) === 'r' &&
      !writers.has(end.process.pid) &&
      !snapshot.ancestors(end.process).includes(writer) &&
      !isNextInPipeline(snapshot, writer, end.process),
  );
}

/**
 * The other ends of a socket pair whose processes wait for this one to be closed: those of processes that don't have
 * it themselves, are not below its holder, and were not left behind, or started, together with it.
 */
export function waitingPeers(
  snapshot: Snapshot,
  holder: Process,
  own: readonly OpenFile[],
  others: readonly OpenFile[],
): OpenFile[] {
  const holders = new Set([holder, ...own.map(({process}) => process)]);
  return others.filter(
    ({process}) =>
      !holders.has(process) &&
      process.stat.ppid !== holder.stat.ppid &&
      !snapshot.ancestors(process).includes(holder),
  );
}

/** The ends of a pipe that can be written to: as long as there is one, no reader sees EOF. */
export function writeEnds(ends: readonly OpenFile[]): OpenFile[] {
  return ends.filter(end => accessModeOf(end).includes('w'));
}

function isNextInPipeline(snapshot: Snapshot, writer: Process, reader: Process): boolean {
  return reader.stat.pgid === writer.stat.pgid && isOlder(writer, reader) && looksAdopted(snapshot, reader);
}
