import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../test/support/recorded/scene.ts';
import {diagnose} from './diagnosis.ts';
import {Scope} from './scope.ts';
import {everything} from './selection.ts';

const recorded = scene('pipe-heir');
const heir = recorded.number('heir');
const supervisor = recorded.number('supervisor');

/** Why rules are skipped where the descriptors of one process may not be seen. */
async function reasons(unseen: number, asked?: ReadonlySet<number>): Promise<string[]> {
  const snapshot = recorded.withErrno(`${unseen}/fd`, 'EACCES').snapshot();
  const {skipped} = await diagnose(new Scope(snapshot, asked), everything);
  return [...new Set(skipped.map(({reason}) => reason))].filter(reason => reason.startsWith('fd '));
}

test('rules are skipped for what could not be read of the processes that they are asked about, and of no others', async () => {
  const ofSupervisor = [`fd of process ${supervisor} could not be read (EACCES)`];
  assert.deepEqual(await reasons(supervisor), ofSupervisor);
  assert.deepEqual(await reasons(supervisor, new Set([supervisor, heir])), ofSupervisor);
  assert.deepEqual(await reasons(supervisor, new Set([heir])), []);
});

test('a diagnosis reads each table of sockets once, whoever asks for it', async t => {
  const snapshot = scene('orphan-with-port').snapshot();
  const read = t.mock.method(snapshot.machine.procfs, 'read');
  await diagnose(new Scope(snapshot), everything);
  const tables = read.mock.calls.flatMap(({arguments: [path]}) => /net\/\w+$/.exec(path) ?? []);
  assert.deepEqual(tables.sort(), ['net/tcp', 'net/tcp6', 'net/udp', 'net/udp6', 'net/unix']);
});
