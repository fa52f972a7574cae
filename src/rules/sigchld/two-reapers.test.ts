import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {twoReapers} from './two-reapers.ts';

/** A process with two threads and a child. */
const recorded = scene('blocked-in-one-thread');
const parent = recorded.number('parent');
const [child = 0] = recorded.numbers('zombies');
const [first, second] = [parent, parent + 1];

const call = (number: number, ...args: readonly (number | bigint)[]) => {
  const hex = args.map(each => `0x${BigInt.asUintN(64, BigInt(each)).toString(16)}`);
  return `${number} ${[...hex, ...Array(6 - args.length).fill('0x0')].join(' ')} 0x7ffd0 0x7f000\n`;
};
const wait4 = (pid: number, options = 0) => call(61, pid, 0x7ffd8, options);
const waitid = (type: number, pid: number, options: number) => call(247, type, pid, 0x7ffd8, options);
const [WEXITED, WSTOPPED, WNOWAIT, WNOTHREAD] = [4, 2, 0x100_0000, 0x2000_0000];
const [P_ALL, P_PID] = [0, 1];

const found = async (one: string, other: string): Promise<ReturnType<typeof verdictOf>> => {
  const twin: Scene = recorded
    .with(`${parent}/task/${first}/syscall`, () => one)
    .with(`${parent}/task/${second}/syscall`, () => other);
  return verdictOf(twoReapers, (await judgedSigchld(twin, parent)).verdicts);
};

test('a wait for any child next to one for a child is a race; one look makes it likely', async () => {
  const verdict = await found(wait4(child), wait4(-1));
  assert.equal(verdict?.certainty, 'likely');
  assert.deepEqual(factsOf(verdict), [
    factIn(parent, `task/${second}/syscall`, null, 'wait4 any child'),
    factIn(parent, `task/${first}/syscall`, null, `wait4 pid ${child}`),
    factIn(child, 'stat', 'ppid (4)', parent),
  ]);
});

test('waitid(2) loses and takes as well, even where it only looks first', async () => {
  assert.ok(await found(waitid(P_PID, child, WEXITED | WNOWAIT), wait4(-1)));
  assert.ok(await found(wait4(child), waitid(P_ALL, 0, WEXITED)));
});

test('a wait that takes no status of that child is no rival', async () => {
  for (const other of [
    waitid(P_ALL, 0, WEXITED | WNOWAIT),
    waitid(P_ALL, 0, WSTOPPED),
    wait4(-1, WNOTHREAD),
    wait4(child),
    call(0, 0),
  ])
    assert.equal(await found(wait4(child), other), undefined, other);
});

test('a wait for what is no child, and two waits for any, take nothing from each other', async () => {
  assert.equal(await found(wait4(child + 1), wait4(-1)), undefined);
  assert.equal(await found(wait4(-1), wait4(-1)), undefined);
});
