import {orUndefined} from '../../kernel/read.ts';
import type {Descriptor} from '../descriptor.ts';

export type DescriptorKind =
  | 'file'
  | 'directory'
  | 'pipe'
  | 'fifo'
  | 'socket'
  | 'tty'
  | 'device'
  | 'memfd'
  | 'anon'
  | 'unknown';

/** What kind of thing a descriptor refers to: by what its link says, and for a path by stat(2). */
export function descriptorKind(descriptor: Descriptor): DescriptorKind {
  const target = orUndefined(descriptor.target());
  if (target === undefined) return 'unknown';
  if (target.startsWith('pipe:[')) return 'pipe';
  if (target.startsWith('socket:[')) return 'socket';
  if (target.startsWith('anon_inode:')) return 'anon';
  if (target.startsWith('/memfd:')) return 'memfd';
  const kind = orUndefined(descriptor.stat())?.kind;
  if (kind === 'character-device') return isTerminalPath(target) ? 'tty' : 'device';
  if (kind === 'block-device') return 'device';
  return kind === 'file' || kind === 'directory' || kind === 'fifo' ? kind : 'unknown';
}

/** Whether the file has no name any more. A name may itself end in " (deleted)", so the link count decides. */
export function isDeleted(descriptor: Descriptor): boolean {
  const target = orUndefined(descriptor.target()) ?? '';
  return (
    target.startsWith('/') && !target.startsWith('/memfd:') && orUndefined(descriptor.stat())?.links === 0
  );
}

/** The inode number of a socket or pipe, from its link. */
export function linkedInode(target: string): number | undefined {
  // Of the links of a whole machine, a match would be made of each.
  const from = target.startsWith('socket:[') ? 'socket:['.length : 'pipe:['.length;
  return /^(?:socket|pipe):\[\d+\]$/.test(target) ? Number(target.slice(from, -1)) : undefined;
}

/** Whether a link names a terminal: tty(4), pts(4), console(4). */
export function isTerminalPath(target: string): boolean {
  return /^\/dev\/(?:pts\/|tty|console)/.test(target);
}
