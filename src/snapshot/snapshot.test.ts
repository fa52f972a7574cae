import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {scene} from '../../test/support/recorded/scene.ts';

const orphan = scene('orphan-with-port');
const daemon = orphan.number('daemon');

describe('procdoc itself, in a snapshot', () => {
  const othersIn = (where: typeof orphan) =>
    where
      .snapshot()
      .others()
      .map(({pid}) => pid);

  it('is left out by the number that the procfs has for it, not by its own', () => {
    assert.ok(othersIn(orphan).includes(daemon));
    assert.ok(!othersIn(orphan.withLinks('self', () => String(daemon))).includes(daemon));
  });

  it('is the one that a recording was made by, where its procfs has no number for it', () => {
    const {observerPid, machine} = orphan.withErrno('self', 'ENOENT').snapshot();
    assert.equal(observerPid(), machine.host.pid);
  });
});

it('one pid has one process: the stat of another is not understood, and a pid that is listed twice is one', () => {
  const other =
    orphan
      .snapshot()
      .processes()
      .find(({pid}) => pid !== daemon) ?? assert.fail('no other');
  const twin = orphan.with(`${daemon}/stat`, line => line.replace(/^\d+/, String(other.pid))).snapshot();
  const pids = twin.processes().map(({pid}) => pid);
  assert.deepEqual(pids, [...new Set(pids)]);
  assert.equal(twin.find(daemon), undefined);
  assert.deepEqual(twin.ledger.unreadable, [{what: 'stat', errno: 'EBADMSG', pids: [daemon]}]);
});
