// Another revision of procdoc, built for a comparison in a working tree of its own.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {root} from './programs.js';

/** Runs `use` with the folder of a revision's build, and takes it away afterwards; without a revision, with undefined. */
export async function withRevision(revision, use) {
  if (revision === undefined) return use(undefined);
  const parent = mkdtempSync(path.join(tmpdir(), 'procdoc-revision-'));
  const folder = path.join(parent, 'procdoc');
  const git = (...words) => execFileSync('git', ['-C', root, ...words], {encoding: 'utf8', stdio: 'pipe'});
  try {
    git('worktree', 'add', '--detach', folder, revision);
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    execFileSync(process.execPath, ['bin/build.js'], {cwd: folder, stdio: ['ignore', 'ignore', 'inherit']});
    return await use({folder, name: git('rev-parse', '--short', revision).trim()});
  } finally {
    rmSync(parent, {recursive: true, force: true});
    git('worktree', 'prune');
  }
}
