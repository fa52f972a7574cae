import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../snapshot.ts';
import {mayBeLostAncestor} from './lost-ancestor.ts';

const shell: ImaginedProcess = {pid: 40, ppid: 1};
/** In a session of its own, unless a test says otherwise. */
const elder: ImaginedProcess = {pid: 50, ppid: 40, comm: 'server'};
const orphan: ImaginedProcess = {pid: 70, ppid: 1, sid: 40, pgid: 40};

function mayBe(...processes: ImaginedProcess[]): boolean {
  const snapshot = new Snapshot(imaginedMachine([{pid: 1, ppid: 0}, ...processes]));
  const [one, other] = [snapshot.find(50), snapshot.find(70)];
  assert.ok(one && other);
  return mayBeLostAncestor(snapshot, one, other);
}

describe('an older process can’t be an ancestor of an orphan', () => {
  it('in a session that was there before it, and is not its own', () => {
    assert.equal(mayBe(shell, elder, orphan), false);
    assert.equal(mayBe(elder, orphan), false, 'the leader has exited');
  });

  it('if it executes a program that starts no others', () => {
    assert.equal(mayBe(shell, {...elder, sid: 40, comm: 'sleep'}, orphan), false);
  });
});

describe('an older process may be an ancestor of an orphan', () => {
  it('in its session', () => {
    assert.equal(mayBe(shell, {...elder, sid: 40}, orphan), true);
    assert.equal(mayBe(elder, {...orphan, sid: 50}), true);
    assert.equal(mayBe({...elder, comm: 'sleep'}, {...orphan, sid: 50}), true, 'it leads the session');
  });

  it('in a session that was made since, by the orphan or by a process that has exited', () => {
    assert.equal(mayBe(shell, elder, {...orphan, sid: 70}), true);
    assert.equal(mayBe(shell, elder, {...orphan, sid: 60}), true);
  });

  it('of which the leader is not visible from here', () => {
    assert.equal(mayBe(shell, elder, {...orphan, sid: 0}), true);
  });
});
