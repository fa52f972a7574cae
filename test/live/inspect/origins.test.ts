import assert from 'node:assert/strict';
import {copyFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {cardOf, inspected, startersOf} from '../../support/live/cards.ts';
import {withRuncContainer} from '../../support/live/runc-container.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {withSystemd} from '../../support/live/systemd-machine.ts';
import {descendantNamed} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const PYTHON = process.env.PYTHON3 ?? 'python3';

/** Runs a script by way of a shell on a terminal of its own, and hangs that up at the end of the input. */
const onTerminal = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("sh", ["sh", "-c", '"$0" "$1"; :', *sys.argv[1:]])
said = b""
while not said.endswith(b"\\n"):
    said += os.read(terminal, 1)
print(said.decode().strip(), flush=True)
sys.stdin.read()
os.close(terminal)
os.waitpid(pid, 0)
`;

describe('inspect shows what started a process', () => {
  it('a script by a shell at a terminal', () =>
    withFiles(
      {
        'worker.py':
          'import os, signal\nprint(os.getpid(), os.getppid(), os.ttyname(0), flush=True)\nsignal.pause()\n',
      },
      async folder => {
        const script = path.join(folder, 'worker.py');
        await withRunning([PYTHON, '-c', onTerminal, PYTHON, script], {}, async ({said}) => {
          const [pid = '', shell = '', terminal = ''] = said.split(' ');
          const card = await cardOf(pid);
          const {process, script: runs, startedBy, ancestors, waitsFor} = card;
          assert.deepEqual(
            {
              terminal: process.terminal,
              script: runs?.path,
              freshness: runs?.freshness,
              startedBy: [startedBy?.kind, startedBy?.process?.pid],
              parent: ancestors[0]?.pid,
              roots: waitsFor.roots,
            },
            {
              terminal,
              script: script,
              freshness: 'fresh',
              startedBy: ['shell', Number(shell)],
              parent: Number(shell),
              roots: [Number(pid)],
            },
          );
          assert.deepEqual((await cardOf(script)).process.pid, Number(pid));
        });
      },
    ));

  it('cron, with its job', () =>
    withFiles({}, async folder => {
      const cron = path.join(folder, 'cron');
      copyFileSync('/bin/dash', cron);
      const job = 'echo $$; read x; : job';
      await withRunning([cron, '-c', `sh -c '${job}'; :`], {}, async ({pid, numbers: [shell]}) => {
        const [first, ...others] = startersOf(await cardOf(`${shell}`));
        assert.deepEqual([first?.kind, first?.process?.pid, first?.name], ['cron', pid, job]);
        assert.ok(!others.some(({kind}) => kind === 'shell' || kind === 'program'));
      });
    }));

  it('a session of ssh, with its user, and not the sshd that listens', () =>
    withFiles({}, async folder => {
      const sshd = path.join(folder, 'sshd');
      copyFileSync('/bin/dash', sshd);
      const run = ['-c', 'sh -c "echo \\$\\$; read x; :"; :'];
      for (const [title, user] of [
        ['sshd: deploy@notty', 'deploy'],
        ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', undefined],
      ] as const)
        await withRunning([sshd, ...run], {argv0: title}, async ({numbers: [shell]}) => {
          const starters = startersOf(await cardOf(`${shell}`));
          assert.deepEqual(starters.find(({kind}) => kind === 'ssh')?.name, user, title);
        });
    }));
});

describe('inspect shows what a process is in', {skip: !IS_ROOT && 'needs root'}, () => {
  it('a unit of systemd with its file, in a container', () =>
    withSystemd(
      {
        'watched.service': [
          ...['[Unit]', 'DefaultDependencies=no', '[Service]'],
          `ExecStart=/bin/sh -c 'sleep 86421; :'`,
        ],
      },
      async ({init, name}) => {
        const shell = await until('the service runs', () =>
          descendantNamed(init, 'sh', pid => descendantNamed(pid, 'sleep') !== undefined),
        );
        const card = await cardOf(`${shell}`);
        const found = startersOf(card).map(({kind, name: called, file}) => [kind, called, file ?? null]);
        assert.deepEqual(found, [
          ['systemd', 'watched.service', '/etc/systemd/system/watched.service'],
          ['container', name, null],
        ]);
        assert.deepEqual(
          card.children.living.map(({comm}) => comm),
          ['sleep'],
        );
        // The shell stands for what it started, and PID 1 of the container for all.
        const byUnit = await inspected('watched.service');
        assert.ok(byUnit.cards.some(({process}) => process.pid === shell));
        const byContainer = await inspected(name);
        assert.deepEqual(
          byContainer.cards.map(({process}) => process.pid),
          [init],
        );
        assert.ok(byContainer.below.some(({pid}) => pid === shell));
      },
    ));

  it('a container of runc(8), which goes by its name', () =>
    withRuncContainer(async ({name, init}) => {
      const card = await cardOf(name);
      assert.equal(card.process.pid, init);
      const container = startersOf(card).find(({kind}) => kind === 'container');
      assert.deepEqual(container?.container, {runtime: 'runc', id: name, name, namedBy: null});
    }));
});
