import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {factsOf} from '../../support/facts.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {askDescriptor} from '../../support/live/descriptor-answers.ts';
import {
  linesOfLslocks,
  lockHoldersOf,
  locksOn,
  onlyLockOn,
  verdictOn,
} from '../../support/live/lock-answers.ts';
import {withFiles} from '../../support/live/running.ts';
import {certaintyByPids, isGone} from '../../support/proc-witness.ts';
import {until, withSubject} from '../../support/subject.ts';

test('a daemon holds the flock of a client that has exited; lslocks(8) names the client', () =>
  withClientAndDaemon('detached', async ({client, daemon, lock: file, clientExits}) => {
    await clientExits();
    const lock = await onlyLockOn(file);
    const fd = client.number('lockFd');
    assert.deepEqual([lock.acquirerPid, lock.acquirerAlive], [client.pid, false]);
    assert.deepEqual(lockHoldersOf(lock), [[daemon.pid, fd, 'inherited over exec']]);
    assert.equal(verdictOn(lock), `locks/held-by-heir ${certaintyByPids()}`);
    assert.deepEqual(factsOf(lock.verdict?.facts ?? [])[0], {
      file: `/proc/${daemon.pid}/fdinfo/${fd}`,
      field: 'lock:',
      value: `FLOCK WRITE ${client.pid}`,
    });
    const {stdout} = await askProcdoc('locks', file);
    assert.ok(stdout.includes(`(${daemon.pid}) fd ${fd} (inherited across exec)`), stdout);
    const pids = await linesOfLslocks('PID');
    assert.ok(pids.includes(`${client.pid}`), pids.join());
  }));

test('a descriptor that came over a UNIX socket was not inherited, while its sender lives', () =>
  withSubject('lock-heirs', ['lent'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.equal(lock.acquirerAlive, true);
    assert.deepEqual(
      lock.holders.map(({pid, how}) => [pid, how]),
      [
        [subject.number('acquirer'), 'acquired'],
        [subject.numbers('holders')[0], 'shared with the acquirer'],
      ],
    );
  }));

for (const mode of ['received', 'received-by-orphan'])
  test(`a descriptor that came over a UNIX socket is not said to be inherited, once its sender has exited: ${mode}`, () =>
    withSubject('lock-heirs', [mode], async subject => {
      const [receiver = 0] = subject.numbers('holders');
      const {holders, verdict} = await onlyLockOn(subject.text('path'));
      assert.equal(holders[0]?.how, 'shared with the acquirer');
      assert.ok(verdict);
      const descent = verdict.facts.find(({field}) => field === 'ppid (4)');
      assert.equal(descent?.file, `/proc/${receiver}/stat`);
      assert.ok(verdict.why.includes('inherited or received over a UNIX socket'));
      assert.ok(verdict.remedy?.includes('If the descriptor was inherited: '), verdict.remedy ?? '');
      const descriptor = await askDescriptor(receiver, subject.number('fd'), '--all');
      assert.deepEqual(
        descriptor.verdicts.map(({rule, certainty}) => `${rule} ${certainty}`),
        ['locks/held-by-heir likely'],
      );
      assert.equal(descriptor.inheritedFrom, null);
    }));

test('flock(1) leaves its lock to a command in the background; with -o it does not', () =>
  withFiles({}, async folder => {
    for (const [option, rule] of [
      ['-n', 'locks/held-by-heir'],
      ['-no', undefined],
    ] as const) {
      const file = path.join(folder, option);
      const leave = 'sleep 60 </dev/null >/dev/null 2>&1 & echo $!';
      const left = Number(execFileSync('flock', [option, file, 'sh', '-c', leave], {encoding: 'utf8'}));
      try {
        const [lock] = await locksOn(file);
        assert.equal(lock?.verdict?.rule, rule);
        if (rule) assert.deepEqual(lock && lockHoldersOf(lock)[0]?.slice(0, 1), [left]);
      } finally {
        process.kill(left);
        await until('the command has exited', () => isGone(left));
      }
    }
  }));

test('a shell that has flock(1) lock its own descriptor inherited nothing, though /proc/locks names flock(1)', () =>
  withFiles({}, async folder => {
    const file = path.join(folder, 'lock');
    const shell = spawn('sh', ['-c', `exec 9>${file}; flock 9; echo locked; read line`]);
    try {
      await once(shell.stdout, 'data');
      const lock = await onlyLockOn(file);
      assert.deepEqual(lockHoldersOf(lock), [[shell.pid, 9, 'shared with the acquirer']]);
      assert.deepEqual([lock.acquirerAlive, lock.verdict?.rule], [false, 'locks/acquirer-gone']);
    } finally {
      shell.stdin.end();
      await once(shell, 'exit');
    }
  }));
