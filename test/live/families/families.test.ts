import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine.ts';
import {familyInspection} from '../../../src/rules/families/index.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {DAEMON, INTO_A_PIPE, LEFT_BEHIND, withLeftBehind} from '../../support/live/left-behind.ts';
import {stands} from '../../support/live/stands.ts';
import {isGone, parentOf} from '../../support/proc-witness.ts';
import {type Subject, until, withSubject} from '../../support/subject.ts';

/** What a diagnosis of these processes says of their families. */
function diagnose(pids: readonly number[]): Promise<readonly Finding[]> {
  assert.notDeepEqual(pids, []);
  return familyInspection.inspect(new Scope(new Snapshot(openMachine()), new Set(pids)));
}

async function rulesOn(pids: readonly number[]): Promise<string[]> {
  return (await diagnose(pids)).map(({rule}) => rule);
}

/** The pid of what a script left behind, once the supervisor has adopted it. */
async function orphanOf(subject: Subject): Promise<number> {
  const pid = subject.number('orphan');
  await until('it is adopted', () => parentOf(pid) === subject.pid);
  return pid;
}

const WITH_RESOURCES = 'families/orphan-with-resources';
const LEADER_GONE = 'families/process-group-leader-gone';
const CYCLE = 'families/wait-cycle';

describe('what a killed wrapper left', () => {
  it('is told once for the group, and the lock of the one that holds it', () =>
    stands('killed-wrapper.c', ['holding'], async subject => {
      const [holder = 0, other = 0] = subject.numbers('commands');
      const findings = await diagnose([holder, other]);
      const group = findings.filter(({rule}) => rule === LEADER_GONE);
      assert.equal(group.length, 1);
      assert.match(group[0]?.remedy ?? '', new RegExp(`kill -TERM -${subject.number('pgid')} `));
      const held = findings.find(
        ({rule, subject}) => rule === WITH_RESOURCES && 'pid' in subject && subject.pid === holder,
      );
      assert.match(held?.why ?? '', /flock write lock on \/tmp\/procdoc-wrapper-/);
    }));

  it('is no left-over as a nohup job, a daemon, or the rest of a pipeline of a living shell', async () => {
    for (const mode of ['nohup', 'daemon', 'pipeline'])
      await stands('killed-wrapper.c', [mode], async subject =>
        assert.deepEqual(await rulesOn(subject.numbers('commands')), [], mode),
      );
  });

  it('is told of a shell command, too, that Node killed by half', async () => {
    const wrapper = spawn('sh', ['-c', 'sleep 60 & echo $!; wait; true'], {detached: true});
    const [line] = await once(wrapper.stdout, 'data');
    const left = Number(line);
    try {
      wrapper.kill('SIGKILL');
      await until('the wrapper is reaped', () => isGone(wrapper.pid ?? 0) && parentOf(left) !== wrapper.pid);
      const rules = await rulesOn([left]);
      assert.ok(rules.includes(LEADER_GONE), `${rules}`);
    } finally {
      process.kill(-(wrapper.pid ?? 0), 'SIGKILL');
      await until('nothing is left', () => isGone(left));
    }
  });
});

describe('an orphan', () => {
  it('that has the write end of a pipe which somebody reads is told', () =>
    withLeftBehind(INTO_A_PIPE, [], async subject => {
      const orphan = await orphanOf(subject);
      // The shell may start the reader after the other side of the pipeline.
      const {why} = await until('it has a reader', async () =>
        (await diagnose([orphan])).find(({rule, why}) => rule === WITH_RESOURCES && why.includes('by cat (')),
      );
      assert.match(why, /write end of pipe:\[\d+\] \(fd 1\), which may be read by cat \(\d+\)/);
    }));

  it('that has the lock and the port of a client which is gone is told', () =>
    withClientAndDaemon('attached', async ({daemon, clientExits}) => {
      assert.deepEqual(await rulesOn([daemon.pid]), []);
      await clientExits();
      await until('the daemon is adopted', () => parentOf(daemon.pid) !== daemon.ppid);
      assert.ok((await rulesOn([daemon.pid])).includes(WITH_RESOURCES));
    }));

  it('that lives on in a session without its leader has no leader of its group either', () =>
    withLeftBehind(LEFT_BEHIND, [], async subject =>
      assert.ok((await rulesOn([await orphanOf(subject)])).includes(LEADER_GONE)),
    ));

  it('is silent as a daemon, and who has a parent is none', async () => {
    await withLeftBehind(DAEMON, [], async subject =>
      assert.deepEqual(await rulesOn([await orphanOf(subject)]), []),
    );
    await stands('prefork-server.c', [], async subject =>
      assert.deepEqual(await rulesOn([subject.number('parent'), ...subject.numbers('workers')]), []),
    );
  });

  it('is silent as what setsid(1) forked off: it leads its session', () =>
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

describe('a circle of waits', () => {
  const members = (subject: Subject) => [subject.number('waiter'), Number(subject.facts.ender ?? 0)];

  for (const [program, mode] of [
    ['blocked-on-pipe.c', 'two-pipes'],
    ['blocked-on-lock.c', 'two-locks'],
  ] as const)
    it(`of two (${mode}) is one finding, from each of them, and none from a bystander`, () =>
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
    it(`of one (${mode}) is a wait for itself`, () =>
      stands(program, [mode], async subject => {
        const [finding] = await diagnose([subject.number('waiter')]);
        assert.match(finding?.what ?? '', /\) waits for itself\.$/);
      }));

  it('is none where a third could end it, and none in a queue for a lock', async () => {
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

  it('is none of two that talk to each other, each of which waits half of the time', async () => {
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

describe('of some processes', () => {
  it('nothing is said of others', () =>
    withSubject('blocked-on-pipe.c', ['two-pipes'], async () => {
      assert.deepEqual(
        (await rulesOn([process.pid])).filter(rule => rule === CYCLE),
        [],
      );
    }));
});
