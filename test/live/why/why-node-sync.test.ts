import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withRunning} from '../../support/live/running.ts';
import {edgesFrom, untilWhy} from '../../support/live/why-answer.ts';
import {descendantNamed} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** Starts a program of Node with a `cat` that leaves at the end of its standard input; prints nothing of its own. */
function withNode(program: string, use: (node: number, cat: number) => Promise<void>): Promise<void> {
  return withRunning([process.execPath, '-e', program], {lines: 0}, async ({pid}) => {
    const cat = await until('its child is there', () => descendantNamed(pid, 'cat'));
    await use(pid, cat);
  });
}

test('Node inside spawnSync() likely waits for that child, besides the processes that have its output', () =>
  withNode(
    `setTimeout(() => require('child_process').spawnSync('cat', {stdio: ['inherit', 'pipe', 'pipe']}), 100)`,
    async (node, cat) => {
      const answer = await untilWhy(node, 'it waits for its child', one =>
        edgesFrom(one, node).some(({kind}) => kind === 'waits-for-child'),
      );
      assert.deepEqual(
        edgesFrom(answer, node).map(({kind, to, certainty}) => ({kind, to, certainty})),
        [
          {kind: 'waits-for-child', to: cat, certainty: 'likely'},
          {kind: 'connects-to', to: cat, certainty: 'proven'},
          {kind: 'connects-to', to: cat, certainty: 'proven'},
        ],
      );
    },
  ));

test('Node that has started a child by spawn() waits for whatever comes', () =>
  withNode(
    `require('child_process').spawn('cat', {stdio: ['inherit', 'pipe', 'pipe']})`,
    async (node, cat) => {
      const answer = await untilWhy(node, 'it waits', one => edgesFrom(one, node).length > 0);
      assert.deepEqual(
        edgesFrom(answer, node).map(({kind, to}) => ({kind, to})),
        [
          {kind: 'connects-to', to: cat},
          {kind: 'connects-to', to: cat},
        ],
      );
    },
  ));

test('Node that watches nothing of its child, as npm of its script, likely waits for its exit', () =>
  withNode(`require('child_process').spawn('cat', {stdio: 'inherit'})`, async (node, cat) => {
    const answer = await untilWhy(node, 'it waits', one => edgesFrom(one, node).length > 0);
    assert.deepEqual(
      edgesFrom(answer, node).map(({kind, to, certainty}) => ({kind, to, certainty})),
      [{kind: 'waits-for-child', to: cat, certainty: 'likely'}],
    );
  }));
