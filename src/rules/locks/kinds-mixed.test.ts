import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedLocks} from '../../../test/support/recorded/verdicts.ts';
import {kindsMixed} from './kinds-mixed.ts';

const two = scene('kinds-mixed');

test('each of two processes holds a lock that does not keep the other out', async () => {
  const [{lock, verdict} = assert.fail(), ...more] = (await judgedLocks(two)).filter(one => one.verdict);
  assert.equal(more.length, 0);
  assert.deepEqual([verdict?.rule, verdict?.certainty], [kindsMixed.id, 'likely']);
  assert.deepEqual(
    lock.holders.map(({process}) => process.pid),
    [two.number('holder')],
  );
  const files = verdict?.evidence.map(({file}) => file) ?? [];
  for (const pid of [two.number('holder'), two.number('other')])
    assert.ok(files.includes(`/proc/${pid}/fdinfo/3`), files.join());
});

test('it is silent where one of the two is for reading', async () => {
  const shared = two.with(/^locks$|\/fdinfo\/3$/, text =>
    text.replaceAll('POSIX  ADVISORY  WRITE', 'POSIX  ADVISORY  READ '),
  );
  assert.ok((await judgedLocks(shared)).every(({verdict}) => verdict === undefined));
});
