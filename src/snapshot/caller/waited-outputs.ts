import type {Syscalls} from '../../kernel/syscalls.ts';
import {candidatesLinkedTo, othersWith} from '../descriptors/candidates.ts';
import {accessModeOf, type OpenFile, openFilesByTarget} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {LineOutputs, type OutputLinks} from './output-links.ts';

/** An output of procdoc's callers, or of another command of who waits for them. */
export interface WaitedOutput {
  /** Whether who waits for procdoc's caller reads it; else a process farther up does. */
  readonly isNear: boolean;
  /** Who reads it, the nearest of procdoc's callers first. */
  readonly readers: readonly Process[];
  /** Every descriptor that keeps its reader from EOF, but those of procdoc itself. */
  readonly writeEnds: readonly OpenFile[];
}

/** Procdoc and its callers, with the outputs that are waited for. */
export interface CallerLine {
  /** procdoc, its caller, and so on upwards. */
  readonly line: readonly Process[];
  /** The part of the line that is below who waits for it. */
  readonly near: readonly Process[];
  readonly outputs: readonly WaitedOutput[];
}

/** The outputs of procdoc's callers, and what else is read by who waits for them. */
export function readCallerLine(snapshot: Snapshot, observer: Process, syscalls: Syscalls): CallerLine {
  const line = [observer, ...snapshot.ancestors(observer)];
  const outputs = new LineOutputs(syscalls);
  const waiters = waitersAmong(line, outputs);
  const [nearest] = waiters.slice(-1);
  const near = nearest ? line.slice(0, line.indexOf(nearest)) : line;
  const links = new Map(
    [
      ...line.filter(process => !near.includes(process)).flatMap(process => outputs.writtenBy(process)),
      ...near.flatMap(process => outputs.writtenBy(process)),
      ...waiters.flatMap(process => outputs.readBy(process)),
    ].map(one => [one.written, one]),
  );
  const ofNear = new Set(
    [...near.map(outputs.writtenBy), ...waiters.map(outputs.readBy)].flat().map(({written}) => written),
  );
  const all = [...links.values()];
  const open = openEnds(snapshot, all, line, syscalls);
  return {line, near, outputs: all.map(one => toOutput(one, ofNear.has(one.written), line, open))};
}

/** Of procdoc's callers, the first that reads its output, and the first that reads that of another caller. */
function waitersAmong(line: readonly Process[], outputs: LineOutputs): Process[] {
  const reads = (reader: Process, writers: readonly Process[]) => {
    const written = new Set(writers.flatMap(writer => outputs.writtenBy(writer)).map(({read}) => read));
    return outputs.readBy(reader).some(({read}) => written.has(read));
  };
  const [, ...callers] = line;
  const ofProcdoc = callers.find(caller => reads(caller, line.slice(0, 1)));
  const ofCaller = callers.find((caller, at) => reads(caller, callers.slice(0, at)));
  return [...new Set([ofProcdoc, ofCaller])].flatMap(waiter => waiter ?? []);
}

function openEnds(
  snapshot: Snapshot,
  outputs: readonly OutputLinks[],
  near: readonly Process[],
  syscalls: Syscalls,
): ReadonlyMap<string, readonly OpenFile[]> {
  const wanted = new Set(outputs.flatMap(({written, read}) => [written, read]));
  if (wanted.size === 0) return new Map();
  const found = candidatesLinkedTo(snapshot, {links: [...wanted], guessed: [], near}, syscalls);
  const processes = found ? othersWith(found.candidates, snapshot) : snapshot.others();
  return openFilesByTarget(processes, link => wanted.has(link), found?.candidates);
}

function toOutput(
  {written, read}: OutputLinks,
  isNear: boolean,
  line: readonly Process[],
  open: ReadonlyMap<string, readonly OpenFile[]>,
): WaitedOutput {
  const isPipe = written === read;
  const reading = (open.get(read) ?? []).filter(file => !isPipe || accessModeOf(file) === 'r');
  const found = new Set(reading.map(({process}) => process));
  const readers = [...new Set([...line.filter(process => found.has(process)), ...found])];
  // Node closes the standard input of a child itself, once that has exited.
  const writeEnds = (open.get(written) ?? []).filter(file =>
    isPipe ? accessModeOf(file).includes('w') : file.descriptor.fd > 0,
  );
  return {isNear, readers, writeEnds};
}
