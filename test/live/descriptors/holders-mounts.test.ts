import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody} from '../../support/procdoc.ts';

const needsRoot = {skip: !IS_ROOT && 'needs root'};

/** Uses a new file system in memory, which is unmounted afterwards. */
function withMount(use: (mountPoint: string) => Promise<void>): Promise<void> {
  return withFiles({}, async directory => {
    const mountPoint = path.join(directory, 'm t');
    chmodSync(directory, 0o755);
    mkdirSync(mountPoint);
    execFileSync('mount', ['-t', 'tmpfs', 'procdoc-test', mountPoint]);
    try {
      await use(mountPoint);
    } finally {
      // It may be unmounted already.
      spawnSync('umount', ['--lazy', '--quiet', mountPoint]);
    }
  });
}

/** Does something while a process has the mounts of now in a namespace of its own. */
function inOtherNamespace(use: (pid: number) => Promise<void>): Promise<void> {
  const command = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', 'echo stands; exec cat'];
  return withRunning(command, {}, ({pid}) => use(pid));
}

async function mountsOf(target: string, pid: number) {
  const {status, json} = await procdocJson<HoldersContent>('holders', target);
  const uses = json.mounts.filter(({processes}) => processes.some(one => one.pid === pid));
  return {status, uses: uses.map(({use, mountPoint, source}) => ({use, mountPoint, source}))};
}

describe('the root of a mount', needsRoot, () => {
  it('is used by whoever uses anything on it', () =>
    withMount(async mountPoint => {
      const program =
        'import os, sys; os.mkdir("d"); os.chdir("d"); kept = open("f", "w"); print(kept.fileno(), flush=True); sys.stdin.read()';
      await withRunning(['python3', '-c', program], {cwd: mountPoint}, async ({pid, numbers: [fd]}) => {
        for (const target of [mountPoint, `${mountPoint}/`]) {
          const {status, json} = await procdocJson<HoldersContent>('holders', target);
          assert.equal(status, 0);
          const uses = json.usedBy.filter(one => one.pid === pid);
          assert.deepEqual(
            uses.map(one => [one.use, one.fd, one.path]),
            [
              ['open', fd, `${mountPoint}/d/f`],
              ['cwd', null, null],
            ],
          );
        }
        // A directory that is no mount is used by itself alone.
        const {json} = await procdocJson<HoldersContent>('holders', path.dirname(mountPoint));
        assert.deepEqual(json.usedBy, []);
      });
    }));

  it('stays mounted in another mount namespace, before and after it is unmounted here', () =>
    withMount(mountPoint =>
      inOtherNamespace(async pid => {
        const seen = {mountPoint, source: 'procdoc-test'};
        assert.deepEqual(await mountsOf(mountPoint, pid), {status: 0, uses: [{use: 'copy', ...seen}]});
        execFileSync('umount', [mountPoint]);
        assert.deepEqual(await mountsOf(mountPoint, pid), {status: 0, uses: [{use: 'upon', ...seen}]});
        // Everybody may read which mounts a process has.
        const {stdout} = await runProcdocAsNobody('holders', mountPoint, '--json');
        const json: HoldersContent = JSON.parse(stdout);
        assert.ok(json.mounts.some(({processes}) => processes.some(one => one.pid === pid)));
      }),
    ));

  it('stays in use where a part of it is mounted elsewhere', () =>
    withMount(async mountPoint => {
      const [part, place] = ['part', 'place'].map(name => path.join(mountPoint, name)) as [string, string];
      for (const folder of [part, place]) mkdirSync(folder);
      const elsewhere = path.join(path.dirname(mountPoint), 'elsewhere');
      mkdirSync(elsewhere);
      execFileSync('mount', ['--bind', part, place]);
      execFileSync('mount', ['--bind', part, elsewhere]);
      try {
        const {json} = await procdocJson<HoldersContent>('holders', mountPoint);
        const ours = json.mounts.filter(mount => mount.ours);
        assert.deepEqual(ours.map(({use, mountPoint, root}) => [use, mountPoint, root]).sort(), [
          ['below', place, '/part'],
          ['copy', elsewhere, '/part'],
        ]);
      } finally {
        for (const folder of [place, elsewhere]) spawnSync('umount', ['--lazy', '--quiet', folder]);
      }
    }));

  it('has a copy that goes along, where mounts are shared, and that is no use of it', () =>
    withMount(async mountPoint => {
      execFileSync('mount', ['--make-shared', mountPoint]);
      const below = path.join(mountPoint, 'below');
      mkdirSync(below);
      execFileSync('mount', ['-t', 'tmpfs', 'procdoc-below', below]);
      try {
        const command = [
          'unshare',
          '--mount',
          '--propagation',
          'unchanged',
          'sh',
          '-c',
          'echo stands; exec cat',
        ];
        await withRunning(command, {}, async ({pid}) => {
          assert.deepEqual((await mountsOf(below, pid)).uses, []);
          const {json} = await procdocJson<HoldersContent>('holders', mountPoint);
          assert.deepEqual(
            json.mounts.filter(({ours}) => ours).map(({use, mountPoint}) => [use, mountPoint]),
            [['below', below]],
          );
          const {stdout} = await askProcdoc('holders', mountPoint);
          assert.ok(stdout.startsWith(`${below} `), stdout);
        });
      } finally {
        execFileSync('umount', [below]);
      }
    }));
});
