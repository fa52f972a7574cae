import type {Syscalls} from '../../kernel/syscalls.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Sameness} from '../descriptors/same-description.ts';
import type {SocketFacts} from '../descriptors/socket-facts.ts';
import {Adoptions} from '../families/adoption.ts';
import {groupBy} from '../group-by.ts';
import {type DescriptorOrigin, DescriptorOrigins} from '../inheritance/descriptor-origins.ts';
import {InheritedDescriptor} from '../inheritance/inherited-descriptor.ts';
import {readLockedFds} from '../inheritance/inherited-fds.ts';
import {sharingAmong} from '../inheritance/sharing.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** What it takes to compare descriptors, and to say where they came from: once for all targets. */
export interface Asking {
  readonly syscalls: Syscalls;
  readonly adoptions: Adoptions;
  readonly origins: DescriptorOrigins;
  /** The descriptors of a process by which it holds locks. */
  readonly lockedFds: (process: Process) => readonly InheritedDescriptor[];
}

export function askingOf(snapshot: Snapshot, syscalls: Syscalls): Asking {
  const adoptions = new Adoptions(snapshot, syscalls);
  const lockedFds = onceEach((process: Process) =>
    readLockedFds(snapshot, process, syscalls).map(({one}) => one),
  );
  return {syscalls, adoptions, origins: new DescriptorOrigins(snapshot, adoptions, syscalls), lockedFds};
}

/** What shows that a lone descriptor has the target: its link leads there. */
export const ALONE: Sameness = {certainty: 'proven', proof: 'same-object'};

/** How each holder of one description came by it. */
export function originsAmong(
  snapshot: Snapshot,
  {origins, lockedFds}: Asking,
  holders: readonly OpenFile[],
  {
    sameness,
    otherEnds,
    socket,
  }: {sameness: Sameness | null; otherEnds: readonly OpenFile[]; socket: SocketFacts | null},
): (holder: OpenFile) => DescriptorOrigin {
  const alike = holders.map(holder => ({...holder, ...(sameness ?? ALONE)}));
  const byProcess = groupBy(alike, ({process}) => process);
  const ofProcess = (process: Process) => byProcess.get(process) ?? [];
  const together = [...byProcess.values()].flat();
  const above = once(() => new Set([...byProcess.keys()].flatMap(one => snapshot.ancestors(one))));
  const everyone = {
    ofAncestor: ofProcess,
    ofOthers: () => together,
    ofOther: ofProcess,
    mayBeAbove: (process: Process) => above().has(process),
  };
  return holder => {
    const sharing = once(() => sharingAmong(snapshot, holder, everyone, {sameObject: alike, otherEnds}));
    const facts = {sharing, socket: () => socket ?? undefined, comesFrom: origins.comesFrom};
    const one = new InheritedDescriptor(snapshot, holder, facts);
    return origins.of(one, () => lockedFds(holder.process)).cameBy();
  };
}
