import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type * as z from 'zod/mini';
import {decodeStatusAnswer} from '../../src/render/contract/decode-status.ts';
import {inheritedFdsAnswer} from '../../src/render/contract/inherited-fds.ts';
import {scriptsAnswer} from '../../src/render/contract/scripts.ts';
import {sigchldAnswer} from '../../src/render/contract/sigchld.ts';
import {zombiesAnswer} from '../../src/render/contract/zombies.ts';
import {procdocJson} from '../procdoc.ts';
import {type Subject, startSubject} from '../subject.ts';

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
  it('scripts', () => holds(scriptsAnswer, 'scripts'));
  it('scripts by ps(1)', () => holds(scriptsAnswer, 'scripts', '--source', 'ps'));
  it('decode-status', () =>
    holds(decodeStatusAnswer, 'decode-status', '0x8000', '137', '0xffff', '0x137f', '0x1057f'));
  it('decode-status of every kind', () =>
    holds(decodeStatusAnswer, 'decode-status', '--as', 'systemd', '203', '9/KILL'));
});
