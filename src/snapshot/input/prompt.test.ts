import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {pseudoterminalOf} from '../device.ts';
import {TERMINAL_SETTINGS} from '../gap-names.ts';
import {promptAt} from './prompt.ts';

/** A shell in the foreground of its terminal, whose settings were not recorded. */
const job = scene('script-job');
const leader = job.number('leader');

async function promptOf(where: Scene, path?: string) {
  const snapshot = where.snapshot();
  const process = snapshot.find(leader) ?? assert.fail();
  const own = `/dev/pts/${pseudoterminalOf(process.stat.terminal)}`;
  return {snapshot, prompt: promptAt(snapshot, process, path ?? own, await snapshot.syscalls())};
}

test('what a terminal is set for is unknown where that can’t be read, and a gap', async () => {
  const {snapshot, prompt} = await promptOf(job);
  assert.equal(prompt?.prompt, null);
  assert.deepEqual(
    prompt.evidence.map(({field}) => field),
    ['tpgid (8)'],
  );
  assert.ok(snapshot.ledger.lacks(TERMINAL_SETTINGS));
});

test('in the background of its terminal, or of another terminal, a process has no prompt', async () => {
  const background = job.with(`${leader}/stat`, statField(8, 1));
  assert.equal((await promptOf(background)).prompt, undefined);
  assert.equal((await promptOf(job, '/dev/pts/4242')).prompt, undefined);
  const without = job.with(`${leader}/stat`, statField(7, 0));
  assert.equal((await promptOf(without, '/dev/pts/0')).prompt, undefined);
});
