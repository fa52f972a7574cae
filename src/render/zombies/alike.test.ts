import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {judgeZombies} from '../../rules/inspections/zombies.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import {introductions} from '../introductions/introductions.ts';
import {plainStyle} from '../style.ts';
import {zombiesText} from './text.ts';

const page = {
  style: plainStyle,
  width: Number.POSITIVE_INFINITY,
  screen: Number.POSITIVE_INFINITY,
  isTerminal: false,
};

function parentOf(pid: number, comm: string, zombies: number) {
  const dead = Array.from({length: zombies}, (_, at) => ({
    ...{pid: pid + 1 + at, ppid: pid, comm: 'sh', state: 'Z'},
  }));
  return [{pid, ppid: 1, comm}, ...dead];
}

async function textOf(showAll: boolean): Promise<string[]> {
  const processes = [
    {pid: 1, ppid: 0, comm: 'init'},
    ...parentOf(100, 'worker', 1),
    ...parentOf(200, 'worker', 2),
    ...parentOf(300, 'other', 2),
    ...parentOf(400, 'worker', 1),
  ];
  const zombies = await readZombies(new Snapshot(imaginedMachine(processes)));
  return zombiesText(await judgeZombies(zombies), page, showAll, introductions(page));
}

test('parents that are one program with one verdict are one block, with the zombies of all', async () => {
  const lines = await textOf(false);
  assert.match(lines[0] ?? '', /^worker \(200\) .* The same is true of 2 more parents, with 2 zombies\.$/);
  const headings = lines.filter(line => / ha(?:s|ve) \d+ zombies?\b/.test(line));
  assert.deepEqual(headings, [
    'worker (3 parents: 200, 100 and 400) have 4 zombies',
    'other (300) has 2 zombies',
  ]);
  for (const [pid, ppid] of [
    [101, 100],
    [201, 200],
    [202, 200],
    [401, 400],
  ])
    assert.ok(
      lines.some(line => line.startsWith(`    ${pid} of ${ppid}  sh`)),
      `${pid}`,
    );
});

test('--all has each parent by itself', async () => {
  const headings = (await textOf(true)).filter(line => / has \d+ zombies?\b/.test(line));
  assert.deepEqual(headings, [
    'worker (200) has 2 zombies',
    'other (300) has 2 zombies',
    'worker (100) has 1 zombie',
    'worker (400) has 1 zombie',
  ]);
});
