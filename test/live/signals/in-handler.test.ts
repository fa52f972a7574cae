import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {SIGCHLD} from '../../../src/parse/signals/numbers.ts';
import {hasSignal} from '../../../src/parse/signals/signal-set.ts';
import {type InHandler, inHandler} from '../../../src/snapshot/signals/handler.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withSubject} from '../../support/subject.ts';

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
      withSubject('in-handler', [mode], subject => {
        const seen = inHandlerOf(subject.number('parent'));
        assert.equal(seen.kind, 'in-handler');
        const {frames} = seen;
        assert.equal(frames.length, handlers);
        assert.equal(hasSignal(frames[0].maskAfter, SIGCHLD), blockedAfter);
      }));

  it('outside of a handler has none on its stack', () =>
    withSubject('in-handler', ['outside'], subject => {
      assert.deepEqual(inHandlerOf(subject.number('parent')), {kind: 'none'});
    }));
});
