import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseHolderTarget} from '../parse/holder-target.ts';
import {CannotLook, UsageError} from './failures.ts';
import {missingTarget} from './missing-target.ts';

function failureOf(text: string, errno = 'ENOENT') {
  const target = parseHolderTarget(text);
  assert.ok(!('problem' in target));
  return missingTarget({text, target}, errno);
}

function textOf(text: string, errno?: string): string {
  const failure = failureOf(text, errno);
  assert.ok(failure instanceof CannotLook);
  return failure.message;
}

describe('a target that is not there', () => {
  it('may have been meant for a port', () => {
    assert.equal(textOf('18080'), 'no such file: 18080; for a port write :18080');
  });

  it('may have been meant for an abstract socket', () => {
    assert.equal(textOf('@bus'), 'no such file: @bus; for an abstract socket write unix:@bus');
  });

  it('is a file, or a descriptor of a process', () => {
    assert.equal(textOf('/run/none'), 'no such file: /run/none');
    assert.equal(textOf('4711:99'), 'process 4711 has no fd 99');
  });

  it('may just be unreadable', () => {
    assert.equal(textOf('/root/x', 'EACCES'), "can't look at /root/x (EACCES)");
    assert.equal(textOf('4711:3', 'EACCES'), "can't look at 4711:3 (EACCES)");
    assert.equal(textOf('18080', 'EACCES'), "can't look at 18080 (EACCES)");
  });

  it('is a slip of the command line where it looks like another kind of target', () => {
    const failure = failureOf('pipe:12');
    assert.ok(failure instanceof UsageError);
    assert.equal(failure.message, `"pipe:12" isn't a pipe: write pipe:[12], as in /proc/PID/fd`);
  });
});
