import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {SIGCHLD} from '../../../src/parse/signals/numbers.ts';
import {hasSignal} from '../../../src/parse/signals/signal-set.ts';
import {zombiesAnswer} from '../../../src/render/contract/zombies.ts';
import {type InHandler, inHandler} from '../../../src/snapshot/signals/handler.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {assertSeen, factIn} from '../../support/facts.ts';
import {askSigchld, askSigchldInTime, askZombies} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';
import {type Subject, until} from '../../support/subject.ts';

/** A subject that reads its standard input already, after it has said that it stands. */
function standsReading(mode: string, use: (subject: Subject) => Promise<void> | void): Promise<void> {
  return stands('in-handler', [mode], async subject => {
    await until('it sleeps', () => stateOf(subject.pid) === 'S');
    await use(subject);
  });
}

function inHandlerOf(pid: number): InHandler {
  const snapshot = new Snapshot(openMachine());
  const [thread] = snapshot.find(pid)?.liveThreads() ?? [];
  assert.ok(thread);
  return inHandler(snapshot, thread);
}

describe('a thread', () => {
  for (const [mode, handlers, blockedAfter] of [
    ['plain', 1, false],
    ['siginfo', 1, false],
    ['own-stack', 1, false],
    ['suspended', 1, true],
    ['nested', 2, true],
  ] as const)
    it(`is seen in its handler, with the mask that it comes back to: ${mode}`, () =>
      standsReading(mode, ({pid}) => {
        const seen = inHandlerOf(pid);
        assert.equal(seen.kind, 'in-handler');
        const {frames} = seen;
        assert.equal(frames.length, handlers);
        assert.equal(hasSignal(frames[0].maskAfter, SIGCHLD), blockedAfter);
      }));

  it('outside of a handler has none on its stack', () =>
    standsReading('outside', ({pid}) => {
      assert.deepEqual(inHandlerOf(pid), {kind: 'none'});
    }));
});

/** Each zombie's rule and certainty, once. */
async function whyZombiesOf(pid: number): Promise<string[]> {
  const {zombies} = await askZombies(pid);
  return [...new Set(zombies.map(({verdict}) => `${verdict.rule} ${verdict.certainty}`))];
}

describe('SIGCHLD that is blocked because a handler runs', () => {
  for (const [mode, mask] of [
    ['plain', 'no SIGCHLD'],
    ['siginfo', 'no SIGCHLD'],
    ['own-stack', 'no SIGCHLD'],
    ['nested', 'no SIGCHLD'],
    ['suspended', 'SIGCHLD'],
  ] as const)
    it(`is not blamed on the mask: ${mode}`, () =>
      standsReading(mode, async ({pid}) => {
        const frame = factIn(pid, `task/${pid}/mem`, 'uc_sigmask', mask);
        const call = factIn(pid, `task/${pid}/syscall`, null, 'read');
        assert.deepEqual(await whyZombiesOf(pid), ['zombies/parent-blocks-sigchld likely']);
        const {zombies} = await askZombies(pid);
        for (const {verdict} of zombies) assertSeen(verdict.facts, frame, call);
        const {verdicts, effectKinds} = await askSigchld(pid);
        const [verdict, ...more] = verdicts;
        assert.deepEqual([verdict?.rule, verdict?.certainty, more], ['sigchld/blocked', 'likely', []]);
        assertSeen(verdict?.facts ?? [], frame, call);
        assert.deepEqual(effectKinds, []);
      }));

  it('is only likely, since what a handler left behind on the stack looks the same', () =>
    standsReading('left-over', async ({pid}) => {
      assert.deepEqual(await whyZombiesOf(pid), ['zombies/parent-blocks-sigchld likely']);
    }));

  it('is no cause where the handler is that of another signal, and SIGCHLD has the default action', () =>
    standsReading('other', async ({pid}) => {
      assert.match((await whyZombiesOf(pid)).join(), /^zombies\/parent-never-waits \w+$/);
      assert.deepEqual((await askSigchld(pid)).verdicts, []);
    }));

  it('is blocked for good where the program blocks it outside of its handler', () =>
    standsReading('outside', async ({pid}) => {
      const {verdicts} = await askSigchldInTime(pid);
      assert.deepEqual(
        verdicts.map(({rule, certainty}) => [rule, certainty]),
        [['sigchld/blocked', 'proven']],
      );
    }));

  it('is likely at most for a user that can read no memory', {skip: !IS_ROOT && 'needs root'}, () =>
    standsReading('plain', async ({pid}) => {
      const {stdout} = await runProcdocAsNobody('zombies', '--parent', `${pid}`, '--json');
      for (const {verdict} of zombiesAnswer.parse(JSON.parse(stdout)).zombies)
        assert.deepEqual([verdict.rule, verdict.certainty], ['zombies/parent-blocks-sigchld', 'likely']);
    }),
  );
});
