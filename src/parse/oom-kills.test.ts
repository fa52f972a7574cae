import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseOomKills} from './oom-kills.ts';

test('the count of the OOM killer is read from both versions of cgroups', () => {
  const events = 'low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n';
  const control = 'oom_kill_disable 0\nunder_oom 0\noom_kill 7\n';
  assert.deepEqual(
    [events, control].map(text => parseOomKills(Buffer.from(text))),
    [2, 7],
  );
});

test('an older kernel has no count', () => {
  assert.equal(parseOomKills(Buffer.from('oom_kill_disable 0\nunder_oom 0\n')), undefined);
});
