import {orUndefined} from '../../kernel/read.ts';
import type {Descriptor} from '../descriptor.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {OpenFile} from './open-files.ts';

/** An end of a pseudoterminal: pty(7). */
export interface TerminalEnd {
  readonly end: 'terminal' | 'master';
  /** The N of /dev/pts/N. */
  readonly index: number;
}

/** Whether a link leads to an end of a pseudoterminal, or can. */
export function isTerminalLink(link: string): boolean {
  return /^\/dev\/pts\/\d+$|^\/(?:.*\/)?ptmx$/.test(link);
}

/** Which end of which pseudoterminal a descriptor is; undefined where it is none, or that can't be read. */
export function terminalEndOf(descriptor: Descriptor): TerminalEnd | undefined {
  const link = orUndefined(descriptor.target()) ?? '';
  const [, number] = /^\/dev\/pts\/(\d+)$/.exec(link) ?? [];
  if (number !== undefined) return {end: 'terminal', index: Number(number)};
  const index = isTerminalLink(link) ? orUndefined(descriptor.info())?.ttyIndex : undefined;
  return index === undefined ? undefined : {end: 'master', index};
}

/**
 * Whether a descriptor is the other end of a pseudoterminal. Only processes that see the same mounts count: each
 * container numbers its terminals from 0. What starts a container keeps the master of a terminal in there, whose mount
 * is not among its own.
 */
export function isOtherTerminalEnd(
  snapshot: Snapshot,
  own: TerminalEnd & {readonly process: Process},
  {process, descriptor}: OpenFile,
): boolean {
  const other = terminalEndOf(descriptor);
  if (!other || other.index !== own.index || other.end === own.end) return false;
  if (other.end === 'master' && !isOnOwnMount(process, descriptor)) return false;
  const mounts = mountsOf(snapshot, own.process);
  return mounts !== undefined && mountsOf(snapshot, process) === mounts;
}

function isOnOwnMount(process: Process, descriptor: Descriptor): boolean {
  const mount = orUndefined(descriptor.info())?.mountId;
  const mounts = orUndefined(process.mountIds());
  return mount === undefined || mounts === undefined || mounts.has(mount);
}

function mountsOf({source}: Snapshot, {pid}: Process): string | undefined {
  return orUndefined(source.link(`${pid}/ns/mnt`));
}
