import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statusLine} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {heldByTracer} from './held-by-tracer.ts';

const recorded = scene('held-by-tracer');
const [zombie = 0] = recorded.numbers('zombies');

test('a zombie that another process than its parent traces is held by that tracer', async () => {
  const [{verdict}] = await judgedZombies(recorded);
  assert.equal(await whyZombies(recorded), 'zombies/held-by-tracer, proven');
  assertSeen(verdict.evidence, factIn(zombie, 'status', 'TracerPid', recorded.number('tracer')));
  // It would not help if the parent exited: the process that adopts the zombie has to wait for the tracer too.
  assert.doesNotMatch(verdict.remedy ?? '', /adopts/);
});

test('a parent that traces its own child is a parent that does not wait', async () => {
  const own = scene('traced-by-parent');
  const [{zombie: traced}] = await judgedZombies(own);
  assert.equal(heldByTracer.check(traced), undefined);
  assert.equal(await whyZombies(own), 'zombies/parent-never-waits, likely');
});

test('an untraced zombie is not held', async () => {
  const twin = recorded.with(`${zombie}/status`, statusLine('TracerPid', 0));
  const [{zombie: untraced}] = await judgedZombies(twin);
  assert.equal(heldByTracer.check(untraced), undefined);
});

test('a tracer that exited between two reads holds nothing', async () => {
  const [{zombie: released}] = await judgedZombies(recorded.without(recorded.number('tracer')));
  assert.equal(heldByTracer.check(released), undefined);
});
