import assert from 'node:assert/strict';
import {test} from 'node:test';
import {thawCommand} from './thaw.ts';

test('the command can be typed, whatever the cgroup is called', () => {
  const thaw = (version: 1 | 2, folder: string) => thawCommand({version, folder, certainty: 'proven'});
  assert.equal(thaw(1, '/sys/fs/cgroup/freezer/a'), '`echo THAWED > /sys/fs/cgroup/freezer/a/freezer.state`');
  assert.equal(
    thaw(2, '/sys/fs/cgroup/system-a\\x2db.slice'),
    "`echo 0 > '/sys/fs/cgroup/system-a\\x2db.slice/cgroup.freeze'`",
  );
  assert.equal(thaw(2, "/x/it's"), "`echo 0 > '/x/it'\\''s/cgroup.freeze'`");
});
