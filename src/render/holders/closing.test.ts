import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Descriptor} from '../../snapshot/descriptor.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {closing, closingOfListed} from './closing.ts';

const pids = [101, 102, 103, 104];
const snapshot = new Snapshot(imaginedMachine(pids.map(pid => ({pid, ppid: 1, comm: 'sleep'}))));

function files(...given: ReadonlyArray<readonly [pid: number, fd: number]>) {
  return given.map(([pid, fd]) => ({
    process: snapshot.find(pid) ?? assert.fail(`no process ${pid}`),
    descriptor: new Descriptor(snapshot.source, pid, fd),
  }));
}

test('one process closes its descriptors or exits', () => {
  assert.equal(closing(files([101, 9])), 'sleep (101) closes fd 9 or exits');
  assert.equal(closing(files([101, 3], [101, 4])), 'sleep (101) closes fd 3 and fd 4 or exits');
});

test('several processes all have to, each by its own descriptor', () => {
  assert.equal(closing(files([101, 9], [102, 9])), 'sleep (101) and sleep (102) close fd 9 or exit');
  assert.equal(
    closing(files([101, 9], [102, 3])),
    'sleep (101) closes fd 9 and sleep (102) closes fd 3, or they exit',
  );
});

test('many that were listed right before are not named again', () => {
  assert.equal(closingOfListed(files([101, 9])), 'sleep (101) closes fd 9 or exits');
  assert.equal(
    closingOfListed(files([101, 9], [102, 9], [103, 9], [104, 9])),
    'all 4 holders close fd 9 or exit',
  );
  assert.equal(
    closingOfListed(files([101, 9], [102, 9], [103, 9], [104, 3])),
    'all 4 holders close their descriptors or exit',
  );
});
