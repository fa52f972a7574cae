import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import Zombies from '../commands/zombies.ts';
import {unknownFlag, unknownFlagError} from './unknown-flag.ts';

const flags = {
  json: {char: 'J', type: 'boolean'},
  output: {char: 'o', aliases: ['columns'], type: 'option'},
  sort: {type: 'option'},
};

describe('an unknown flag', () => {
  it('is named, short or long', () => {
    assert.equal(unknownFlag(['-x', '4711'], flags), '-x');
    assert.equal(unknownFlag(['--jsno'], flags), '--jsno');
  });

  it('is not the value of a flag before it', () => {
    assert.equal(unknownFlag(['--sort', '-pid', '-o', '-x', '-J'], flags), undefined);
    assert.equal(unknownFlag(['-opid', '--columns=pid', '--sort=-pid'], flags), undefined);
  });

  it('is never a negative number, "-", or a word after "--"', () => {
    assert.equal(unknownFlag(['-9', '-', '--', '-x'], flags), undefined);
  });
});

describe('the flag that may have been meant', () => {
  for (const [flag, like] of [
    ['--sette', '--settle'],
    ['--by', '--by-parent'],
    ['-json', '--json'],
    ['--noheading', '--noheadings'],
    ['--no-colour', '--color'],
    ['--recording=x', '--from'],
    ['--turbo', undefined],
    ['-x', undefined],
    ['--constructor', undefined],
  ] as const)
    it(`by ${flag} is ${like ?? 'not known'}`, () => {
      const {problem} = unknownFlagError(flag, Zombies);
      assert.ok(problem.kind === 'unknown-flag');
      assert.equal(problem.like, like);
    });
});
