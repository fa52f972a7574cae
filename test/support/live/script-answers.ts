import assert from 'node:assert/strict';
import type * as z from 'zod/mini';
import {scriptsAnswer} from '../../../src/render/contract/scripts.ts';
import {ageOf} from '../proc-witness.ts';
import {procdocJson} from '../procdoc.ts';
import {until} from '../subject.ts';

export type ScriptsAnswer = z.infer<typeof scriptsAnswer>;
export type ScriptAnswer = ScriptsAnswer['scripts'][number];

/** The answer of `procdoc scripts`, held to the contract, and its exit status. */
export async function askScripts(
  ...args: string[]
): Promise<ScriptsAnswer & {readonly status: number | null; readonly pids: readonly number[]}> {
  const {status, json} = await procdocJson('scripts', ...args);
  const answer = scriptsAnswer.parse(json);
  return {...answer, status, pids: answer.scripts.map(({pid}) => pid)};
}

/** The answer of `procdoc scripts` for one process among those that go by a name; fails if it isn't among them. */
export async function askScript(pid: number, ...args: string[]): Promise<ScriptAnswer> {
  const {scripts} = await askScripts(...args);
  const script = scripts.find(candidate => candidate.pid === pid);
  assert.ok(script, `${pid} is not among those that go by ${args.join(' ')}`);
  return script;
}

/** Until a change of its files counts: in its first 50 ms they may have been written before it was started. */
export function untilChangesCount(pid: number): Promise<true> {
  return until('a change counts', () => ageOf(pid) > 0.1);
}
