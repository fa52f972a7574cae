import {posix} from 'node:path';
import {meansGone, orUndefined} from '../../kernel/read.ts';
import {sourceOfPyc} from '../../parse/pyc-name.ts';
import type {RunningScript} from './script.ts';
import type {ScriptProcess} from './script-process.ts';

/** How many files are named in a sentence. */
const NAMED = 3;

/** As of path_resolution(7): more symbolic links in a row are a loop. */
const LINKS_FOLLOWED = 40;

/** What a Python script imports from the folder it lies in, and from packages there, as far as it changed. */
export interface ChangedImports {
  /** Byte code beside them shows that somebody imported them. */
  readonly imported: readonly string[];
  /** Why more may have changed, a phrase each: what a Python has imported is not in /proc. */
  readonly doubts: readonly string[];
}

/**
 * Byte code proves an import; its absence proves nothing: a Python may be told not to write any (-B,
 * PYTHONDONTWRITEBYTECODE, PYTHONPYCACHEPREFIX), or may not be able to. So a module that changed, and has none,
 * is a doubt. Packages are folders with a source in them. Modules that lie elsewhere (PYTHONPATH, site-packages)
 * are not looked at.
 */
export function changedImports(script: RunningScript, isChanged: (path: string) => boolean): ChangedImports {
  const code = codeFile(script);
  if (code === undefined) return {imported: [], doubts: []};
  const isOther = (path: string) => path !== code && isChanged(path);
  const {imported, untold, unlisted} = changedBelow(posix.dirname(code), script.process, isOther);
  return {
    imported,
    doubts: [
      ...(untold.length === 0 ? [] : [untoldSentence(untold)]),
      ...unlisted.map(folder => `what it may import from ${folder} cannot be listed`),
    ],
  };
}

/** Python looks for modules beside the file that its script is a link to; beside an archive it looks for none. */
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
  readonly untold: string[];
  /** Folders, with the errno. */
  readonly unlisted: string[];
}

function changedBelow(
  top: string,
  process: ScriptProcess,
  isChanged: (path: string) => boolean,
): ChangedFiles {
  const changed: ChangedFiles = {imported: [], untold: [], unlisted: []};
  const look = (folder: string, above: readonly string[]): void => {
    const stat = orUndefined(process.stat(folder));
    const identity = `${stat?.device} ${stat?.inode}`;
    if (stat?.kind !== 'directory' || above.includes(identity)) return;
    const listed = process.list(folder);
    if (!listed.ok && !meansGone(listed.errno)) changed.unlisted.push(`${folder} (${listed.errno})`);
    const names = orUndefined(listed) ?? [];
    const sources = names.filter(name => name.endsWith('.py'));
    // Else a script in a home folder would have the whole of it searched.
    if (sources.length === 0) return;
    const compiled = orUndefined(process.list(posix.join(folder, '__pycache__'))) ?? [];
    const imported = new Set(compiled.map(sourceOfPyc));
    for (const name of sources) {
      const path = posix.join(folder, name);
      if (isChanged(path)) (imported.has(name) ? changed.imported : changed.untold).push(path);
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

function untoldSentence(paths: readonly string[]): string {
  const [one] = paths;
  if (paths.length === 1)
    return `${one} was written or touched after it had started, and no byte code beside it tells whether it is imported`;
  const named = paths.slice(0, NAMED).join(', ');
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  return `${named}${more} were written or touched after it had started, and no byte code beside them tells whether they are imported`;
}
