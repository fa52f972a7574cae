import assert from 'node:assert/strict';
import {closeSync, openSync, rmSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {withLeftBehind} from '../../support/live/left-behind.ts';
import {onlyLockOn, verdictOn} from '../../support/live/lock-answers.ts';
import {withFiles} from '../../support/live/running.ts';
import {certaintyByPids} from '../../support/proc-witness.ts';

/** Takes a lock by flock(1), and leaves it to a process in a session whose leader is gone. */
const LOCKED = `setsid sh -c 'exec 9>"$0"; flock -n 9; cat <&3 >/dev/null 4>&- & echo "{\\"orphan\\":$!}" >&4' "$0"`;

test('a lock that was left on a deleted file is no error, unless another process has that file open', () =>
  withFiles({}, folder => {
    const file = path.join(folder, 'lock');
    return withLeftBehind(LOCKED, [file], async subject => {
      const link = `/proc/${subject.number('orphan')}/fd/9`;
      assert.equal(verdictOn(await onlyLockOn(link)), `locks/held-by-heir ${certaintyByPids()}`);
      rmSync(file);
      const lock = await onlyLockOn(link);
      assert.deepEqual([lock.deleted, verdictOn(lock)], [true, null]);
      const other = openSync(link, 'r');
      try {
        assert.equal(verdictOn(await onlyLockOn(link)), `locks/held-by-heir ${certaintyByPids()}`);
        const {stdout} = await askProcdoc('diagnose', `${subject.number('orphan')}`);
        assert.match(stdout.replace(/\s+/g, ' '), /lock on \S+\/lock \(deleted\), whose owner has exited/);
      } finally {
        closeSync(other);
      }
    });
  }));
