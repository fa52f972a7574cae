import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {reapRemedy} from './reap.ts';

for (const [exe, advice] of [
  ['/usr/bin/python3.11', /wait\(\) or poll\(\).*os\.waitpid\(pid, 0\)/],
  ['/usr/bin/node', /event loop.*spawnSync\(\)/],
  ['/usr/bin/ruby3.1', /Process\.wait\(pid\).*Process\.detach\(pid\)/],
  ['/usr/sbin/php-fpm8.2', /proc_close\(\).*pcntl_waitpid/],
  ['/usr/bin/perl', /waitpid\(\$pid, 0\)/],
  ['/usr/lib/jvm/java-17/bin/java', /waitpid\(2\)/],
  ['/usr/bin/dash', /`wait`/],
  ['/srv/server', /waitpid\(2\) for each child \(in Go: Wait\(\)/],
] as const)
  test(`${exe} is told to reap in its own language, and nothing that breaks it`, () => {
    const machine = imaginedMachine([{pid: 10, ppid: 1, comm: 'x'}], [], {'10/exe': {text: exe}});
    const remedy = reapRemedy(new Snapshot(machine).find(10) ?? assert.fail());
    assert.match(remedy, advice);
    // A library of a runtime may wait for its own children, and take an ignored SIGCHLD for success.
    if (exe !== '/srv/server') assert.doesNotMatch(remedy, /SIG_IGN|waitpid\(-1/);
  });
