import {readdirSync, readlinkSync, statSync} from 'node:fs';
import {attempt} from './descriptor.ts';
import {fileStat} from './live-procfs.ts';
import type {FileStat} from './procfs.ts';
import type {Read} from './read.ts';

/** A process as ps(1) tells of it, by way of ps-list: on macOS, the BSDs, and anywhere else without /proc. */
export interface PsProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly uid: number | undefined;
  /** The arguments in one string, joined by blanks: where one ends is lost. */
  readonly command: string;
  /** Good to a second: milliseconds since the epoch. */
  readonly startedAtMs: number | undefined;
}

/** Every process that ps(1) shows, but for the ps that showed them. An empty list is a ps that was not understood. */
export async function readPs(): Promise<PsProcess[]> {
  const {default: psList} = await import('ps-list');
  const listed = await psList();
  return listed
    .filter(({ppid}) => ppid !== process.pid)
    .map(({pid, ppid, name, uid, cmd, startTime}) => ({
      pid,
      ppid,
      comm: name,
      uid,
      command: cmd ?? '',
      startedAtMs: startTime?.getTime(),
    }));
}

/** Every process and its parent as ps(1) shows them, by way of pidtree, but for the ps that showed them. */
export async function readPsKinship(): Promise<Array<Pick<PsProcess, 'pid' | 'ppid'>>> {
  const {default: pidtree} = await import('pidtree');
  const listed = await pidtree(-1, {advanced: true});
  return listed.filter(({ppid}) => ppid !== process.pid);
}

/** stat(2) of a path of this very mount namespace, which may not be that of another process. */
export function statHere(path: string): Read<FileStat> {
  return attempt(() => fileStat(statSync(path)));
}

/** Where a symbolic link leads; EINVAL where it is none. */
export function linkHere(path: string): Read<string> {
  return attempt(() => readlinkSync(path));
}

export function listHere(path: string): Read<string[]> {
  return attempt(() => readdirSync(path));
}
