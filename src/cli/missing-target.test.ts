import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {imaginedMachine} from '../../test/support/recorded/imagined-machine.ts';
import {parseHolderTarget} from '../parse/targets/holder-target.ts';
import {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import {missingTarget} from './missing-target.ts';

function failureOf(text: string, errno = 'ENOENT') {
  const target = parseHolderTarget(text);
  assert.ok(!('problem' in target) && target.kind !== 'number');
  return missingTarget({text, target}, errno, new Snapshot(imaginedMachine([])));
}

function problemOf(text: string, errno?: string) {
  const failure = failureOf(text, errno);
  assert.ok(failure instanceof CannotLook);
  return failure.problem;
}

describe('a target that is not there', () => {
  it('may have been meant for an abstract socket', () => {
    const mistake = {kind: 'abstract-socket'};
    assert.deepEqual(problemOf('@bus'), {
      kind: 'no-such-file',
      path: '@bus',
      isRecorded: false,
      mistake,
      link: undefined,
    });
  });

  it('is a file, or a descriptor of a process', () => {
    assert.deepEqual(problemOf('/run/none'), {
      kind: 'no-such-file',
      path: '/run/none',
      isRecorded: false,
      link: undefined,
    });
    assert.deepEqual(problemOf('4711:99'), {kind: 'no-such-descriptor', pid: 4711, fd: 99});
  });

  it('may just be unreadable', () => {
    for (const target of ['/root/x', '4711:3'])
      assert.deepEqual(problemOf(target, 'EACCES'), {
        kind: 'target-unreadable',
        target,
        errno: 'EACCES',
        unanswered: undefined,
      });
  });

  it('is a slip of the command line where it looks like another kind of target', () => {
    const failure = failureOf('pipe:x');
    assert.ok(failure instanceof UsageError);
    const mistake = {kind: 'pipe'};
    assert.deepEqual(failure.problem, {kind: 'mistaken-path', text: 'pipe:x', mistake});
  });
});
