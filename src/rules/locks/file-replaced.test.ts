import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedLocks} from '../../../test/support/recorded/verdicts.ts';
import {fileReplaced} from './file-replaced.ts';

const two = scene('file-replaced');

test('each of two processes holds a lock that does not keep the other out', async () => {
  const [{lock, verdict} = assert.fail(), ...more] = (await judgedLocks(two)).filter(one => one.verdict);
  assert.equal(more.length, 0);
  assert.deepEqual([verdict?.rule, verdict?.certainty], [fileReplaced.id, 'likely']);
  assert.deepEqual(
    lock.holders.map(({process}) => process.pid),
    [two.number('holder')],
  );
  const files = verdict?.evidence.map(({file}) => file) ?? [];
  for (const pid of [two.number('holder'), two.number('other')])
    assert.ok(files.includes(`/proc/${pid}/fdinfo/3`), files.join());
});

test('it is silent where the second lock is for reading, too, and where its holder has other mounts', async () => {
  const shared = two.with(/^locks$|\/fdinfo\/3$/, text => text.replaceAll('WRITE', 'READ '));
  const elsewhere = two.withLinks(`${two.number('other')}/ns/mnt`, () => 'mnt:[1]');
  for (const other of [shared, elsewhere])
    assert.ok((await judgedLocks(other)).every(({verdict}) => verdict?.rule !== fileReplaced.id));
});
