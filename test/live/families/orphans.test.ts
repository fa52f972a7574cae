import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import type * as z from 'zod/mini';
import {orphansAnswer} from '../../../src/render/contract/orphans.ts';
import {askProcdoc} from '../../support/asked.ts';
import {factsOf} from '../../support/facts.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {
  DAEMON,
  DAEMON_WITH_OWN_PIPE,
  INTO_A_PIPE,
  LEFT_BEHIND,
  withLeftBehind,
} from '../../support/live/left-behind.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, descriptorTarget, parentOf, statField} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody, runProcdocUnder} from '../../support/procdoc.ts';
import {compile, until, withSubject} from '../../support/subject.ts';

type Answer = z.infer<typeof orphansAnswer>;
type Orphan = Answer['orphans'][number];

async function ask(): Promise<Answer> {
  const {status, json} = await procdocJson('orphans');
  assert.equal(status, 0);
  return orphansAnswer.parse(json);
}

async function orphanOf(pid: number): Promise<Orphan> {
  const orphan = (await ask()).orphans.find(one => one.pid === pid);
  assert.ok(orphan, `${pid} is not among the orphans`);
  return orphan;
}

async function assertNoneOf(pids: readonly number[]): Promise<void> {
  assert.notDeepEqual(pids, []);
  const {orphans} = await ask();
  assert.deepEqual(
    orphans.filter(({pid}) => pids.includes(pid)),
    [],
  );
}

describe('an orphan', () => {
  it('of init is named, with the adopter and the evidence', () =>
    withSubject('orphan.c', ['to-init'], async subject => {
      const adopter = subject.number('adopter');
      const {comm, reparentedTo, certainty, evidence, facts, sid, daemonized} = await orphanOf(
        subject.number('orphan'),
      );
      assert.deepEqual([comm, reparentedTo], ['orphan', {pid: adopter, comm: commOf(adopter)}]);
      assert.equal(sid, Number(statField(subject.number('orphan'), 6)));
      assert.match(certainty, /^(proven|likely)$/);
      assert.equal(daemonized, false);
      assert.equal(facts.length, evidence.length);
      const {file, field} = facts.at(-1) ?? {};
      assert.ok(
        (file === `/proc/${adopter}/status` && field === 'NSpid') ||
          (file === `signal_struct of ${adopter}` && field === 'is_child_subreaper'),
        evidence.at(-1),
      );
    }));

  it('of a subreaper is one by its session, whose leader has exited', () =>
    withLeftBehind(LEFT_BEHIND, [], async subject => {
      const pid = subject.number('orphan');
      const {comm, reparentedTo, certainty, facts, sid, pgid, command} = await orphanOf(pid);
      assert.deepEqual([comm, command], ['cat', 'cat']);
      assert.deepEqual(reparentedTo, {pid: subject.pid, comm: 'supervisor'});
      assert.deepEqual([certainty, sid], ['likely', pgid]);
      assert.deepEqual(factsOf(facts).slice(0, 2), [
        {file: `/proc/${pid}/stat`, field: 'session (6)', value: `${sid}`},
        {file: `/proc/${sid}/stat`, field: null, value: 'ENOENT'},
      ]);
    }));

  it('of a subreaper, in its session, is one by its group, where subreapers are visible', () =>
    withLeftBehind(`cat <&3 >/dev/null 4>&- & echo "{\\"orphan\\":$!}" >&4`, [], async subject => {
      const pid = subject.number('orphan');
      await until('the shell is gone', () => parentOf(pid) === subject.pid);
      const {orphans, unreadable} = await ask();
      const orphan = orphans.find(one => one.pid === pid);
      const hidden = unreadable.some(({what}) => what === 'sigaction flags and subreapers');
      assert.equal(orphan === undefined, hidden);
      if (orphan)
        assert.deepEqual(factsOf(orphan.facts), [
          {file: `/proc/${pid}/stat`, field: 'pgrp (5)', value: `${orphan.pgid}`},
          {file: `/proc/${orphan.pgid}/stat`, field: null, value: 'ENOENT'},
          {file: `signal_struct of ${subject.pid}`, field: 'is_child_subreaper', value: 'set'},
        ]);
    }));

  it('that never left the session and group of its adopter looks like its child', () =>
    withSubject('orphan.c', ['to-subreaper'], subject => assertNoneOf([subject.number('orphan')])));
});

describe('an orphan still holds', () => {
  it('the lock and the port that its client had, once the client has exited', () =>
    withClientAndDaemon('attached', async ({client, daemon, clientExits, lock}) => {
      await assertNoneOf([daemon.pid]);
      await clientExits();
      await until('the daemon is adopted', () => parentOf(daemon.pid) !== daemon.ppid);
      const {holds, daemonized} = await orphanOf(daemon.pid);
      assert.deepEqual(holds?.locks, [
        {
          fd: client.number('lockFd'),
          path: lock,
          class: 'flock',
          mode: 'write',
          acquirerPid: client.number('client'),
          outOfReach: false,
          ...{alsoHeldBy: [], alsoHeldByCount: 0},
        },
      ]);
      const local = `127.0.0.1:${client.number('port')}`;
      assert.deepEqual(holds.listeners, [
        {
          ...{fd: client.number('listenFd'), family: 'inet', type: 'stream', protocol: 'tcp', local},
          ...{alsoHeldBy: [], alsoHeldByCount: 0},
        },
      ]);
      assert.equal(daemonized, false);
      const {stdout} = await askProcdoc('orphans', '-n', '-o', 'pid,holds');
      const row = stdout.split('\n').find(line => line.trim().startsWith(`${daemon.pid} `));
      assert.match(
        row ?? '',
        /flock write lock on \S+lock \(fd \d+\); tcp socket on 127\.0\.0\.1:\d+ \(fd \d+\)/,
      );
    }));

  it('the write end of a pipe that another process reads', () =>
    withLeftBehind(INTO_A_PIPE, [], async subject => {
      const pid = subject.number('orphan');
      const {holds, daemonized} = await orphanOf(pid);
      // Its standard error is that of the test, a socket pair.
      const [pipe, ...others] = (holds?.pipes ?? []).filter(({socketPair}) => !socketPair);
      assert.ok(pipe);
      assert.deepEqual([pipe.fd, pipe.accessMode, others], [1, 'w', []]);
      assert.equal(pipe.target, descriptorTarget(pid, 1));
      const [reader, ...more] = pipe.otherEnds;
      assert.ok(reader && more.length === 0, JSON.stringify(pipe));
      assert.deepEqual([reader.comm, reader.fd], ['cat', 0]);
      assert.equal(descriptorTarget(reader.pid, 0), pipe.target);
      assert.equal(daemonized, false);
    }));

  it('nothing, and is a daemon, if its standard streams lead nowhere', () =>
    withLeftBehind(DAEMON, [], async subject => {
      const {daemonized, holds} = await orphanOf(subject.number('orphan'));
      assert.equal(daemonized, true);
      // What the test keeps it by is a socket pair.
      const pipes = holds?.pipes.filter(({socketPair}) => !socketPair);
      assert.deepEqual({...holds, pipes}, {locks: [], listeners: [], pipes: []});
    }));

  it('nothing, and is a daemon, though its standard input has become a pipe to itself', () =>
    withLeftBehind(DAEMON_WITH_OWN_PIPE, [], async subject => {
      const orphan = subject.number('orphan');
      await until('it has its pipe', () => descriptorTarget(orphan, 0).startsWith('pipe:'));
      assert.equal((await orphanOf(orphan)).daemonized, true);
    }));

  it('the output that Node gave its parent, a socket pair, and keeps Node waiting', () => {
    const program = `const {spawn} = require('node:child_process');
      const stdio = ['ignore', 'pipe', 'ignore', 0];
      const child = spawn('sh', ['-c', 'cat <&3 & echo $!'], {detached: true, stdio});
      child.stdout.pipe(process.stdout);`;
    return withRunning(['node', '-e', program], {}, async ({pid, numbers: [orphan = 0]}) => {
      await until('the shell has left', () => parentOf(Number(statField(orphan, 5))) === 0);
      const {holds} = await orphanOf(orphan);
      const pipes = holds?.pipes.filter(({otherEnds}) => otherEnds.some(end => end.pid === pid));
      assert.deepEqual(
        pipes?.map(({fd, socketPair, target, alsoHeldBy}) => [fd, socketPair, target, alsoHeldBy]),
        [[1, true, descriptorTarget(orphan, 1), []]],
      );
      const {json} = await procdocJson<{findings: Array<{rule: string; evidence: string[]}>}>(
        ...['diagnose', `${orphan}`, '--rule', 'families/orphan-with-resources'],
      );
      assert.ok(json.findings.some(({evidence}) => evidence.join().includes(`/proc/${orphan}/fd/1`)));
    });
  });
});

describe('no orphan is', () => {
  it('a zombie, adopted or not', async () => {
    await stands('never-waits.c', ['2'], subject => assertNoneOf(subject.pids('zombies')));
    for (const mode of ['daemons', 'init'])
      await stands('adopter.c', [mode], subject => assertNoneOf(subject.pids('orphans')));
  });

  it('a worker of a living parent, nor a process whose main thread has exited', async () => {
    await stands('prefork-server.c', [], subject => assertNoneOf(subject.pids('workers')));
    await stands('exited-leader.c', ['running'], subject => assertNoneOf([subject.number('leader')]));
  });

  it('the background job of a living shell, nor what is left of its pipeline', () =>
    withLeftBehind(
      `exec bash -c 'set -m; cat <&3 >/dev/null 4>&- & first=$!
         true | cat <&3 >/dev/null 4>&- & echo "{\\"first\\":$first,\\"second\\":$!}" >&4; wait'`,
      [],
      async subject => {
        const [first, second] = [subject.number('first'), subject.number('second')];
        await until('the leader of the pipeline is reaped', async () => {
          const leader = Number(statField(second, 5));
          return leader !== second && parentOf(leader) === 0;
        });
        await assertNoneOf([first, second]);
      },
    ));
});

describe('in a pid namespace of its own', {skip: !IS_ROOT && 'needs root'}, () => {
  const inNamespace = (setUp: string) => [
    ...['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c'],
    `${setUp}; "$@"; exit $?`,
    'sh',
  ];

  /** python-daemon's way: a double fork, then / and other standard streams. */
  const daemonByItself = (output: string) => `python3 -c '
import os, time
ready, adopted = os.pipe()
if os.fork():
    os.close(adopted)
    os.read(ready, 1)
    os.wait()
else:
    os.setsid()
    if os.fork():
        os._exit(0)
    while os.getppid() != 1:
        time.sleep(0.01)
    os.chdir("/")
    null, log = os.open("/dev/null", os.O_RDWR), os.open("${output}", os.O_RDWR | os.O_CREAT)
    for stream, fd in enumerate((null, log, log)):
        os.dup2(fd, stream)
    os.closerange(3, 64)
    time.sleep(60)
'`;

  it('without orphans, one line says how many processes were looked at', async () => {
    const {status, stdout} = await runProcdocUnder(inNamespace(':'), 'orphans', '--exit-code');
    assert.deepEqual([status, stdout], [0, 'no orphans among 1 process\n']);
  });

  it('a daemon that PID 1 started itself is only counted, as it may be an orphan', async () => {
    const daemon = 'setsid sleep 60 & until [ "$(ps -o sid= -p $!)" -eq $! ]; do :; done';
    const {stdout} = await runProcdocUnder(inNamespace(daemon), 'orphans');
    const [total, ...remark] = stdout.trimEnd().split('\n');
    assert.equal(total, '1 possible orphan (unknown) among 2 processes');
    assert.deepEqual(remark, [
      '1 session leader directly under init: a daemon of init or an orphan (unknown)',
    ]);
  });

  it('a process that setsid(1) forked off is counted', async () => {
    const left = 'setsid --fork sleep 60; until pgrep -x sleep >/dev/null; do :; done';
    const {stdout} = await runProcdocUnder(inNamespace(left), 'orphans', '--json');
    const {orphans, sessionLeadersOfInit} = orphansAnswer.parse(JSON.parse(stdout));
    assert.deepEqual([orphans, sessionLeadersOfInit], [[], 1]);
  });

  it('orphans with one reason are one block: the reason once, each with its command', async () => {
    const job = `setsid sh -c '(sleep 61 & sleep 62 & sleep 63 >/dev/null &); exec sleep 64' & until [ "$(pgrep -cx sleep)" = 4 ]; do :; done`;
    const {stdout} = await runProcdocUnder(inNamespace(job), 'orphans', '--evidence');
    const lines = stdout.split('\n');
    assert.ok(lines.includes('3 orphans and 1 possible orphan (unknown) among 5 processes'), stdout);
    assert.match(
      stdout.replaceAll(/\s+/g, ' '),
      /^sleep .* outlived their parent; \S+ \(1\) adopted them \(proven\) /,
    );
    for (const seconds of [61, 62, 63])
      assert.equal(
        lines.filter(line => new RegExp(`^ {2}sleep \\(\\d+\\): sleep ${seconds} · `).test(line)).length,
        1,
        stdout,
      );
    assert.equal(lines.filter(line => line.startsWith('  evidence')).length, 1, stdout);
    assert.match(stdout, /If they're leftovers:\n +\$ kill -TERM \d+ \d+ \d+$/m);
  });

  it('an orphan of a job makes --exit-code 1, a daemon does not', async () => {
    const job = `setsid sh -c 'sleep 60 | sleep 60 &'`;
    const left = await runProcdocUnder(inNamespace(job), 'orphans', '--exit-code');
    assert.equal(left.status, 1, left.stdout);
    const none = await runProcdocUnder(inNamespace(daemonByItself('/dev/null')), 'orphans', '--exit-code');
    assert.equal(none.status, 0, none.stdout);
    assert.match(
      none.stdout,
      /^no orphans, but 1 daemon \(likely\) among 2 processes\n\ndaemons \(likely\): .*\n {2}python3 \(\d+\)\n$/,
    );
  });

  it('of a pipe that many have, each orphan lists twenty other ends and counts all', async () => {
    const writers = '{ for at in $(seq 22); do sleep 61 & done; }';
    const job = `setsid sh -c '${writers} | sleep 62 &'; until [ "$(pgrep -cx sleep)" = 23 ] && [ "$(pgrep -cx sh)" = 1 ]; do :; done`;
    const {stdout} = await runProcdocUnder(inNamespace(job), 'orphans', '--json');
    const {orphans} = orphansAnswer.parse(JSON.parse(stdout));
    const ends = orphans.flatMap(({command, holds}) =>
      (holds?.pipes ?? []).map(({otherEnds, otherEndsCount, alsoHeldBy, alsoHeldByCount}) =>
        [command, otherEnds.length, otherEndsCount, alsoHeldBy.length, alsoHeldByCount].join(' '),
      ),
    );
    assert.deepEqual([...new Set(ends)].sort(), ['sleep 61 1 1 20 21', 'sleep 62 20 22 0 0']);
  });

  it('a sleep(1) that a CI job left in a session of its own, with its log, isn’t a daemon', async () => {
    const log = path.join(tmpdir(), `procdoc-ci-${process.pid}.log`);
    const job = `setsid sh -c 'sleep 60 & exit 0' </dev/null >${log} 2>&1`;
    const {status, stdout} = await runProcdocUnder(inNamespace(job), 'orphans', '--exit-code', '--json');
    rmSync(log);
    const [sleep] = orphansAnswer.parse(JSON.parse(stdout)).orphans;
    assert.deepEqual([status, sleep?.daemonized, sleep?.daemonEvidence], [1, false, []]);
  });

  it('whether a program executed in /, with its output in a file, is a daemon is unknown', async () => {
    const log = path.join(tmpdir(), `procdoc-job-${process.pid}.log`);
    const job = `cd /; setsid sh -c 'python3 -c "import time; time.sleep(60)" & exit 0' </dev/null >${log} 2>&1`;
    const {status, stdout} = await runProcdocUnder(inNamespace(job), 'orphans', '--exit-code', '--json');
    rmSync(log);
    const [program] = orphansAnswer.parse(JSON.parse(stdout)).orphans;
    assert.deepEqual([status, program?.daemonized], [1, null]);
  });

  it('a process that went to / and writes to its own log is a daemon (likely)', async () => {
    const log = path.join(tmpdir(), `procdoc-daemon-${process.pid}.log`);
    const {stdout} = await runProcdocUnder(inNamespace(daemonByItself(log)), 'orphans', '--json');
    rmSync(log);
    const [daemon] = orphansAnswer.parse(JSON.parse(stdout)).orphans;
    assert.equal(daemon?.daemonized, true);
    assert.deepEqual(daemon.daemonEvidence, [
      'it is in a session of its own, without a terminal',
      `its standard streams lead to /dev/null and ${log}`,
      'its working directory is /',
    ]);
  });
});

describe('of an orphan', () => {
  it('the text for a person says all, within 80 columns', () =>
    withLeftBehind(LEFT_BEHIND, [], async subject => {
      const pid = subject.number('orphan');
      const {stdout} = await askProcdoc('orphans', '--evidence');
      const lines = stdout.split('\n');
      const from = lines.indexOf(
        `cat (${pid}) outlived its parent; supervisor (${subject.pid}) adopted it (likely)`,
      );
      assert.ok(from >= 0, stdout);
      const block = lines.slice(from, lines.indexOf('', from));
      assert.match(block[1] ?? '', /^ {2}cat · \S+ · started /);
      assert.deepEqual(
        block.filter(line => line.length > 80),
        [],
      );
      assert.ok(block.some(line => line.startsWith(`  evidence  /proc/${pid}/stat: session (6) `)));
      assert.ok(block.includes(`            $ kill -TERM ${pid}`));
    }));

  it('the name cannot move the cursor, and is whole in JSON', async () => {
    const hostile = await compile('hostile-name');
    await withLeftBehind(`setsid sh -c '"$0" escapes <&3 >&4 &' "$0"`, [hostile], async subject => {
      const pid = subject.number('parent');
      assert.equal((await orphanOf(pid)).comm, '\n\u001b[31m\u001b]0;x\u0007');
      const {stdout} = await askProcdoc('orphans');
      assert.ok(stdout.includes(`\\n\\x1b[31m\\x1b]0;x\\x07 (${pid}) outlived its parent`), stdout);
      assert.ok(!stdout.includes('\u001b'));
    });
  });

  it('another user sees that it is one, but not what it holds', {skip: !IS_ROOT && 'needs root'}, () =>
    withLeftBehind(LEFT_BEHIND, [], async subject => {
      const {status, stdout} = await runProcdocAsNobody('orphans', '--json');
      assert.equal(status, 0);
      const {complete, orphans} = orphansAnswer.parse(JSON.parse(stdout));
      const orphan = orphans.find(({pid}) => pid === subject.number('orphan'));
      assert.deepEqual(
        [complete, orphan?.certainty, orphan?.holds, orphan?.daemonized],
        [false, 'likely', null, null],
      );
      assert.deepEqual(factsOf(orphan?.facts ?? []).at(-1), {
        file: `signal_struct of ${subject.pid}`,
        field: 'is_child_subreaper',
        value: 'unknown',
      });
    }),
  );
});
