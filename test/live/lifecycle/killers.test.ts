import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {constants} from 'node:os';
import {after, describe, it} from 'node:test';
import {ticksSinceBoot} from '../../../src/kernel/events/uptime.ts';
import {openKillerWatch} from '../../../src/lifecycle/killers/killer-watch.ts';
import {withMemoryCgroup} from '../../support/live/memory-cgroup.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {statField} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const errno = signalActionErrno();
const watch = await openKillerWatch();
const opened = ticksSinceBoot();
/** Only of a process that is younger than the watch, all signals are seen. */
await until('the next clock tick', () => ticksSinceBoot() > opened);
after(() => watch.ok && watch.value.close());

/** A child of this test that a shell script makes of itself, and how its end was seen. */
async function endOf(script: string, signal: NodeJS.Signals, launcher: readonly string[] = []) {
  const [file = '', ...args] = [...launcher, 'sh', '-c', script];
  const child = spawn(file, args, {stdio: ['ignore', 'pipe', 'inherit']});
  const {pid = 0} = child;
  const startTicks = Number(statField(pid, 22));
  const [, killedBy] = await once(child, 'close');
  assert.equal(killedBy, signal);
  assert.ok(watch.ok);
  return {pid, killer: watch.value.killerOf({pid, startTicks}, constants.signals[signal])};
}

describe('who killed a process', {skip: errno !== undefined && `no tracepoints: ${errno}`}, () => {
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGQUIT'] as const) {
    it(`is the process that sent ${signal}, with its command`, async () => {
      const {killer} = await endOf(
        `ulimit -c 0; me=$$; sh -c "kill -s ${signal.slice(3)} $me; exit 0"; sleep 60`,
        signal,
      );
      assert.deepEqual([killer?.kind, killer?.certainty], ['other', 'proven']);
      assert.equal(killer?.sender?.comm, 'sh');
      assert.match(killer?.sender?.command?.join(' ') ?? '', /^sh -c kill -s /);
    });
  }

  it('is itself where it sent the signal', async () => {
    const {pid, killer} = await endOf('kill -s TERM $$', 'SIGTERM');
    assert.deepEqual([killer?.kind, killer?.sender?.pid, killer?.certainty], ['itself', pid, 'proven']);
  });

  it('is the kernel where it overran its limit of processor time', async () => {
    const {killer} = await endOf('while :; do :; done', 'SIGKILL', ['prlimit', '--cpu=1:1', '--core=0']);
    assert.deepEqual([killer?.kind, killer?.sender, killer?.certainty], ['kernel', undefined, 'proven']);
  });

  it('is its parent that exited, where it asked for that', async () => {
    const script =
      'setpriv --pdeathsig TERM sleep 60 & echo $!; until grep -q sleep /proc/$!/comm; do :; done';
    const child = spawn('sh', ['-c', script], {stdio: ['ignore', 'pipe', 'inherit']});
    const [said] = await once(child.stdout, 'data');
    const pid = Number(String(said));
    const killer = await until(
      'its end',
      () => watch.ok && watch.value.killerOf({pid, startTicks: undefined}, 15),
    );
    assert.deepEqual(
      [killer.kind, killer.sender?.pid, killer.certainty],
      ['parent-exit', child.pid, 'proven'],
    );
  });

  it('is the OOM killer where its cgroup has no memory left', async context => {
    const isMade = await withMemoryCgroup(32 * 1024 * 1024, async folder => {
      const script = `echo $$ > ${folder}/cgroup.procs; exec python3 -c 'bytearray(1 << 28)'`;
      const {killer} = await endOf(script, 'SIGKILL');
      assert.deepEqual(
        [killer?.kind, killer?.sender, killer?.certainty],
        ['oom-killer', undefined, 'proven'],
      );
    });
    if (!isMade) context.skip('no memory cgroup can be made');
  });
});
