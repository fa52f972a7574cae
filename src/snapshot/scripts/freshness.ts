import {posix} from 'node:path';
import type {FileStat} from '../../kernel/procfs.ts';
import {type Errno, meansGone} from '../../kernel/read.ts';
import {followed} from './followed-links.ts';
import {changedImports, type ImportDoubt} from './python-imports.ts';
import {isDescriptorPath, type RunningScript} from './script.ts';

/** Whether a process runs the code that is on disk. */
export type Freshness = 'fresh' | 'stale' | 'deleted' | 'unknown';

/** Why a script isn't known to be the code on disk. A path leads to the file from here. */
export type FreshnessReason =
  | {readonly kind: 'written'; readonly path: string}
  /** The change time of the file is later than the start, its modification time is not. */
  | {readonly kind: 'replaced-or-changed-mode'; readonly path: string}
  /** Only its change time is later than the start, and no name came into its folder: a change of mode, or a time set back. */
  | {readonly kind: 'changed-mode'; readonly path: string}
  /** A symbolic link leads to the file, and may have led elsewhere at the start: something came into the folder of the link. */
  | {readonly kind: 'through-changed-folder'; readonly path: string; readonly link: string}
  | {readonly kind: 'loaded-files-written'; readonly count: number}
  | {readonly kind: 'removed'; readonly path: string}
  | {readonly kind: 'left-folder' | 'other-ending'; readonly path: string}
  | {readonly kind: 'unreadable'; readonly path: string; readonly errno: Errno}
  | {readonly kind: 'no-script-file' | 'from-descriptor' | 'folder-unknown' | 'start-unknown'}
  | {readonly kind: 'imports-unknown'; readonly doubts: readonly ImportDoubt[]};

export interface FreshnessFacts {
  readonly freshness: Freshness;
  /** Files that were written or touched, or vanished, after the process had started. */
  readonly staleFiles: readonly string[];
  /** null for "fresh". */
  readonly reason: FreshnessReason | null;
}

/**
 * Whether the script changed on disk after its process had started. A process starts at its fork: if it slept before
 * it called execve(2), changes in between are taken for later ones. With `deep` also the modules next to a Python
 * script count, which it may import, and the shared objects mapped.
 */
export function freshnessOf(script: RunningScript, deep: boolean): FreshnessFacts {
  const own = located(script, ownFreshness(script));
  if (!deep) return own;
  const mapped = new Set(script.process.mappedFiles().map(({path}) => path));
  const {imported, doubts} = changedImports(script, path =>
    mapped.has(path) ? isWritten(script, path) : isChanged(script, path),
  );
  const deeper = [...imported, ...changedObjects(script)];
  const staleFiles = [...own.staleFiles, ...deeper];
  if (own.staleFiles.length > 0) return {...own, staleFiles};
  if (deeper.length > 0)
    return {freshness: 'stale', staleFiles, reason: {kind: 'loaded-files-written', count: deeper.length}};
  return own.freshness === 'fresh' && doubts.length > 0 ? unknown({kind: 'imports-unknown', doubts}) : own;
}

/** The reason with a path that leads to the file from here. */
function located({process}: RunningScript, facts: FreshnessFacts): FreshnessFacts {
  const {reason} = facts;
  if (!reason || !('path' in reason)) return facts;
  return {...facts, reason: {...reason, path: process.address(reason.path)}};
}

function ownFreshness(script: RunningScript): FreshnessFacts {
  const path = script.codePath();
  if (path === null) return unknown({kind: noPathReason(script)});
  if (script.process.startedAtMs === undefined) return unknown({kind: 'start-unknown'});
  const stat = script.process.stat(path);
  if (!stat.ok && !meansGone(stat.errno)) return unknown({kind: 'unreadable', path, errno: stat.errno});
  if (!stat.ok) return goneFrom(path, script);
  const {real, links} = followed(script.process, path);
  if (!changedSinceStart(script, stat.value)) {
    const link = links.find(one => isFolderChanged(script, one));
    return link === undefined || script.hasOpen(real)
      ? {freshness: 'fresh', staleFiles: [], reason: null}
      : unknown({kind: 'through-changed-folder', path, link});
  }
  if (isAfterStart(script, stat.value.modifiedMs)) return stale(path, 'written');
  return [real, ...links].some(one => isFolderChanged(script, one))
    ? stale(path, 'replaced-or-changed-mode')
    : unknown({kind: 'changed-mode', path});
}

/** Whether a name came into the folder of a file since the start, or left it: a rename does that, a change of mode doesn't. */
function isFolderChanged(script: RunningScript, path: string): boolean {
  const folder = script.process.stat(posix.dirname(path));
  return !folder.ok || isAfterStart(script, folder.value.modifiedMs);
}

function stale(path: string, kind: 'written' | 'replaced-or-changed-mode'): FreshnessFacts {
  return {freshness: 'stale', staleFiles: [path], reason: {kind, path}};
}

/** Not every path that is not there was removed; what a shell has open as its script shows more. */
function goneFrom(path: string, script: RunningScript): FreshnessFacts {
  const opened = script.opened();
  if (opened !== undefined && opened.path !== opened.link) return deleted(opened.path);
  const elsewhere = script.mayLieElsewhere;
  return elsewhere === undefined ? deleted(path) : unknown({kind: elsewhere, path});
}

function deleted(path: string): FreshnessFacts {
  return {freshness: 'deleted', staleFiles: [path], reason: {kind: 'removed', path}};
}

function noPathReason({line}: RunningScript): 'no-script-file' | 'from-descriptor' | 'folder-unknown' {
  if (line.script === null) return 'no-script-file';
  return isDescriptorPath(line.script) ? 'from-descriptor' : 'folder-unknown';
}

function unknown(reason: FreshnessReason): FreshnessFacts {
  return {freshness: 'unknown', staleFiles: [], reason};
}

/**
 * The change time decides: cp -p, rsync -t and package managers keep the modification time, and touch(1) or a clock that
 * is ahead may have set that to the future before the start.
 */
function changedSinceStart(script: RunningScript, stat: FileStat): boolean {
  return isAfterStart(script, stat.changedMs);
}

function isAfterStart({process}: RunningScript, timeMs: number): boolean {
  const {startedAtMs = Number.POSITIVE_INFINITY, startSlackMs} = process;
  return timeMs > startedAtMs + startSlackMs;
}

/**
 * The mapped objects that are not what is on disk. A mapping shows by itself that its file was removed or replaced; the
 * change time says nothing then: a hard link, chmod(1) and chown(1) set it, too.
 */
function changedObjects(script: RunningScript): string[] {
  const objects = script.process
    .mappedFiles()
    .filter(({path}) => /\.(?:so(?:\.[\d.]+)?|node|jar)$/.test(path));
  return objects.filter(({path, deleted}) => deleted || isWritten(script, path)).map(({path}) => path);
}

function isWritten(script: RunningScript, path: string): boolean {
  const stat = script.process.stat(path);
  return stat.ok && changedSinceStart(script, stat.value) && isAfterStart(script, stat.value.modifiedMs);
}

function isChanged(script: RunningScript, path: string): boolean {
  const stat = script.process.stat(path);
  return stat.ok && changedSinceStart(script, stat.value);
}
