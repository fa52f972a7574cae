import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {nearest} from './nearest.ts';

const commands = ['zombies', 'inherited-fds', 'decode-status', 'sigchld', 'scripts'];

describe('the nearest word', () => {
  it('is the one a slip away', () => {
    assert.equal(nearest('zombie', commands), 'zombies');
    assert.equal(nearest('zobmies', commands), 'zombies');
    assert.equal(nearest('decode-staus', commands), 'decode-status');
    assert.equal(nearest('sigchild', commands), 'sigchld');
  });

  it('is the one that the word begins', () => {
    assert.equal(nearest('inherited', commands), 'inherited-fds');
  });

  it('is undefined where nothing is like the word', () => {
    assert.equal(nearest('frobnicate', commands), undefined);
    assert.equal(nearest('', commands), undefined);
    assert.equal(nearest('nope', ['core', 'locks']), undefined);
  });
});
