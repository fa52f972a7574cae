import {posix} from 'node:path';
import {type Errno, meansGone, orUndefined} from '../../kernel/read.ts';
import {sourceOfPyc} from '../../parse/pyc-name.ts';
import type {RunningScript} from './script.ts';
import type {ScriptProcess} from './script-process.ts';

/** More symbolic links in a row are a loop: path_resolution(7). */
const LINKS_FOLLOWED = 40;

/** Why more of what a script imports may have changed: what a Python has imported is not in /proc. */
export type ImportDoubt =
  /** These changed, and without byte code nothing shows whether the script imports them. */
  | {readonly kind: 'no-byte-code'; readonly paths: readonly string[]}
  | {readonly kind: 'folder-unlisted'; readonly folder: string; readonly errno: Errno};

/** What a Python script imports from the folder it lies in, and from packages there, as far as it changed. */
export interface ChangedImports {
  /** Byte code next to these files shows that they were imported. */
  readonly imported: readonly string[];
  readonly doubts: readonly ImportDoubt[];
}

/**
 * Byte code proves an import; its absence proves nothing: a Python may be set not to write any (-B,
 * PYTHONDONTWRITEBYTECODE, PYTHONPYCACHEPREFIX), or may not be able to. So a changed module without byte code is a
 * doubt. Packages are folders with a source in them. Modules that lie elsewhere (PYTHONPATH, site-packages) are not
 * looked at.
 */
export function changedImports(script: RunningScript, isChanged: (path: string) => boolean): ChangedImports {
  const code = codeFile(script);
  if (code === undefined) return {imported: [], doubts: []};
  const isOther = (path: string) => path !== code && isChanged(path);
  const {imported, unproven, unlisted} = changedBelow(posix.dirname(code), script.process, isOther);
  return {
    imported,
    doubts: [
      ...(unproven.length === 0
        ? []
        : [{kind: 'no-byte-code' as const, paths: unproven.map(path => script.process.address(path))}]),
      ...unlisted.map(({folder, errno}) => ({
        kind: 'folder-unlisted' as const,
        folder: script.process.address(folder),
        errno,
      })),
    ],
  };
}

/** Python looks for modules next to the file that its script is a link to; next to an archive it looks for none. */
function codeFile(script: RunningScript): string | undefined {
  const path = script.codePath();
  if (script.line.interpreter !== 'python' || path === null || script.kind() === 'archive') return undefined;
  return script.kind() === 'directory' ? path : linkedFile(script, path);
}

function linkedFile({process}: RunningScript, path: string): string {
  let file = path;
  for (let followed = 0; followed < LINKS_FOLLOWED; followed += 1) {
    const target = orUndefined(process.link(file));
    if (target === undefined) break;
    file = posix.resolve(posix.dirname(file), target);
  }
  return file;
}

interface ChangedFiles {
  readonly imported: string[];
  /** Changed, without byte code. */
  readonly unproven: string[];
  readonly unlisted: Array<{readonly folder: string; readonly errno: Errno}>;
}

function changedBelow(
  top: string,
  process: ScriptProcess,
  isChanged: (path: string) => boolean,
): ChangedFiles {
  const changed: ChangedFiles = {imported: [], unproven: [], unlisted: []};
  const look = (folder: string, above: readonly string[]): void => {
    const stat = orUndefined(process.stat(folder));
    const identity = `${stat?.device} ${stat?.inode}`;
    if (stat?.kind !== 'directory' || above.includes(identity)) return;
    const listed = process.list(folder);
    if (!listed.ok && !meansGone(listed.errno)) changed.unlisted.push({folder, errno: listed.errno});
    const names = orUndefined(listed) ?? [];
    const sources = names.filter(name => name.endsWith('.py'));
    // A folder without sources isn't a package: otherwise all of a home folder would be searched for a script in it.
    if (sources.length === 0) return;
    const compiled = orUndefined(process.list(posix.join(folder, '__pycache__'))) ?? [];
    const imported = new Set(compiled.map(sourceOfPyc));
    for (const name of sources) {
      const path = posix.join(folder, name);
      if (isChanged(path)) (imported.has(name) ? changed.imported : changed.unproven).push(path);
    }
    for (const name of names.filter(isPackageName)) look(posix.join(folder, name), [...above, identity]);
  };
  look(top, []);
  return changed;
}

/** Only what is spelled as a Python identifier can be imported by name. */
function isPackageName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && name !== '__pycache__';
}
