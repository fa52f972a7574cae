import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {SIGCHLD} from '../../../src/parse/signals/numbers.ts';
import {activitiesOf} from '../../../src/snapshot/activities.ts';
import {
  type Blockage,
  LONGEST_SECTION_SECONDS,
  readBlockage,
} from '../../../src/snapshot/signals/blockage.ts';
import {readSigchld} from '../../../src/snapshot/signals/sigchld.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {ageOf, hasSigchld, isGone, stateOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** What two looks make of the blocked SIGCHLD of a process; `between` happens after the first. */
async function blockageOf(pid: number, between = async () => {}): Promise<Blockage> {
  await until('it sleeps, or is stopped', () => /[ST]/.test(stateOf(pid)));
  const snapshot = new Snapshot(openMachine());
  const process = snapshot.find(pid);
  assert.ok(process);
  readSigchld(process);
  activitiesOf(snapshot, process);
  for (const child of snapshot.childrenOf(process)) child.isZombie();
  await between();
  const blockage = await readBlockage(snapshot, process, SIGCHLD);
  // On a busy machine, one that sleeps may have done so for as long as no section lasts.
  const isOverdue = 'mayBeSection' in blockage && !isGone(pid) && ageOf(pid) >= LONGEST_SECTION_SECONDS;
  return isOverdue ? {...blockage, mayBeSection: true} : blockage;
}

/** A program that blocks SIGCHLD, and has a child that has exited. Without handlers: Python catches SIGINT. */
function python(rest: string): string[] {
  const program = `
import os, select, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_SETMASK, [signal.SIGCHLD])
if os.fork() == 0: os._exit(0)
${rest}
os.wait()`;
  return ['python3', '-c', program];
}

const POLLS = `
print('stands', flush=True)
select.select([0], [], [], 1000)`;

const UNBLOCKS_WHEN_TOLD = `
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
print('stands', flush=True)
signal.sigwait([signal.SIGUSR1])
signal.pthread_sigmask(signal.SIG_SETMASK, [])
sys.stdin.readline()`;

const EXITS_WHEN_TOLD = `
print('stands', flush=True)
sys.stdin.readline()`;

const POLLS_WHEN_TOLD = `
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
print('stands', flush=True)
signal.sigwait([signal.SIGUSR1])
os.wait()
if os.fork() == 0: os._exit(0)
sys.stdin.readline()`;

describe('SIGCHLD that is blocked and pending', {concurrency: 2}, () => {
  it('stays so where the process sleeps from one look to the next, in a call without an end', () =>
    stands('blocked.c', ['itself'], async ({pid}) => {
      assert.deepEqual(await blockageOf(pid), {kind: 'lasting', mayBeSection: true});
    }));

  it('is not known to stay so in a process that is stopped', () =>
    stands('blocked.c', ['itself'], async ({pid}) => {
      process.kill(pid, 'SIGSTOP');
      try {
        await until('it is stopped', () => stateOf(pid) === 'T');
        assert.deepEqual(await blockageOf(pid), {
          kind: 'unclear',
          may: 'pass',
          hasRun: false,
          mayBeSection: true,
        });
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    }));

  it('is not known to stay so where time ends the call: the program may poll', () =>
    withRunning(python(POLLS), {}, async ({pid}) => {
      await until('SIGCHLD is pending', () => hasSigchld(pid, 'ShdPnd'));
      assert.deepEqual(await blockageOf(pid), {
        kind: 'unclear',
        may: 'poll',
        hasRun: false,
        mayBeSection: true,
      });
    }));

  it('was so for a moment where the second look no longer shows it', () =>
    withRunning(python(UNBLOCKS_WHEN_TOLD), {}, async ({pid}) => {
      await until('SIGCHLD is pending', () => hasSigchld(pid, 'ShdPnd'));
      const unblock = async () => {
        process.kill(pid, 'SIGUSR1');
        await until('SIGCHLD is not blocked', () => !hasSigchld(pid, 'SigBlk'));
      };
      assert.deepEqual(await blockageOf(pid, unblock), {kind: 'moment'});
    }));

  it('was so for a moment where the process is gone at the second look', () =>
    withRunning(python(EXITS_WHEN_TOLD), {}, async ({pid}) => {
      await until('SIGCHLD is pending', () => hasSigchld(pid, 'ShdPnd'));
      const exit = async () => {
        process.kill(pid, 'SIGUSR1');
        await until('it is gone', () => isGone(pid));
      };
      assert.deepEqual(await blockageOf(pid, exit), {kind: 'moment'});
    }));

  it('was so for a moment where it then stands for another child', () =>
    withRunning(python(POLLS_WHEN_TOLD), {}, async ({pid}) => {
      await until('SIGCHLD is pending', () => hasSigchld(pid, 'ShdPnd'));
      const childOf = () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
      const before = childOf();
      const poll = async () => {
        process.kill(pid, 'SIGUSR1');
        await until(
          'another child is dead',
          () => ![before, ''].includes(childOf()) && hasSigchld(pid, 'ShdPnd'),
        );
      };
      assert.deepEqual(await blockageOf(pid, poll), {kind: 'moment'});
      assert.ok(hasSigchld(pid, 'ShdPnd'));
    }));
});
