import {posix} from 'node:path';
import type {FileStat} from '../../kernel/procfs.ts';
import {meansGone} from '../../kernel/read.ts';
import {changedImports} from './python-imports.ts';
import {isDescriptorPath, type RunningScript} from './script.ts';

/** Whether a process runs the code that is on disk. */
export type Freshness = 'fresh' | 'stale' | 'deleted' | 'unknown';

export interface FreshnessFacts {
  readonly freshness: Freshness;
  /** Files that were written or touched, or vanished, after the process had started. */
  readonly staleFiles: readonly string[];
  /** Why, a phrase; null for "fresh". */
  readonly because: string | null;
}

/**
 * Whether the script changed on disk after its process had started. The start is that of the fork: of a
 * process that slept before it called execve(2), changes in between are taken for later ones. With `deep`
 * also the modules that a Python script may import from beside it, and the shared objects mapped.
 */
export function freshnessOf(script: RunningScript, deep: boolean): FreshnessFacts {
  const own = ownFreshness(script);
  if (!deep) return own;
  const {imported, doubts} = changedImports(script, path => isChanged(script, path));
  const deeper = [...imported, ...changedObjects(script)];
  const staleFiles = [...own.staleFiles, ...deeper];
  if (own.staleFiles.length > 0) return {...own, staleFiles};
  if (deeper.length === 0)
    return own.freshness === 'fresh' && doubts.length > 0 ? unknown(doubts.join('; ')) : own;
  const files = deeper.length === 1 ? 'a file it loads was' : `${deeper.length} files it loads were`;
  return {freshness: 'stale', staleFiles, because: `${files} written or touched after it had started`};
}

function ownFreshness(script: RunningScript): FreshnessFacts {
  const path = script.codePath();
  if (path === null) return unknown(noPathBecause(script));
  if (script.process.startedAtMs === undefined) return unknown('its start is not known');
  const stat = script.process.stat(path);
  if (!stat.ok && !meansGone(stat.errno)) return unknown(`${path} cannot be looked at (${stat.errno})`);
  if (!stat.ok) return goneFrom(path, script);
  if (!changedSinceStart(script, stat.value)) return {freshness: 'fresh', staleFiles: [], because: null};
  const touched = stat.value.modifiedMs <= script.process.startedAtMs + script.process.startSlackMs;
  const because = touched
    ? `${path} was replaced, with its old time kept, or had its owner or mode changed, after it had started`
    : `${path} was written or touched after it had started`;
  return {freshness: 'stale', staleFiles: [path], because};
}

/** Not every path that is not there was removed; what a shell has open as its script tells more. */
function goneFrom(path: string, script: RunningScript): FreshnessFacts {
  const open = script.line.interpreter === 'shell' ? script.process.bashScript() : undefined;
  const opened = open?.replace(/ \(deleted\)$/, '');
  if (opened !== undefined && opened !== open && posix.basename(opened) === posix.basename(path))
    return deleted(opened);
  switch (script.mayLieElsewhere) {
    case 'left-folder':
      return unknown(`${path} is not there now; it was named relative to a folder it may have left since`);
    case 'other-ending':
      return unknown(`${path} is not there now; node may have run it with an ending such as .js`);
    case undefined:
      return deleted(path);
  }
}

function deleted(path: string): FreshnessFacts {
  return {freshness: 'deleted', staleFiles: [path], because: `${path} is not there any more`};
}

function noPathBecause({line}: RunningScript): string {
  if (line.script === null) return 'it runs no script file';
  return isDescriptorPath(line.script)
    ? 'it was read from a descriptor'
    : 'its working directory is not known';
}

function unknown(because: string): FreshnessFacts {
  return {freshness: 'unknown', staleFiles: [], because};
}

/** The change time counts too: cp -p, rsync -t and package managers keep the modification time. */
function changedSinceStart(script: RunningScript, stat: FileStat): boolean {
  const {startedAtMs = Number.POSITIVE_INFINITY, startSlackMs} = script.process;
  return Math.max(stat.modifiedMs, stat.changedMs) > startedAtMs + startSlackMs;
}

function changedObjects(script: RunningScript): string[] {
  const objects = script.process
    .mappedFiles()
    .filter(({path}) => /\.(?:so(?:\.[\d.]+)?|node|jar)$/.test(path));
  return objects.filter(({path, deleted}) => deleted || isChanged(script, path)).map(({path}) => path);
}

function isChanged(script: RunningScript, path: string): boolean {
  const stat = script.process.stat(path);
  return stat.ok && changedSinceStart(script, stat.value);
}
