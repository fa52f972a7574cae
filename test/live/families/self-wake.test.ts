import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {waitCycle} from '../../../src/rules/families/wait-cycle.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {commOf, stateOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** Whether the kernel function that a process sleeps in is one of flock(2). */
function isInFlock(pid: number): boolean {
  return /lock/.test(readFileSync(`/proc/${pid}/wchan`, 'utf8'));
}

async function cyclesOf(...pids: number[]): Promise<string[]> {
  const found = await inspected(familyInspection, pids);
  return found.filter(({rule}) => rule === waitCycle.id).map(({certainty}) => certainty);
}

/** A program that reads a pipe of its own until a handler has written to it; without one, it waits in vain. */
function selfPipe(handler: string, read = 'os.read(end, 1)'): string[] {
  const program = `
import os, signal, sys
child = os.fork()
if child:
    sys.stdin.read()
    os.kill(child, signal.SIGKILL)
    os.wait()
    os._exit(0)
end, start = os.pipe()
${handler}
print(os.getpid(), flush=True)
${read}`;
  return ['python3', '-c', program];
}

describe('a program that reads a pipe to which only itself can write', {concurrency: 2}, () => {
  it('sleeps until a signal that it handles, and is in no deadlock', () =>
    withRunning(
      selfPipe('signal.signal(signal.SIGTERM, lambda *_: os.write(start, b"x"))'),
      {},
      async ({numbers: [pid = 0]}) => {
        await until('it sleeps', () => stateOf(pid) === 'S');
        assert.deepEqual(await cyclesOf(pid), []);
        const answer = await whyOf(pid);
        assert.deepEqual([answer.cycles, wakeUpsOf(answer, pid)], [[], [{kind: 'self-pipe'}]]);
      },
    ));

  for (const [what, kind, open, write, read] of [
    ['a socket', 'self-pipe', 'end, start = socket.socketpair()', 'start.send(b"x")', 'end.recv(1)'],
    ['an eventfd', 'eventfd', 'end = os.eventfd(0)', 'os.eventfd_write(end, 1)', 'os.eventfd_read(end)'],
  ] as const)
    it(`and one that reads ${what} so is in none either`, () => {
      const program = `import signal, socket\n${open}\nsignal.signal(signal.SIGTERM, lambda *_: ${write})`;
      return withRunning(selfPipe(program, read), {}, async ({numbers: [pid = 0]}) => {
        await until('it sleeps', () => stateOf(pid) === 'S');
        assert.deepEqual(await cyclesOf(pid), []);
        const answer = await whyOf(pid);
        assert.deepEqual([answer.cycles, wakeUpsOf(answer, pid)], [[], [{kind}]]);
      });
    });

  it('waits for itself, if it handles none but the SIGINT that Python catches', () =>
    withRunning(selfPipe(''), {}, async ({numbers: [pid = 0]}) => {
      await until('the deadlock stands', async () => (await cyclesOf(pid)).length === 1);
    }));
});

/** A parent that waits for a worker, which waits for commands of it; they both say their pids. */
function supervisor(handler: string, wait = 'os.waitpid(worker, 0)'): string[] {
  const program = `
import os, signal, sys
parent = os.fork()
if parent:
    sys.stdin.read()
    os.kill(parent, signal.SIGKILL)
    os.wait()
    os._exit(0)
commands, command = os.pipe()
answers, answer = os.pipe()
worker = os.fork()
if worker == 0:
    os.close(command)
    os.close(answers)
    os.read(commands, 1)
    os._exit(0)
os.close(commands)
os.close(answer)
${handler}
print(os.getpid(), worker, flush=True)
${wait}`;
  return ['python3', '-c', program];
}

describe('a worker that reads the commands of a parent which waits for it', {concurrency: 2}, () => {
  const reload = 'signal.signal(signal.SIGHUP, lambda *_: os.write(command, b"r"))';
  for (const wait of ['os.waitpid(worker, 0)', 'os.read(answers, 1)'])
    it(`is in no deadlock, if a handler may send one: ${wait}`, () =>
      withRunning(supervisor(reload, wait), {}, async ({numbers: [parent = 0, worker = 0]}) => {
        for (const pid of [parent, worker]) await until('it sleeps', () => stateOf(pid) === 'S');
        assert.deepEqual(await cyclesOf(parent, worker), []);
        for (const pid of [parent, worker]) assert.deepEqual((await whyOf(pid)).cycles, []);
      }));

  it('is in a deadlock with it, if it handles no signal', () =>
    withRunning(supervisor(''), {}, async ({numbers: [parent = 0, worker = 0]}) => {
      await until('the deadlock stands', async () => (await cyclesOf(parent, worker)).length === 1);
    }));

  it('is in a deadlock with a shell that has no trap, and in none with one that has', async () => {
    for (const [trap, cycles] of [
      ['', 1],
      [`trap 'echo reload >&\${W[1]}' HUP; `, 0],
    ] as const) {
      const program = `${trap}coproc W { echo $BASHPID >&7; read -r command; }; wait`;
      await withRunning(
        [
          'bash',
          '-c',
          'exec 7>&1; bash -c "$0" & inner=$!; cat >/dev/null; kill -KILL $inner; wait',
          program,
        ],
        {},
        async ({numbers}) => {
          const [worker = 0] = numbers;
          await until('the worker reads', () => stateOf(worker) === 'S');
          if (cycles === 1)
            await until('the deadlock stands', async () => (await cyclesOf(worker)).length === 1);
          else assert.deepEqual(await cyclesOf(worker), []);
        },
      );
    }
  });
});

const RIVALS = `
hold() { (flock 8; : >$1.held; until [ -e $2.held ]; do sleep 0.05; done; exec flock $3 9) 8<>$1 9<>$2 & }
hold a b "$0"; one=$!; hold b a "$0"; other=$!
echo $one $other; cat >/dev/null; kill $one $other; wait`;

for (const [options, cycles] of [
  ['--wait 600', 0],
  ['--exclusive', 1],
] as const)
  it(`two flock ${options} that wait for locks of each other are in ${cycles} deadlocks`, async () => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'procdoc-rivals-'));
    try {
      await withRunning(['bash', '-c', RIVALS, options], {cwd}, async ({numbers}) => {
        for (const pid of numbers)
          await until('it waits', () => commOf(pid) === 'flock' && stateOf(pid) === 'S' && isInFlock(pid));
        await until(`${cycles} deadlocks`, async () => (await cyclesOf(...numbers)).length === cycles);
      });
    } finally {
      rmSync(cwd, {recursive: true});
    }
  });
