import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {comm, statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {readOrphans} from './orphans.ts';

const daemon = scene('double-fork-daemon');
const [pid = 0] = daemon.numbers('commands');
/** Where its output leads to a file; it forked itself, and may have opened that. */
const withLog = daemon
  .withLinks(`${pid}/fd/1`, () => '/srv/job.log')
  .withStat(`${pid}/fd/1`, line => line.replace('character-device', 'file'));
/** Where it was executed by another, which had opened that. */
const executed = withLog.with(`${pid}/stat`, statField(9, 4_194_304));

async function isDaemon(where: Scene): Promise<boolean | null | undefined> {
  return (await readOrphans(where.snapshot())).orphans.find(({process}) => process.pid === pid)?.daemonized();
}

describe('an orphan in a session of its own', () => {
  it('is a daemon, most likely, whose standard streams lead to /dev/null', async () => {
    assert.equal(await isDaemon(daemon), true);
  });

  it('is none, if its program detaches nobody: sleep(1), cat(1)', async () => {
    for (const name of ['sleep', 'cat'])
      assert.equal(await isDaemon(daemon.with(`${pid}/stat`, comm(name))), false, name);
  });

  it('is none, if its output leads to a file that was there before its execve(2)', async () => {
    assert.equal(await isDaemon(executed), false);
  });

  it('may be one, if it forked itself and its output leads to a file', async () => {
    assert.equal(await isDaemon(withLog), null);
    assert.equal(await isDaemon(withLog.with(`${pid}/stat`, comm('bash'))), false);
  });

  it('is one, with such a file, if it is told to write a pid file', async () => {
    const told = executed.withFile(`${pid}/cmdline`, 'served\0--pid-file\0/run/served.pid\0');
    assert.equal(await isDaemon(told), true);
  });
});
