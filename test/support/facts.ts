/** Evidence as data: file, field and value, whatever is said of it. */
import assert from 'node:assert/strict';
import type {Evidence} from '../../src/snapshot/evidence.ts';

/** What stood where, whatever that is worth. */
export type Fact = Pick<Evidence, 'file' | 'field' | 'value'>;

/** Evidence without the words about it, as JSON has it in `facts`. */
export function factsOf(evidence: readonly Fact[]): Fact[] {
  return evidence.map(({file, field, value}) => ({file, field, value}));
}

/** Holds that each of these was seen. */
export function assertSeen(evidence: readonly Fact[], ...expected: readonly Fact[]): void {
  const seen = factsOf(evidence).map(fact => JSON.stringify(fact));
  for (const {file, field, value} of expected) {
    const fact = JSON.stringify({file, field, value});
    assert.ok(seen.includes(fact), `${fact} is not among ${seen.join(', ')}`);
  }
}

/** What a file of a process shows: `factIn(812, 'status', 'SigBlk', 'SIGCHLD')`. */
export function factIn(pid: number, file: string, field: string | null, value: string | number): Fact {
  return {file: `/proc/${pid}/${file}`, field, value: String(value)};
}
