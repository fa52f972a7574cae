import {isAbsolute} from 'node:path';
import type {FileStat} from '../kernel/procfs.ts';
import type {Read} from '../kernel/read.ts';
import type {Snapshot} from './snapshot.ts';

/** stat(2) of a path as procdoc itself sees it: by way of its own root or working directory in the procfs. */
export function readFileAt({source}: Snapshot, path: string): Read<FileStat> {
  return source.stat(isAbsolute(path) ? `self/root${path}` : `self/cwd/${path}`);
}
