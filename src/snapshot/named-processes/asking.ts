import {orUndefined} from '../../kernel/read.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * The processes that are there because procdoc was asked: procdoc itself, the ancestors of it in its session (sudo, a
 * shell, what runs the shell), and what stands in one pipeline with it. By name, none of them is meant.
 */
export const askingProcesses = oncePer((snapshot: Snapshot): ReadonlySet<Process> => {
  const own = snapshot.find(snapshot.observerPid());
  if (!own) return new Set();
  const ancestors = snapshot.ancestors(own).filter(({stat}) => stat.sid === own.stat.sid);
  return new Set([own, ...ancestors, ...pipelineOf(snapshot, own)]);
});

/** The processes without which procdoc, or what asked for it, would end: those that ask, and every ancestor of procdoc. */
export function callersOf(snapshot: Snapshot): Process[] {
  const own = snapshot.find(snapshot.observerPid());
  return own ? [...new Set([...askingProcesses(snapshot), ...snapshot.ancestors(own)])] : [];
}

/** What writes into the standard input of a process, or reads its standard output, and so on, in its process group. */
function pipelineOf(snapshot: Snapshot, own: Process): Process[] {
  const group = snapshot.processes().filter(({stat}) => stat.pgid === own.stat.pgid);
  if (group.length < 2) return [];
  const met = new Set([own]);
  for (const member of met) {
    for (const other of group) {
      const isNext = isSamePipe(snapshot, [member, 1], [other, 0]);
      if (isNext || isSamePipe(snapshot, [other, 1], [member, 0])) met.add(other);
    }
  }
  return [...met];
}

type End = readonly [process: Process, fd: number];

function isSamePipe(snapshot: Snapshot, ...ends: readonly [End, End]): boolean {
  const [one, other] = ends.map(([{pid}, fd]) => orUndefined(snapshot.source.link(`${pid}/fd/${fd}`)));
  return one !== undefined && one === other && linkedInode(one) !== undefined;
}
