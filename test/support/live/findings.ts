/** Inspections of processes of this machine, as a diagnosis makes them. */
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import type {Finding, Inspection} from '../../../src/rules/finding.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import type {ZombieScene} from '../../../src/snapshot/zombies/zombies.ts';

/** What an inspection finds now in these processes. */
export function inspected(
  inspection: Inspection,
  pids: readonly number[],
  zombiesBefore?: ZombieScene,
): Promise<readonly Finding[]> {
  return inspection.inspect(new Scope(new Snapshot(openMachine()), new Set(pids), zombiesBefore));
}

/** "signals/sigpipe-ignored of 4711, proven". */
export function inShort({rule, subject, certainty}: Finding): string {
  return `${rule} of ${'pid' in subject ? subject.pid : '?'}, ${certainty}`;
}
