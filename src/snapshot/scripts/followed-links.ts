import {posix} from 'node:path';
import type {ScriptProcess} from './script-process.ts';

/** How many symbolic links the kernel follows in one path: path_resolution(7). */
const MOST_LINKS = 40;

/** Where a path leads. */
export interface FollowedPath {
  /** The path without symbolic links, as the process would see it; as far as it can be followed. */
  readonly real: string;
  /** The symbolic links on the way, each by a path that has none before its last name. */
  readonly links: readonly string[];
}

/** Follows the symbolic links in an absolute path, its folders included, as a process itself would. */
export function followed(process: Pick<ScriptProcess, 'link'>, path: string): FollowedPath {
  const links: string[] = [];
  let left = namesIn(path);
  let real = '/';
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const next = posix.join(real, name);
    const target = name === '..' || links.length === MOST_LINKS ? undefined : process.link(next);
    if (!target?.ok) {
      real = next;
      continue;
    }
    links.push(next);
    if (posix.isAbsolute(target.value)) real = '/';
    left = [...namesIn(target.value), ...left];
  }
  return {real, links};
}

function namesIn(path: string): string[] {
  return path.split('/').filter(name => name !== '' && name !== '.');
}
