import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';
import {descendantsOf} from '../proc-witness.ts';
import type {Subject} from '../subject.ts';
import {stands} from './stands.ts';
import type {Question} from './still-answers.ts';

/** A subject, and what procdoc is asked about it. */
export type Case = readonly [
  name: string,
  args: readonly string[],
  questionsOf: (subject: Subject) => Question[],
];

/** The processes of a situation, and what procdoc is asked about them. */
export interface Asked {
  readonly pids: readonly number[];
  readonly questions: readonly Question[];
}

/** What is asked of the subjects of the cases, which all stand while `use` runs: one recording serves them all. */
export async function withSubjects(
  [next, ...others]: readonly Case[],
  use: (asked: readonly Asked[]) => Promise<void>,
): Promise<void> {
  if (next === undefined) return use([]);
  const [name, args, questionsOf] = next;
  await stands(name, args, async subject => {
    const asked = {pids: [subject.pid, ...descendantsOf(subject.pid)], questions: questionsOf(subject)};
    await withSubjects(others, all => use([asked, ...all]));
  });
}

/** Whether those of these processes that are zombies have been dead for a while. */
export async function haveSettled(pids: readonly number[]): Promise<boolean> {
  const {zombies} = await readZombies(new Snapshot(openMachine()));
  return zombies.every(({pid, isSettled}) => isSettled || !pids.includes(pid));
}
