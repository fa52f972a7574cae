import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type * as z from 'zod/mini';
import {checkAnswer} from '../../src/render/contract/check.ts';
import {decodeStatusAnswer} from '../../src/render/contract/decode-status.ts';
import {diagnoseAnswer} from '../../src/render/contract/diagnose.ts';
import {explainAnswer} from '../../src/render/contract/explain.ts';
import {holdersAnswer} from '../../src/render/contract/holders.ts';
import {inheritedFdsAnswer} from '../../src/render/contract/inherited-fds.ts';
import {locksAnswer} from '../../src/render/contract/locks.ts';
import {orphansAnswer} from '../../src/render/contract/orphans.ts';
import {recordAnswer} from '../../src/render/contract/record.ts';
import {scriptsAnswer} from '../../src/render/contract/scripts.ts';
import {sigchldAnswer} from '../../src/render/contract/sigchld.ts';
import {treeAnswer} from '../../src/render/contract/tree.ts';
import {whyAnswer} from '../../src/render/contract/why.ts';
import {zombiesAnswer} from '../../src/render/contract/zombies.ts';
import {procdocJson} from '../support/procdoc.ts';
import {type Subject, startSubject} from '../support/subject.ts';

/** Fails with the path of the first key that the contract does not have so. */
async function holds(schema: z.ZodMiniType, ...args: string[]): Promise<void> {
  const {json} = await procdocJson(...args);
  const parsed = schema.safeParse(json);
  assert.ok(parsed.success, `${args.join(' ')}: ${JSON.stringify(parsed.error?.issues, null, 1)}`);
}

describe('what --json prints is the contract, for', () => {
  let subject: Subject;
  before(async () => {
    subject = await startSubject('never-waits.c', '3');
  });
  after(() => subject.stop());

  it('zombies', () => holds(zombiesAnswer, 'zombies', '--parent', `${subject.number('parent')}`));
  it('sigchld', () => holds(sigchldAnswer, 'sigchld', `${subject.number('parent')}`, `${process.pid}`));
  it('inherited-fds', () => holds(inheritedFdsAnswer, 'inherited-fds', `${process.pid}`, '--all'));
  it('holders', () => holds(holdersAnswer, 'holders', `${process.pid}:1`));
  it('locks', () => holds(locksAnswer, 'locks'));
  it('orphans', () => holds(orphansAnswer, 'orphans'));
  it('tree', () => holds(treeAnswer, 'tree', `${subject.number('parent')}`));
  it('tree by ps(1)', () => holds(treeAnswer, 'tree', `${process.pid}`, '--source', 'ps'));
  it('why', () => holds(whyAnswer, 'why', `${subject.number('parent')}`));
  it('scripts', () => holds(scriptsAnswer, 'scripts'));
  it('scripts by ps(1)', () => holds(scriptsAnswer, 'scripts', '--source', 'ps'));
  it('diagnose', () => holds(diagnoseAnswer, 'diagnose', `${subject.number('parent')}`));
  it('explain', () => holds(explainAnswer, 'explain'));
  it('explain RULE', () => holds(explainAnswer, 'explain', 'zombies/parent-stopped'));
  it('check', () =>
    holds(checkAnswer, 'check', '--settle', '0s', '--zombies', '0:5', '--expect-sigchld', '1'));
  it('record', () => holds(recordAnswer, 'record', `${process.pid}`, '-o', '/dev/null'));
  it('decode-status', () =>
    holds(decodeStatusAnswer, 'decode-status', '0x8000', '137', '0xffff', '0x137f', '0x1057f'));
  it('decode-status of every kind', () =>
    holds(decodeStatusAnswer, 'decode-status', '--as', 'systemd', '203', '9/KILL'));
});
