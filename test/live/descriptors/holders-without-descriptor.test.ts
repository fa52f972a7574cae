import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {describe, it} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';

type Use = HoldersContent['usedBy'][number]['use'];

/** Runs a Python program in a new directory. */
function inDirectory(program: string, use: (directory: string, pid: number) => Promise<void>): Promise<void> {
  const script = `import os, sys\n${program}\nprint("stands", flush=True)\nsys.stdin.read()`;
  return withFiles({}, directory =>
    withRunning(['python3', '-c', script], {cwd: directory}, ({pid}) => use(directory, pid)),
  );
}

async function usesOf(target: string, pid: number): Promise<Use[]> {
  const {json} = await procdocJson<HoldersContent>('holders', target);
  return json.usedBy.flatMap(user => (user.pid === pid ? [user.use] : []));
}

/** What fuser(1) says of a process and a file: "c" for its working directory, "r" root, "m" mapped. */
function byFuser(target: string, pid: number): string | undefined {
  // The pids go to stdout and the letters to stderr.
  const both = execFileSync('sh', ['-c', 'fuser "$1" 2>&1', 'sh', target], {encoding: 'utf8'});
  return new RegExp(`\\b${pid}([a-zA-Z]*)`).exec(both.replace(/^.*:/, ''))?.[1];
}

describe('a file in use without a descriptor', () => {
  it('is the working directory of a process, as fuser(1) says', () =>
    inDirectory('', async (directory, pid) => {
      assert.deepEqual(await usesOf(directory, pid), ['cwd']);
      assert.equal(byFuser(directory, pid), 'c');
      const {status, stdout} = await askProcdoc('holders', directory);
      assert.equal(status, 0);
      const text = stdout.replace(/\s+/g, ' ');
      assert.ok(text.startsWith(`python3 (${pid}) uses ${directory}: it is its working directory.`), text);
      assert.ok(text.includes(`until python3 (${pid}) changes its working directory or exits`), text);
    }));

  it('is the root directory of one that chroot(2) gave it', {skip: !IS_ROOT && 'needs root'}, () =>
    inDirectory('os.chroot("."); os.chdir("/")', async (directory, pid) => {
      assert.deepEqual(await usesOf(directory, pid), ['cwd', 'root']);
      assert.match(byFuser(directory, pid) ?? '', /r/);
    }),
  );

  it('is mapped, by whichever name; but who executes it does not count for that', () =>
    inDirectory('', async (_, pid) => {
      const maps = execFileSync('cat', [`/proc/${pid}/maps`], {encoding: 'utf8'});
      const library =
        /(\/\S*\/libc[.-]\S*)/.exec(maps)?.[1] ?? assert.fail('python3 has no C library mapped');
      assert.deepEqual(await usesOf(library, pid), ['mapped']);
      assert.equal(byFuser(library, pid), 'm');
      assert.deepEqual(await usesOf(`/proc/${pid}/exe`, pid), []);
    }));

  it('is not in use, where no process does any of this', () =>
    inDirectory('os.chdir("/")', async (directory, pid) => {
      assert.deepEqual(await usesOf(directory, pid), []);
      const {status, json} = await procdocJson<HoldersContent & {complete: boolean}>('holders', directory);
      // A sandbox may hide what PID 1 uses, even from root.
      assert.equal(status, json.complete ? 1 : 3);
    }));
});
