import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {readFamily} from '../../snapshot/families/family.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {treeHeading} from './heading.ts';

const snapshot = new Snapshot(
  imaginedMachine([
    {pid: 1, ppid: 0, comm: 'init'},
    {pid: 10, ppid: 1, comm: 'bash'},
    {pid: 20, ppid: 10, comm: 'make'},
    {pid: 30, ppid: 20, comm: 'cc'},
    {pid: 31, ppid: 20, comm: 'cc', state: 'Z'},
  ]),
);

async function headingOf(pid: number | undefined, depth = Number.POSITIVE_INFINITY): Promise<string> {
  const process = pid === undefined ? undefined : snapshot.find(pid);
  return treeHeading(await readFamily(snapshot, process, depth));
}

test('where a process stands is said first: whose child it is, and what it has started', async () => {
  assert.equal(
    await headingOf(10),
    'bash (10) is a child of init (1), and has 1 child (3 descendants in all): 1 zombie.',
  );
  assert.equal(await headingOf(30), 'cc (30) is a child of make (20), and has no children.');
  assert.equal(await headingOf(31), 'cc (31) is a zombie of make (20), and has no children.');
  assert.equal(
    await headingOf(1, 0),
    'init (1) has no parent that is visible from here, and has 4 descendants.',
  );
});

test('of the machine it is said how many processes there are, and what is unusual among those shown', async () => {
  assert.equal(await headingOf(undefined), '5 processes: 1 zombie.');
  assert.equal(await headingOf(undefined, 1), '5 processes, 2 of them shown.');
});

test('an orphan was adopted, and is no child of the process above', async () => {
  const recorded = scene('orphan-with-port');
  const machine = recorded.snapshot();
  const orphan = machine.find(recorded.number('daemon'));
  assert.ok(orphan);
  const heading = treeHeading(await readFamily(machine, orphan, 1));
  assert.match(
    heading,
    /^\S+ \(\d+\) is an orphan \(likely\) that \S+ \(\d+\) adopted, and has no children\.$/,
  );
});
