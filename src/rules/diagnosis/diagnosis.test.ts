import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {Scope} from '../scope.ts';
import {diagnose} from './diagnosis.ts';
import {everything} from './selection.ts';

const recorded = scene('pipe-heir');
const heir = recorded.number('heir');
const supervisor = recorded.number('supervisor');

/** The processes whose descriptors rules could not see, where those of one process can't be read. */
async function unseenBy(unseen: number, asked?: ReadonlySet<number>): Promise<unknown[]> {
  const snapshot = recorded.withErrno(`${unseen}/fd`, 'EACCES').snapshot();
  const {skipped} = await diagnose(new Scope(snapshot, asked), everything);
  const gaps = skipped.filter(({gap}) => gap.what === 'fd').map(({gap}) => gap.pids.join());
  return [...new Set(gaps)];
}

test('rules are skipped for what could not be read of the processes that they are asked about, and of no others', async () => {
  assert.deepEqual(await unseenBy(supervisor), [`${supervisor}`]);
  assert.deepEqual(await unseenBy(supervisor, new Set([supervisor, heir])), [`${supervisor}`]);
  assert.deepEqual(await unseenBy(supervisor, new Set([heir])), []);
});

test('a diagnosis reads each table of sockets once, however many rules ask for it', async t => {
  const snapshot = scene('orphan-with-port').snapshot();
  const read = t.mock.method(snapshot.machine.procfs, 'read');
  await diagnose(new Scope(snapshot), everything);
  const tables = read.mock.calls.flatMap(({arguments: [path]}) => /net\/\w+$/.exec(path) ?? []);
  assert.deepEqual(tables, [...new Set(tables)]);
  for (const table of ['net/tcp', 'net/udp', 'net/unix']) assert.ok(tables.includes(table), table);
});
