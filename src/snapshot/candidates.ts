import {orUndefined} from '../kernel/read.ts';
import type {Syscalls} from '../kernel/syscalls.ts';
import {parsePidStatus} from '../parse/pid-status.ts';
import type {Descriptor} from './descriptor.ts';
import {linkedInode} from './descriptor-kind.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/** Descriptors by the process, or the task, that has them: none but these need be looked at. */
export type Candidates = ReadonlyMap<number, readonly number[]>;

/**
 * Every descriptor that may refer to the same object as one of these of a process does, told by the inode numbers
 * that the kernel keeps. Undefined where that may not be asked, or does not answer for all: then each link has to
 * be read.
 */
export function candidatesLike(
  process: Process,
  descriptors: readonly Descriptor[],
  syscalls: Syscalls,
): Candidates | undefined {
  const open = orUndefined(syscalls.inodesOf(process.pid));
  return (
    open &&
    candidatesOn(
      descriptors.map(({fd}) => open.get(fd)),
      syscalls,
    )
  );
}

/** The same by the links of pipes and sockets, which name their inode; undefined where one is of another kind. */
export function candidatesLinkedTo(links: readonly string[], syscalls: Syscalls): Candidates | undefined {
  return candidatesOn(links.map(linkedInode), syscalls);
}

function candidatesOn(inodes: readonly (number | undefined)[], syscalls: Syscalls): Candidates | undefined {
  const known = new Set(inodes.flatMap(inode => inode ?? []));
  return inodes.includes(undefined) ? undefined : orUndefined(syscalls.descriptorsOn([...known]));
}

/** Those that have one of the candidates, in place of all processes. */
export function processesWith(candidates: Candidates, snapshot: Snapshot): Process[] {
  const tgids = [...candidates.keys()].flatMap(
    task => orUndefined(snapshot.source.read(`${task}/status`, parsePidStatus))?.tgid ?? [],
  );
  return [...new Set(tgids)].flatMap(pid => snapshot.find(pid) ?? []);
}
