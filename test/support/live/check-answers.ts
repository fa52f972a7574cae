import assert from 'node:assert/strict';
import type * as z from 'zod/mini';
import {checkAnswer} from '../../../src/render/contract/check.ts';
import {procdocJson} from '../procdoc.ts';

export type CheckAnswer = z.infer<typeof checkAnswer>;

/** The rules that are asked: what others find depends on what the subjects inherit of who runs the tests. */
export const FAMILIES = ['--rule', 'zombies', '--rule', 'sigchld'];

/** What `procdoc check` says of the family of a process, and how it exits. Holds every answer to the contract. */
export async function askCheck(
  scope: number,
  ...args: string[]
): Promise<{readonly exitStatus: number | null; readonly answer: CheckAnswer}> {
  const {status, json} = await procdocJson('check', '--scope', `${scope}`, ...FAMILIES, ...args);
  return {exitStatus: status, answer: checkAnswer.parse(json)};
}

/** How one check came out, in words: its status, and what was found or could not be seen. */
export async function outcomeOf(
  scope: number,
  id: string,
  ...args: string[]
): Promise<{readonly exitStatus: number | null; readonly status: string; readonly said: string}> {
  const {exitStatus, answer} = await askCheck(scope, ...args);
  const [check, ...others] = answer.checks.filter(one => one.id === id);
  assert.ok(check && others.length === 0, `${id} is not one of ${answer.checks.map(one => one.id)}`);
  return {exitStatus, status: check.status, said: [...check.messages, ...check.unseen].join(' ')};
}
