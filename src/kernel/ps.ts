import {readdirSync, readlinkSync} from 'node:fs';
import {attempt} from './descriptor.ts';
import {statOf} from './file-stat.ts';
import type {FileStat} from './procfs.ts';
import type {Read} from './read.ts';

/** A process as ps(1) shows it, read by ps-list: for macOS, the BSDs, and any other system without /proc. */
export interface PsProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly uid: number | undefined;
  /** The arguments in one string, joined by blanks; the borders between them are lost. */
  readonly command: string;
  /** The start in milliseconds since the epoch, exact to a second. */
  readonly startedAtMs: number | undefined;
}

/**
 * Every process that ps(1) shows, except that ps itself. The list is empty where the output of ps was not
 * understood.
 */
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

/** Every process that ps(1) shows, with its parent, except that ps itself; read by pidtree. */
export async function readPsKinship(): Promise<Array<Pick<PsProcess, 'pid' | 'ppid'>>> {
  const {default: pidtree} = await import('pidtree');
  const listed = await pidtree(-1, {advanced: true});
  return listed.filter(({ppid}) => ppid !== process.pid);
}

/** stat(2) of a path in procdoc's mount namespace, which can differ from the mount namespace of another process. */
export function statHere(path: string): Read<FileStat> {
  return attempt(() => statOf(path));
}

/** The target of a symbolic link in procdoc's mount namespace; EINVAL for a path that is not a link. */
export function linkHere(path: string): Read<string> {
  return attempt(() => readlinkSync(path));
}

/** The names in a directory of procdoc's mount namespace. */
export function listHere(path: string): Read<string[]> {
  return attempt(() => readdirSync(path));
}
