import {orUndefined} from '../../kernel/read.ts';
import {descriptorKind, linkedInode} from '../descriptors/kind.ts';
import {accessModeOf} from '../descriptors/open-files.ts';
import {socketsOf} from '../descriptors/sockets.ts';
import type {Process} from '../process.ts';
import {managerBy} from '../programs/managers.ts';
import {addressBelow} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';

/** What a manager does, by which it shows that it is at work. */
export type ManagementDeed =
  /** It is the parent of a process in a pid namespace below its own. */
  | {readonly kind: 'child-inside'; readonly child: Process; readonly innerPid: number}
  /** It takes requests at a socket of its own; null: one without a name. */
  | {readonly kind: 'listens'; readonly local: string | null}
  /** It has both ends of a FIFO, so that it can take commands from whoever writes there next. */
  | {readonly kind: 'control-fifo'; readonly path: string}
  /** It is the parent of a manager. */
  | {readonly kind: 'child-manages'; readonly child: Process};

/**
 * What shows that a process is a known manager at work: see programs/managers. Undefined where it is none, or has
 * nothing to manage any more; null where that can't be seen.
 */
export function managementOf(snapshot: Snapshot, process: Process): ManagementDeed | null | undefined {
  const manager = managerBy(process);
  if (!manager) return undefined;
  const living = snapshot.childrenOf(process).filter(child => !child.isZombie());
  const deed = manager.manages === 'container' ? childInside(process, living) : childThatManages(living);
  if (deed) return deed;
  const descriptors = orUndefined(process.descriptors());
  if (!descriptors) return null;
  return manager.manages === 'container' ? listening(snapshot, process) : controlFifo(snapshot, process);
}

function childInside(process: Process, children: readonly Process[]): ManagementDeed | undefined {
  const depth = orUndefined(process.status())?.nspids.length ?? Number.POSITIVE_INFINITY;
  for (const child of children) {
    const nspids = orUndefined(child.status())?.nspids ?? [];
    const innerPid = nspids.at(-1);
    if (innerPid !== undefined && nspids.length > depth) return {kind: 'child-inside', child, innerPid};
  }
  return undefined;
}

function childThatManages(children: readonly Process[]): ManagementDeed | undefined {
  const child = children.find(one => managerBy(one) !== undefined);
  return child && {kind: 'child-manages', child};
}

function listening(snapshot: Snapshot, process: Process): ManagementDeed | undefined {
  const inodes = (orUndefined(process.descriptors()) ?? []).flatMap(one => {
    const link = orUndefined(one.target()) ?? '';
    return link.startsWith('socket:[') ? (linkedInode(link) ?? []) : [];
  });
  const sockets = inodes.length > 0 ? socketsOf(snapshot, process).byInode : undefined;
  const listener = inodes.flatMap(inode => sockets?.get(inode) ?? []).find(({state}) => state === 'LISTEN');
  return listener && {kind: 'listens', local: listener.local};
}

function controlFifo(snapshot: Snapshot, process: Process): ManagementDeed | undefined {
  const fifos = (orUndefined(process.descriptors()) ?? []).filter(one => descriptorKind(one) === 'fifo');
  const ends = fifos.map(descriptor => ({
    path: orUndefined(descriptor.target()) ?? '',
    mode: accessModeOf({process, descriptor}),
  }));
  const has = (path: string, letter: 'r' | 'w') =>
    ends.some(end => end.path === path && end.mode.includes(letter));
  const path = ends.map(end => end.path).find(each => has(each, 'r') && has(each, 'w'));
  return path === undefined ? undefined : {kind: 'control-fifo', path: addressBelow(snapshot, process, path)};
}
