import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {isPrivateGroup} from './private-group.ts';

const passwd = 'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/:\nbob:x:1001:1001::/:\n';
const asked = (groups: string, users = passwd) => isPrivateGroup(1000, 1000, users, groups);

describe('a group is private', () => {
  it('to the only user who has it, listed or not', () => {
    assert.ok(asked('root:x:0:\nann:x:1000:\n'));
    assert.ok(asked('ann:x:1000:ann\n'));
  });

  for (const [what, groups, users] of [
    ['with another member', 'ann:x:1000:ann,bob\n', passwd],
    ['that is the first group of another user, too', 'ann:x:1000:\n', `${passwd}eve:x:1002:1000::/:\n`],
    ['that is the first group of nobody', 'ann:x:1000:\n', ''],
    ['of another user', 'ann:x:1000:\n', 'bob:x:1001:1000::/:\n'],
    ['that is not listed', 'root:x:0:\n', passwd],
    ['that is listed twice', 'ann:x:1000:\nall:x:1000:bob\n', passwd],
    ['that can’t be read', '', ''],
  ] as const)
    it(`not ${what}`, () => assert.ok(!asked(groups, users)));
});
