import {posix} from 'node:path';
import type {FileStat} from '../kernel/procfs.ts';
import {meansGone, orUndefined} from '../kernel/read.ts';
import {sourceOfPyc} from '../parse/pyc-name.ts';
import {isDescriptorPath, type RunningScript} from './script.ts';

/** Whether a process runs the code that is on disk. */
export type Freshness = 'fresh' | 'stale' | 'deleted' | 'unknown';

export interface FreshnessFacts {
  readonly freshness: Freshness;
  /** Files that changed, or vanished, after the process had started. */
  readonly staleFiles: readonly string[];
  /** Why, a phrase; null for "fresh". */
  readonly because: string | null;
}

/**
 * Whether the script changed on disk after its process had started. The start is that of the fork: of a
 * process that slept before it called execve(2), changes in between are taken for later ones. With `deep`
 * also the modules that lie compiled beside a Python script, and the shared objects mapped.
 */
export function freshnessOf(script: RunningScript, deep: boolean): FreshnessFacts {
  const own = ownFreshness(script);
  const deeper = deep ? [...changedModules(script), ...changedObjects(script)] : [];
  if (deeper.length === 0) return own;
  const staleFiles = [...own.staleFiles, ...deeper];
  if (own.staleFiles.length > 0) return {...own, staleFiles};
  const files = deeper.length === 1 ? 'a file' : `${deeper.length} files`;
  return {freshness: 'stale', staleFiles, because: `${files} it loads changed after it had started`};
}

function ownFreshness(script: RunningScript): FreshnessFacts {
  const path = script.codePath();
  if (path === null) return unknown(noPathBecause(script));
  if (script.process.startedAtMs === undefined) return unknown('its start is not known');
  const stat = script.process.stat(path);
  if (!stat.ok && !meansGone(stat.errno)) return unknown(`${path} cannot be looked at (${stat.errno})`);
  if (!stat.ok && script.mayLieElsewhere)
    return unknown(`${path} is not there, but it may have come from elsewhere`);
  if (!stat.ok) return {freshness: 'deleted', staleFiles: [path], because: `${path} is not there any more`};
  if (!changedSinceStart(script, stat.value)) return {freshness: 'fresh', staleFiles: [], because: null};
  const touched = stat.value.modifiedMs <= script.process.startedAtMs + script.process.startSlackMs;
  const because = touched
    ? `${path} was replaced, with its old time kept, or had its owner or mode changed, after it had started`
    : `${path} changed after it had started`;
  return {freshness: 'stale', staleFiles: [path], because};
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

/** What a Python imports is not in /proc; but what lies compiled in __pycache__ beside its script was imported by someone. */
function changedModules(script: RunningScript): string[] {
  const path = script.codePath();
  if (script.line.interpreter !== 'python' || path === null) return [];
  const folder = posix.dirname(path);
  const compiled = orUndefined(script.process.list(posix.join(folder, '__pycache__'))) ?? [];
  const sources = new Set(compiled.flatMap(name => sourceOfPyc(name) ?? []));
  return [...sources].map(name => posix.join(folder, name)).filter(source => isChanged(script, source));
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
