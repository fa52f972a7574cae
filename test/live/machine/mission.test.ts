import assert from 'node:assert/strict';
import {execFile, execFileSync} from 'node:child_process';
import {copyFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {constants} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {askSigchld} from '../../support/live/answers.ts';
import {type ClientAndDaemon, withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {
  askDescriptor,
  askInheritedFds,
  descriptorIn,
  giverOf,
  rulesOf,
} from '../../support/live/descriptor-answers.ts';
import {startRunning} from '../../support/live/running.ts';
import {askScript, askScripts, untilChangesCount} from '../../support/live/script-answers.ts';
import {certaintyByPids, commOf, stateOf} from '../../support/proc-witness.ts';
import {runProcdoc} from '../../support/procdoc.ts';
import {SUBJECTS, withSubject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

const {EADDRINUSE, EWOULDBLOCK} = constants.errno;
const run = promisify(execFile);

test('while the client lives, its daemon ignores SIGCHLD because the client does, and has lock and port from it', () =>
  withClientAndDaemon('detached', async ({client, daemon}) => {
    const {sigchld, origin, effects, verdicts} = await askSigchld(daemon.pid);
    assert.deepEqual([sigchld.disposition, sigchld.autoReap], ['ignored', true]);
    assert.deepEqual(origin, {pid: client.pid, comm: commOf(client.pid)});
    assert.ok(effects.some(effect => effect.includes('returncode 0')));
    assert.ok(verdicts.some(({rule}) => rule === 'sigchld/python-loses-exit-status'));

    const shared = await askInheritedFds(daemon.pid);
    for (const fd of [client.number('lockFd'), client.number('listenFd')]) {
      assert.equal(giverOf(descriptorIn(shared, fd)), `${client.pid}/${fd} likely by kcmp`);
      assert.equal(descriptorIn(shared, fd).inheritedFrom?.alive, true);
      assert.deepEqual(rulesOf(descriptorIn(shared, fd)), []);
    }
  }));

test("when the client has exited it can't be started again, and procdoc says why", () =>
  withClientAndDaemon('detached', async ({folder, client, daemon, clientExits, lock}) => {
    await clientExits();
    assert.equal(stateOf(client.pid), 'gone');
    await withSubject('client.c', [folder, 'detached', `${client.number('port')}`], second => {
      assert.equal(second.number('flockErrno'), EWOULDBLOCK);
      assert.equal(second.number('bindErrno'), EADDRINUSE);
    });

    const held = await askDescriptor(daemon.pid, client.number('lockFd'));
    assert.deepEqual([held.kind, held.target], ['file', lock]);
    assert.equal(giverOf(held), `${client.pid}/null likely by lock`);
    assert.equal(held.inheritedFrom?.alive, false);
    assert.deepEqual(held.locks, [
      {class: 'flock', mode: 'write', acquirerPid: client.pid, acquirerAlive: false, start: 0, end: null},
    ]);
    assert.deepEqual(rulesOf(held), ['locks/held-by-heir']);
    assert.equal(held.verdicts[0]?.certainty, certaintyByPids());

    const listener = await askDescriptor(daemon.pid, client.number('listenFd'));
    assert.deepEqual([listener.inheritedFrom?.pid, listener.inheritedFrom?.alive], [client.pid, false]);
    const local = `127.0.0.1:${client.number('port')}`;
    const socket = {family: 'inet', type: 'stream', protocol: 'tcp', state: 'LISTEN', local, remote: null};
    assert.deepEqual(listener.socket, socket);
    assert.deepEqual(rulesOf(listener), ['fds/listener-held-by-heir']);
    assert.ok(listener.verdicts[0]?.why.includes(local));

    const {origin, verdicts} = await askSigchld(daemon.pid);
    assert.equal(origin, null);
    assert.ok(verdicts.some(({rule}) => rule === 'sigchld/ignored-by-inheritance'));
  }));

/** Programs that have the script’s name in their argv and do not run it; all read their input until EOF. */
function bystanders(script: string): {command: string[]; argv0?: string}[] {
  return [
    {command: ['sh', '-c', `: "python3 ${script}"; read x`]},
    {command: ['bash', '-c', `: python3 ${script}; read x`, script]},
    {command: ['cat', '-', script], argv0: 'vim'},
    {command: ['grep', '-q', script, '-']},
    {command: ['cat', '-', script], argv0: 'python3'},
    {command: ['python3', '-c', 'import sys; sys.stdin.read()', script]},
    {command: ['python3', '-', script]},
    {command: ['node', '-e', 'process.stdin.resume()', script]},
    {command: ['perl', '-e', '<STDIN>', script]},
  ];
}

test('scripts finds the one daemon, and no process that merely names it', () =>
  withClientAndDaemon('in-shell', async ({daemon, script}) => {
    const others = await Promise.all(
      bystanders(script).map(({command, ...options}) => startRunning(command, {...options, lines: 0})),
    );
    try {
      const {scripts, pids} = await askScripts('daemon.py');
      assert.deepEqual(
        scripts.filter(({path: found}) => found === script).map(({pid}) => pid),
        [daemon.pid],
      );
      assert.ok(!others.some(({pid}) => pids.includes(pid)));
      const byPath = await askScripts(script, '--min', '1', '--max', '1', '--fresh');
      assert.deepEqual([byPath.status, byPath.pids], [0, [daemon.pid]]);
    } finally {
      for (const {stop} of others) await stop();
    }
  }));

test('scripts does not find procdoc, nor what started it', () =>
  withClientAndDaemon('detached', async ({folder, daemon, script}) => {
    const procdoc = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js'), 'scripts', '-n', '-o', 'pid'];
    const fromShell = await run('sh', ['-c', `${procdoc.join(' ')} "$0"; :`, script]);
    assert.equal(fromShell.stdout.trim(), `${daemon.pid}`);

    const own = path.join(folder, 'asks-after-itself.py');
    writeFileSync(own, 'import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)');
    const refused = await run('python3', [own, ...procdoc, own]).catch(failure => failure);
    assert.deepEqual([refused.code, refused.stdout], [1, '']);
  }));

const changes: Record<string, (scene: ClientAndDaemon) => void> = {
  'replaced by another file': ({script}) => {
    copyFileSync(path.join(SUBJECTS, 'daemon.py'), `${script}.new`);
    renameSync(`${script}.new`, script);
  },
  'written over in its place': ({script}) => copyFileSync(path.join(SUBJECTS, 'daemon.py'), script),
  'written over with its old time kept': ({script, folder}) => {
    const old = path.join(folder, 'old.py');
    copyFileSync(path.join(SUBJECTS, 'daemon.py'), old);
    execFileSync('touch', ['-d', '2020-01-01', old]);
    execFileSync('cp', ['-p', old, script]);
  },
};

for (const [change, make] of Object.entries(changes)) {
  test(`a daemon whose file was ${change} is stale`, () =>
    withClientAndDaemon('detached', async scene => {
      const {daemon, script} = scene;
      assert.equal((await askScript(daemon.pid, script)).freshness, 'fresh');
      await untilChangesCount(daemon.pid);
      make(scene);
      const {freshness, staleFiles} = await askScript(daemon.pid, script);
      assert.deepEqual([freshness, staleFiles], ['stale', [script]]);
      const {status, stdout} = await runProcdoc('scripts', script, '--fresh');
      assert.equal(status, 1);
      assert.match(stdout, new RegExp(`\\(${daemon.pid}\\) runs older code than is on disk`));
    }));
}

test('a daemon whose file was removed is deleted', () =>
  withClientAndDaemon('detached', async ({daemon, script}) => {
    rmSync(script);
    const {freshness, staleFiles} = await askScript(daemon.pid, script);
    assert.deepEqual([freshness, staleFiles], ['deleted', [script]]);
  }));
