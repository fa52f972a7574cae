import assert from 'node:assert/strict';
import {test} from 'node:test';
import {COMMANDS} from '../../start/commands.ts';
import {UsageError} from '../failures.ts';
import {bareTarget, requireCommand} from './command-names.ts';

function likeOf(word: string): string | undefined {
  try {
    requireCommand(word, Object.keys(COMMANDS));
  } catch (error) {
    assert.ok(error instanceof UsageError && error.problem.kind === 'unknown-command');
    return error.problem.like;
  }
  assert.fail(`${word} is a command`);
}

for (const [like, words] of [
  ['holders', 'port ports who lsof ss fuser'],
  ['inherited-fds', 'fds inherited'],
  ['decode-status', 'status exit decode'],
  ['tree', 'ps pstree'],
  ['locks', 'lock flock lslocks'],
  ['diagnose', 'doctor scan'],
  ['--version', 'version'],
  [undefined, 'constructor frobnicate'],
] as const)
  test(`${words} mean ${like ?? 'no command'}`, () => {
    for (const word of words.split(' ')) assert.equal(likeOf(word), like, word);
  });

test('every word leads to a command that there is', () => {
  for (const word of 'fds who status ps lock doctor kill'.split(' ')) {
    const like = likeOf(word);
    assert.ok(like !== undefined && like in COMMANDS, word);
  }
});

test('what is no command may be a target of inspect, and a slip only where it looks like a command', () => {
  const ids = Object.keys(COMMANDS);
  const slipOf = (word: string) => bareTarget(word, ids)?.slip;
  for (const word of ['4711', ':8080', '/run/x.lock', '@session', 'worker.py']) {
    assert.ok(bareTarget(word, ids), word);
    assert.equal(slipOf(word), undefined, word);
  }
  assert.equal(slipOf('zombis')?.isNear, true);
  assert.equal(slipOf('frobnicate')?.isNear, false);
  assert.equal(bareTarget('zombies', ids), undefined);
  for (const word of ['lsof', '--json']) assert.throws(() => bareTarget(word, ids), UsageError, word);
});
