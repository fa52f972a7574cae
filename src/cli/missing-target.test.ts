import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseHolderTarget} from '../parse/holder-target.ts';
import {missingTargetText} from './missing-target.ts';

function textOf(text: string, errno = 'ENOENT'): string {
  const target = parseHolderTarget(text);
  assert.ok(!('problem' in target));
  return missingTargetText(text, target, errno);
}

describe('a target that is not there', () => {
  it('may have been meant for a port', () => {
    assert.equal(textOf('18080'), 'there is no file 18080; for a port write :18080');
    assert.equal(textOf('127.0.0.1:18080'), 'there is no file 127.0.0.1:18080; for a port write :18080');
  });

  it('may have been meant for an abstract socket', () => {
    assert.equal(textOf('@bus'), 'there is no file @bus; for an abstract socket write unix:@bus');
  });

  it('is a file, or a descriptor of a process', () => {
    assert.equal(textOf('/run/none'), 'there is no file /run/none');
    assert.equal(textOf('4711:3'), 'there is no process 4711, or it has no descriptor 3');
  });

  it('may just not be looked at', () => {
    assert.equal(textOf('/root/x', 'EACCES'), '/root/x cannot be looked at (EACCES)');
  });
});
