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
