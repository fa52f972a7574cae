import assert from 'node:assert/strict';
import {it} from 'node:test';
import {sigchldInspection} from '../../../src/rules/inspections/sigchld.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {askZombies} from '../../support/live/answers.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {hasSigchld, stateOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** Blocks signals while it waits for what a helper writes, which takes long, and reaps its children after that. */
const WAITS_FOR_HELPER = `
import os, signal, sys
r, w = os.pipe()
if os.fork() == 0:
    os.close(r)
    sys.stdin.read()
    os._exit(0)
os.close(w)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGCHLD])
if os.fork() == 0: os._exit(3)
print('stands', flush=True)
os.read(r, 1)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM, signal.SIGCHLD])
os.wait()
os.wait()`;

it('a program that blocks signals while it waits for a helper is not proven to keep them blocked', () =>
  withRunning(['python3', '-c', WAITS_FOR_HELPER], {}, async ({pid}) => {
    await until('a child is dead, and it sleeps', () => hasSigchld(pid, 'ShdPnd') && stateOf(pid) === 'S');
    const found = await until('it has slept from one look to the next', async () => {
      const seen = await inspected(signalInspection, [pid]);
      return seen.length > 0 && seen;
    });
    assert.deepEqual(found.map(inShort), [`signals/terminate-without-effect of ${pid}, likely`]);
    assert.equal(found[0]?.severity, 'info');
    const [blocked] = await inspected(sigchldInspection, [pid]);
    assert.deepEqual([blocked?.rule, blocked?.severity], ['sigchld/blocked', 'info']);
    const {zombies} = await askZombies(pid, '--settle', '1s');
    assert.deepEqual(
      zombies.map(({verdict: {rule, certainty}}) => [rule, certainty]),
      [['zombies/parent-held-up', 'proven']],
    );
  }));
