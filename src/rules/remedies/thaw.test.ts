import assert from 'node:assert/strict';
import {test} from 'node:test';
import {HERE} from '../../snapshot/vantage.ts';
import {freezerText} from '../words/stall.ts';
import {thawCommand} from './thaw.ts';

const here = {vantage: HERE};

test('a cgroup that is not seen has no name', () => {
  const unseen = {version: 2, folder: undefined, certainty: 'likely'} as const;
  assert.match(thawCommand(unseen, here), /^`echo 0 > cgroup\.freeze` in /);
  assert.doesNotMatch(freezerText(unseen), /undefined/);
});

test('the command can be typed, whatever the cgroup is called', () => {
  const thaw = (version: 1 | 2, folder: string) => thawCommand({version, folder, certainty: 'proven'}, here);
  assert.equal(thaw(1, '/sys/fs/cgroup/freezer/a'), '`echo THAWED > /sys/fs/cgroup/freezer/a/freezer.state`');
  assert.equal(
    thaw(2, '/sys/fs/cgroup/system-a\\x2db.slice'),
    "`echo 0 > '/sys/fs/cgroup/system-a\\x2db.slice/cgroup.freeze'`",
  );
  assert.equal(thaw(2, "/x/it's"), "`echo 0 > '/x/it'\\''s/cgroup.freeze'`");
});
