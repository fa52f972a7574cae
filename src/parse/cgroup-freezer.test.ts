import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseFreezerState, parseFreezeWanted, parseFrozen} from './cgroup-freezer.ts';

test('cgroup v2 says it in a line of cgroup.events', () => {
  assert.equal(parseFrozen(Buffer.from('populated 1\nfrozen 1\n')), true);
  assert.equal(parseFrozen(Buffer.from('populated 1\nfrozen 0\n')), false);
  assert.equal(parseFrozen(Buffer.from('populated 1\n')), undefined);
});

test('cgroup v2 has what was asked for in a file of its own', () => {
  assert.equal(parseFreezeWanted(Buffer.from('1\n')), true);
  assert.equal(parseFreezeWanted(Buffer.from('0\n')), false);
});

test('cgroup v1 says it in a word, which may be that it is on its way', () => {
  assert.equal(parseFreezerState(Buffer.from('FROZEN\n')), 'FROZEN');
  assert.equal(parseFreezerState(Buffer.from('FREEZING\n')), 'FREEZING');
  assert.equal(parseFreezerState(Buffer.from('THAWED\n')), 'THAWED');
  assert.equal(parseFreezerState(Buffer.from('?')), undefined);
});
