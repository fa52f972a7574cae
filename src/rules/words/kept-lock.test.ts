import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Descriptor} from '../../snapshot/descriptor.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {keptText, ownerText, stillHold} from './kept-lock.ts';

const snapshot = new Snapshot(imaginedMachine([101, 102].map(pid => ({pid, ppid: 1, comm: 'sleep'}))));
const [first, second] = [101, 102].map(pid => ({
  process: snapshot.find(pid) ?? assert.fail(`no process ${pid}`),
  descriptor: new Descriptor(snapshot.source, pid, 9),
}));
assert.ok(first && second);

test('the process that took a lock is named by its pid, if that is known', () => {
  assert.equal(ownerText({acquirerPid: 100}), ' (100)');
  assert.equal(ownerText({acquirerPid: null}), '');
});

test('several holders are spoken of in the plural', () => {
  assert.equal(stillHold([first, first]), 'sleep (101) still holds');
  assert.equal(stillHold([first, second]), 'sleep (101) and 1 more still hold');
});

test('a holder inherited the descriptor, or may have received it', () => {
  assert.equal(
    keptText({holders: [first, second], isInherited: true}),
    'sleep (101) inherited the descriptor and keeps the file locked, together with sleep (102)',
  );
  assert.equal(
    keptText({holders: [first], isInherited: false}),
    'sleep (101) has the same open file description, inherited or received over a UNIX socket, and keeps the file locked',
  );
});
