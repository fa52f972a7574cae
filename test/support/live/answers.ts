import assert from 'node:assert/strict';
import type * as z from 'zod/mini';
import {sigchldAnswer} from '../../../src/render/contract/sigchld.ts';
import {zombiesAnswer} from '../../../src/render/contract/zombies.ts';
import {procdocJson} from '../procdoc.ts';
import {until} from '../subject.ts';

export type ZombiesAnswer = z.infer<typeof zombiesAnswer>;
export type ZombieAnswer = ZombiesAnswer['zombies'][number];
export type SigchldAnswer = z.infer<typeof sigchldAnswer>;
export type SigchldOfOne = SigchldAnswer['processes'][number];

/** What `procdoc zombies` says of one parent. Holds every answer to the contract, and every remedy to sense. */
export async function askZombies(parent: number, ...flags: string[]): Promise<ZombiesAnswer> {
  const {status, json} = await procdocJson('zombies', '--parent', `${parent}`, ...flags);
  assert.equal(status, 0);
  return heldToContract(json);
}

/** A `zombies` answer that keeps the contract and advises nothing senseless; fails otherwise. */
export function heldToContract(json: unknown): ZombiesAnswer {
  const answer = zombiesAnswer.parse(json);
  for (const {pid, verdict} of answer.zombies) {
    assert.ok(verdict.remedy, `${verdict.rule} has no remedy`);
    assert.doesNotMatch(verdict.remedy, /kill the zombie|kill -(9|KILL|SIGKILL)/i);
    assert.doesNotMatch(
      verdict.remedy,
      new RegExp(`\\bkill\\b[^.]*\\b${pid}\\b`),
      'a zombie is dead already',
    );
    assert.notDeepEqual(verdict.evidence, [], `${verdict.rule} has no evidence`);
  }
  return answer;
}

/** What `procdoc sigchld` says of one process. */
export async function askSigchld(pid: number): Promise<SigchldOfOne> {
  const [process, ...others] = (await askSigchldOfAll(pid)).processes;
  assert.ok(process && others.length === 0);
  assert.equal(process.pid, pid);
  return process;
}

/** What `procdoc sigchld` says of one process once a verdict is proven, as one of a mask is when it has lasted for ten seconds. */
export function askSigchldInTime(pid: number): Promise<SigchldOfOne> {
  return until('a verdict is proven', async () => {
    const answer = await askSigchld(pid);
    return answer.verdicts.some(({certainty}) => certainty === 'proven') && answer;
  });
}

/** What `procdoc sigchld` says of these processes; without any, of all for which it matters. */
export async function askSigchldOfAll(...pids: number[]): Promise<SigchldAnswer> {
  const {status, json} = await procdocJson('sigchld', ...pids.map(String));
  assert.equal(status, 0);
  return sigchldAnswer.parse(json);
}
