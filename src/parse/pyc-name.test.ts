import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {sourceOfPyc} from './pyc-name.ts';

describe('a byte code file', () => {
  it('is named after its source, the interpreter and the optimisation', () => {
    assert.equal(sourceOfPyc('tool.cpython-311.pyc'), 'tool.py');
    assert.equal(sourceOfPyc('tool.cpython-313t.opt-2.pyc'), 'tool.py');
    assert.equal(sourceOfPyc('tool.pypy39.pyc'), 'tool.py');
  });

  it('is no source, no leftover of a write, and no file of another name', () => {
    for (const name of ['tool.py', 'tool.cpython-311.pyc.140231', '.pyc', 'a.b.cpython-311.pyc']) {
      assert.equal(sourceOfPyc(name), undefined);
    }
  });
});
