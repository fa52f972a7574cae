import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {copyFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {treeAnswer} from '../../../src/render/contract/tree.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withCgroup} from '../../support/live/frozen-cgroup.ts';
import {withRuncContainer} from '../../support/live/runc-container.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {withSystemd} from '../../support/live/systemd-machine.ts';
import {descendantNamed} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdoc} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

type Boundary = ReturnType<typeof treeAnswer.parse>['root']['boundary'];

/** What `tree` says of a process of whose container nothing else is. */
async function boundaryOf(process: number | string, ...source: readonly string[]): Promise<Boundary> {
  const {json} = await procdocJson('tree', `${process}`, ...source);
  return treeAnswer.parse(json).root.boundary;
}

describe('a container', {skip: !IS_ROOT && 'needs root'}, () => {
  // No other test of this machine has these.
  const id = randomBytes(32).toString('hex');
  const name = `shop-${id.slice(0, 6)}`;

  it('has the name by which its manager knows it, in a recording, too', () =>
    withFiles({job: 'echo; cat; :'}, async folder => {
      const program = path.join(folder, 'conmon');
      copyFileSync('/usr/bin/unshare', program);
      const inside = ['--pid', '--fork', '--kill-child', '--mount-proc', 'sh', path.join(folder, 'job')];
      await withRunning([program, ...inside, '-c', id, '-n', name], {}, async ({pid}) => {
        const init = await until('PID 1 runs', () => descendantNamed(pid, 'sh'));
        const cat = await until('its cat runs', () => descendantNamed(init, 'cat'));
        await withCgroup(`/procdoc-test-${pid}/libpod-${id}`, init, async () => {
          const recording = path.join(folder, 'recording');
          await runProcdoc('record', `${pid}`, '--output', recording);
          for (const source of [[], ['--from', recording]])
            for (const asked of [`${init}`, `1 in ${name}`, `1 in ${id.slice(0, 12)}`])
              assert.deepEqual(await boundaryOf(asked, ...source), {
                container: {runtime: 'podman', id, name, namedBy: null},
                innerPid: 1,
              });
          const texts = await Promise.all(
            ['why', 'inherited-fds'].map(command => askProcdoc(command, `${cat}`)),
          );
          for (const {stdout} of texts) assert.match(stdout, new RegExp(`cat \\(${cat}, \\d+ in ${name}\\)`));
          assert.match(texts[1]?.stdout ?? '', new RegExp(`from +sh \\(${init}, 1 in ${name}\\) fd 0`));
        });
      });
    }));

  it('that a user runs has the name in a file of that user, whatever else lies where it may be', () => {
    const storage = '/home/ann/.local/share/containers/storage';
    const user = 4711;
    // The machine of the user: unshare(1) in the user's name is what runs the container.
    const machine = `
mount --bind passwd /etc/passwd && mount -t tmpfs none /home && mkdir -p ${storage} && cd ${storage} || exit
mkdir overlay-containers vfs-containers btrfs-containers
cp "$OLDPWD/list" overlay-containers/volatile-containers.json
mkfifo vfs-containers/containers.json && ln -s /dev/zero btrfs-containers/containers.json
chown -R ${user} /home/ann && cd / || exit
exec setpriv --reuid ${user} --regid ${user} --clear-groups unshare --map-root-user --pid --fork --kill-child \
  --mount-proc sh -c 'echo; cat; :'`;
    const files = {
      passwd: `root:x:0:0::/root:\nann:x:${user}:${user}::/home/ann:\n`,
      list: JSON.stringify([{id, names: [name]}]),
      machine,
    };
    return withFiles(files, folder =>
      withRunning(['unshare', '--mount', 'sh', 'machine'], {cwd: folder}, async ({pid}) => {
        const init = await until('PID 1 runs', () => descendantNamed(pid, 'sh'));
        await withCgroup(`/procdoc-test-${pid}/libpod-${id}`, init, async () => {
          const recording = path.join(folder, 'recording');
          await runProcdoc('record', `${pid}`, '--output', recording);
          for (const source of [[], ['--from', recording]])
            for (const asked of [`${init}`, `1 in ${name}`])
              assert.deepEqual(await boundaryOf(asked, ...source), {
                container: {runtime: 'podman', id, name, namedBy: 'ann'},
                innerPid: 1,
              });
          const {stdout} = await askProcdoc('tree', `${init}`);
          assert.match(stdout, new RegExp(`podman container ann's ${name}`));
        });
      }),
    );
  });

  it('of runc(8) has the name by which runc keeps its state', () =>
    withRuncContainer(async ({name, init}) =>
      assert.deepEqual(await boundaryOf(init), {
        container: {runtime: 'runc', id: name, name, namedBy: null},
        innerPid: 1,
      }),
    ));

  it('of systemd-nspawn(1) has its name though no cgroup tells it', () =>
    withSystemd({}, async ({name, init}) =>
      assert.deepEqual(await boundaryOf(init), {
        container: {runtime: 'nspawn', id: name, name, namedBy: null},
        innerPid: 1,
      }),
    ));
});
