/** Evidence as data: file, field and value, whatever is said of it. */
import assert from 'node:assert/strict';
import type {Evidence} from '../../src/snapshot/evidence.ts';

/** Evidence without the words about it, as JSON has it in `facts`. */
export function factsOf(evidence: readonly Evidence[]): Evidence[] {
  return evidence.map(({file, field, value}) => ({file, field, value}));
}

/** Holds that each of these was seen. */
export function assertSeen(evidence: readonly Evidence[], ...expected: readonly Evidence[]): void {
  const seen = factsOf(evidence).map(fact => JSON.stringify(fact));
  for (const {file, field, value} of expected) {
    const fact = JSON.stringify({file, field, value});
    assert.ok(seen.includes(fact), `${fact} is not among ${seen.join(', ')}`);
  }
}
