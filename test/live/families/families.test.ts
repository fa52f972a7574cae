import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {
  BESIDE_A_WRITER,
  DAEMON,
  INTO_A_PIPE,
  LEFT_BEHIND,
  withLeftBehind,
} from '../../support/live/left-behind.ts';
import {stands} from '../../support/live/stands.ts';
import {
  commOf,
  descendantsOf,
  descriptorInfo,
  descriptorTarget,
  isGone,
  parentOf,
} from '../../support/proc-witness.ts';
import {type Subject, until, withSubject} from '../../support/subject.ts';

/** What a diagnosis of these processes finds in their families. */
function diagnose(pids: readonly number[]): Promise<readonly Finding[]> {
  assert.notDeepEqual(pids, []);
  return familyInspection.inspect(new Scope(new Snapshot(openMachine()), new Set(pids)));
}

/** The descriptor of a process that has a lock. */
function lockFd(pid: number): number | undefined {
  const fds = readdirSync(`/proc/${pid}/fd`).map(Number);
  return fds.find(fd => /^lock:/m.test(descriptorInfo(pid, fd)));
}

async function rulesOn(pids: readonly number[]): Promise<string[]> {
  return (await diagnose(pids)).map(({rule}) => rule);
}

/** The pid of the process that a script left behind, once the supervisor has adopted it. */
async function orphanOf(subject: Subject): Promise<number> {
  const pid = subject.number('orphan');
  await until('it is adopted', () => parentOf(pid) === subject.pid);
  return pid;
}

const WITH_RESOURCES = 'families/orphan-with-resources';
const LEADER_GONE = 'families/process-group-leader-gone';
const CYCLE = 'families/wait-cycle';

/** The evidence of a finding as data. */
function factsOf(finding: Finding | undefined): Array<[file: string, field: string | null, value: string]> {
  return (finding?.evidence ?? []).map(({file, field, value}) => [file, field, value]);
}

describe('the processes that a killed wrapper left', () => {
  it('have one finding as a group, and one for the lock that one of them holds', () =>
    stands('killed-wrapper.c', ['holding'], async subject => {
      const [holder = 0, other = 0] = subject.numbers('commands');
      const findings = await diagnose([holder, other]);
      const group = findings.filter(({rule}) => rule === LEADER_GONE);
      assert.equal(group.length, 1);
      const pgid = subject.number('pgid');
      assert.ok(group[0]?.remedy?.includes(`\`kill -TERM -${pgid}\`.`));
      const facts = factsOf(group[0]);
      assert.deepEqual([facts[0]?.[1], facts[0]?.[2]], ['pgrp (5)', `${pgid}`]);
      assert.deepEqual(facts[2], [`/proc/${pgid}/stat`, null, 'ENOENT']);
      const held = findings.find(
        ({rule, subject}) => rule === WITH_RESOURCES && 'pid' in subject && subject.pid === holder,
      );
      assert.deepEqual(
        factsOf(held).filter(([, field]) => field === 'lock'),
        [[`/proc/${holder}/fdinfo/${lockFd(holder)}`, 'lock', 'flock write']],
      );
    }));

  it('are no leftovers as a nohup job, a daemon, or the rest of a pipeline of a living shell', async () => {
    for (const mode of ['nohup', 'daemon', 'pipeline'])
      await stands('killed-wrapper.c', [mode], async subject =>
        assert.deepEqual(await rulesOn(subject.pids('commands')), [], mode),
      );
  });

  it('are found after Node killed the shell of a command, too', async () => {
    const wrapper = spawn('sh', ['-c', 'sleep 60 & echo $!; wait; true'], {detached: true});
    const [line] = await once(wrapper.stdout, 'data');
    const left = Number(line);
    try {
      wrapper.kill('SIGKILL');
      await until(
        'the wrapper is reaped, and its command runs',
        () => isGone(wrapper.pid ?? 0) && parentOf(left) !== wrapper.pid && commOf(left) === 'sleep',
      );
      const rules = await rulesOn([left]);
      assert.ok(rules.includes(LEADER_GONE), `${rules}`);
    } finally {
      process.kill(-(wrapper.pid ?? 0), 'SIGKILL');
      await until('nothing is left', () => isGone(left));
    }
  });
});

describe('an orphan', () => {
  it('with the write end of a pipe that another process reads is found', () =>
    withLeftBehind(INTO_A_PIPE, [], async subject => {
      const orphan = await orphanOf(subject);
      // The shell may start the reader after the other side of the pipeline.
      const finding = await until('it has a reader', async () =>
        (await diagnose([orphan])).find(
          ({rule, why}) => rule === WITH_RESOURCES && /read end open in cat \(\d+\)\.$/.test(why),
        ),
      );
      const held = [`/proc/${orphan}/fd/1`, null, descriptorTarget(orphan, 1)];
      assert.deepEqual(factsOf(finding).at(-1), held);
    }));

  it('with a write end that a process at work has as well keeps the reader from nothing', () =>
    withLeftBehind(BESIDE_A_WRITER, [], async subject => {
      const orphan = await orphanOf(subject);
      const target = descriptorTarget(orphan, 1);
      await until('writer and reader stand', () => {
        const mates = descendantsOf(subject.pid).filter(pid => pid !== orphan && commOf(pid) === 'cat');
        return (
          mates.some(pid => descriptorTarget(pid, 1) === target) &&
          mates.some(pid => descriptorTarget(pid, 0) === target)
        );
      });
      assert.ok(!(await rulesOn([orphan])).includes(WITH_RESOURCES));
    }));

  it('with the lock and the port of a client that has exited is found', () =>
    withClientAndDaemon('attached', async ({daemon, clientExits}) => {
      assert.deepEqual(await rulesOn([daemon.pid]), []);
      await clientExits();
      await until('the daemon is adopted', () => parentOf(daemon.pid) !== daemon.ppid);
      assert.ok((await rulesOn([daemon.pid])).includes(WITH_RESOURCES));
    }));

  it('in a session without a leader has no leader of its group either', () =>
    withLeftBehind(LEFT_BEHIND, [], async subject =>
      assert.ok((await rulesOn([await orphanOf(subject)])).includes(LEADER_GONE)),
    ));

  it('is left alone as a daemon, and so are workers of a living parent', async () => {
    await withLeftBehind(DAEMON, [], async subject =>
      assert.deepEqual(await rulesOn([await orphanOf(subject)]), []),
    );
    await stands('prefork-server.c', [], async subject =>
      assert.deepEqual(await rulesOn([subject.number('parent'), ...subject.pids('workers')]), []),
    );
  });

  it('is left alone if setsid(1) forked it off: it leads its session', () =>
    withLeftBehind(
      `setsid -f sh -c 'echo "{\\"orphan\\":$$}" >&4; exec cat <&3 >/dev/null 4>&-'`,
      [],
      async subject => assert.deepEqual(await rulesOn([await orphanOf(subject)]), []),
    ));
});

async function ended(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  await once(child, 'exit');
}

describe('a deadlock', () => {
  const members = (subject: Subject) => [subject.number('waiter'), Number(subject.facts.ender ?? 0)];

  for (const [program, mode] of [
    ['blocked-on-pipe.c', 'two-pipes'],
    ['blocked-on-lock.c', 'two-locks'],
  ] as const)
    it(`of two processes (${mode}) is one finding, asked from each of them, and none from a bystander`, () =>
      stands(program, [mode], async subject => {
        const [waiter = 0, ender = 0] = members(subject);
        const cause = `circle of ${[waiter, ender].sort((a, b) => a - b).join(' ')}`;
        for (const pids of [[waiter], [ender], [waiter, ender]])
          assert.deepEqual(
            (await diagnose(pids)).map(({rule, cause}) => [rule, cause]),
            [[CYCLE, cause]],
          );
        assert.deepEqual(await rulesOn([subject.number('bystander')]), []);
      }));

  for (const [program, mode] of [
    ['blocked-on-pipe.c', 'own-writer'],
    ['blocked-on-process.c', 'own-peer'],
  ] as const)
    it(`of one process (${mode}) is a wait for itself`, () =>
      stands(program, [mode], async subject => {
        const waiter = subject.number('waiter');
        const findings = await diagnose([waiter]);
        assert.deepEqual(
          findings.map(({rule, cause}) => [rule, cause]),
          [[CYCLE, `circle of ${waiter}`]],
        );
      }));

  it('is not found where a third process could end it, nor in a queue for a lock', async () => {
    for (const [program, mode] of [
      ['blocked-on-pipe.c', 'own-and-other'],
      ['blocked-on-pipe.c', 'read-pipe'],
      ['blocked-on-process.c', 'unix'],
      ['blocked-on-lock.c', 'flock'],
    ] as const)
      await stands(program, [mode], async subject =>
        assert.deepEqual(await rulesOn(members(subject)), [], mode),
      );
    await stands('lock-queue.c', ['flock'], async subject =>
      assert.deepEqual(await rulesOn([subject.number('holder'), ...subject.numbers('waiters')]), []),
    );
  });

  it('is not found in two processes that talk to each other, each of which waits half of the time', async () => {
    const talk = 'import os\nwhile os.read(0, 1): os.write(1, b"x")';
    const script = `import os, subprocess, sys
a, b = os.pipe(), os.pipe()
os.write(a[1], b"x")
talk = ${JSON.stringify(talk)}
pair = [subprocess.Popen([sys.executable, "-c", talk], stdin=i, stdout=o) for i, o in ((a[0], b[1]), (b[0], a[1]))]
for fd in a + b: os.close(fd)
print(*(one.pid for one in pair), flush=True)
sys.stdin.read()
for one in pair: one.kill()
for one in pair: one.wait()`;
    const parent = spawn('python3', ['-c', script], {stdio: ['pipe', 'pipe', 'inherit']});
    try {
      const [line] = await once(parent.stdout, 'data');
      const pair = String(line).trim().split(' ').map(Number);
      for (let look = 0; look < 50; look++) assert.deepEqual(await rulesOn(pair), []);
    } finally {
      await ended(parent);
    }
  });
});

describe('a diagnosis of some processes', () => {
  it('finds nothing about others', () =>
    withSubject('blocked-on-pipe.c', ['two-pipes'], async () => {
      assert.deepEqual(
        (await rulesOn([process.pid])).filter(rule => rule === CYCLE),
        [],
      );
    }));
});
