import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {comm, statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import type {Daemonhood} from './daemon.ts';
import {readOrphans} from './orphans.ts';

const daemon = scene('double-fork-daemon');
const [pid = 0] = daemon.numbers('commands');
/** Where its output leads to a file; it forked itself, and may have opened that. */
const withLog = daemon
  .withLinks(`${pid}/fd/1`, () => '/srv/job.log')
  .withStat(`${pid}/fd/1`, line => line.replace('character-device', 'file'));
/** Where it was executed by another, which had opened that. */
const executed = withLog.with(`${pid}/stat`, statField(9, 4_194_304));

async function daemonhood(where: Scene): Promise<Daemonhood | undefined> {
  return (await readOrphans(where.snapshot())).orphans.find(({process}) => process.pid === pid)?.daemonhood();
}

async function isDaemon(where: Scene): Promise<boolean | null | undefined> {
  return (await daemonhood(where))?.isDaemon;
}

describe('an orphan in a session of its own', () => {
  it('is a daemon (likely) if its standard streams lead to /dev/null', async () => {
    assert.deepEqual(await daemonhood(daemon), {
      isDaemon: true,
      signs: [{kind: 'session-of-its-own'}, {kind: 'streams-detached', places: ['/dev/null']}],
    });
  });

  it('is not a daemon if its program starts no others: sleep(1), cat(1)', async () => {
    for (const name of ['sleep', 'cat'])
      assert.equal(await isDaemon(daemon.with(`${pid}/stat`, comm(name))), false, name);
  });

  it('is not a daemon if its output leads to a file from before its execve(2)', async () => {
    assert.equal(await isDaemon(executed), false);
  });

  it('may be a daemon if it forked itself and its output leads to a file', async () => {
    assert.equal(await isDaemon(withLog), null);
    assert.equal(await isDaemon(withLog.with(`${pid}/stat`, comm('bash'))), false);
  });

  it('is a daemon with such a file if its command line names a pid file', async () => {
    const named = executed.withFile(`${pid}/cmdline`, 'served\0--pid-file\0/run/served.pid\0');
    assert.equal(await isDaemon(named), true);
    const {signs = []} = (await daemonhood(named)) ?? {};
    assert.deepEqual(signs.at(-1), {kind: 'pid-file', path: '/run/served.pid'});
  });
});
