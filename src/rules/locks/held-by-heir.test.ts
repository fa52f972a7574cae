import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/scene.ts';
import {judgedDescriptors, verdictOf} from '../../../test/verdicts.ts';
import {heldByHeir} from './held-by-heir.ts';

const gone = scene('client-gone');
const daemon = gone.number('daemon');
const lockFd = gone.number('lockFd');

test('a flock whose acquirer is gone lives on in its heir', async () => {
  const judged = await judgedDescriptors(gone, daemon);
  const verdict = verdictOf(heldByHeir, judged.find(({one}) => one.fd === lockFd)?.verdicts ?? []);
  assert.equal(verdict?.certainty, 'proven');
  assert.match(
    verdict.why,
    new RegExp(
      `keeps the flock lock on /srv/client/lock alive, which was taken by ${gone.number('client')}, which is gone`,
    ),
  );
  assert.match(verdict.remedy ?? '', new RegExp(`\\(${daemon}, fd ${lockFd}\\) has closed it or ended`));
});

test('the pid of the acquirer may be another process by now: it is not taken for the holder', async () => {
  const client = gone.number('client');
  const stat = `${client} (innocent) S 1 ${client} ${client} 0 -1 4194304${' 0'.repeat(12)} 999999999${' 0'.repeat(30)}\n`;
  const judged = await judgedDescriptors(gone.withFile(`${client}/stat`, stat), daemon);
  const held = judged.find(({one}) => one.fd === lockFd);
  assert.equal(held?.one.locks()[0]?.acquirerAlive, null);
  for (const {why, remedy} of held?.verdicts ?? []) assert.doesNotMatch(`${why} ${remedy}`, /innocent/);
});

test('a lock whose acquirer lives and has it is no heirloom, in the parent or in the child', async () => {
  for (const name of ['inherited-flock', 'inherited-ofd-lock', 'inherited-posix-lock']) {
    const living = scene(name);
    for (const pid of [living.number('parent'), living.number('child')]) {
      const judged = await judgedDescriptors(living, pid);
      assert.deepEqual(
        judged.flatMap(({verdicts}) => verdicts),
        [],
        `${name} ${pid}`,
      );
    }
  }
});

test('a POSIX lock belongs to a process: a child has none of it', async () => {
  const posix = scene('inherited-posix-lock');
  const judged = await judgedDescriptors(posix, posix.number('child'));
  assert.deepEqual(
    judged.flatMap(({one}) => one.locks()),
    [],
  );
});
