import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {goesBy, matchesPattern} from './name-pattern.ts';

describe('a name pattern', () => {
  for (const [pattern, text, matches] of [
    ['nginx', 'nginx', true],
    ['nginx', 'nginx2', false],
    ['*.service', '/system.slice/cron.service', true],
    ['/system.slice/*', '/user.slice/x', false],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['a*b', 'a\nb', true],
    ['[x]', '[x]', true],
  ] as const)
    it(`"${pattern}" ${matches ? 'is' : 'is not'} ${JSON.stringify(text)}`, () =>
      assert.equal(matchesPattern(pattern, text), matches));

  it('without a star is itself alone, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (pattern, text) => {
        fc.pre(!pattern.includes('*'));
        assert.equal(matchesPattern(pattern, text), pattern === text);
        assert.ok(matchesPattern(pattern, pattern));
      }),
    );
  });

  it('is met by a comm that the kernel cut, and by no shorter one', () => {
    assert.ok(goesBy('systemd-journald', ['systemd-journal']));
    assert.ok(!goesBy('systemd-journald', ['systemd']));
    assert.ok(!goesBy('systemd-journal2*', ['systemd-journal']));
  });
});
