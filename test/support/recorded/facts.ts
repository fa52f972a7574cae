import type {Verdict} from '../../../src/rules/rule.ts';
import type {Fact} from '../facts.ts';

/** What a verdict rests on, without the words about it: files, fields and values. */
export function factsOf({evidence}: Pick<Verdict, 'evidence'>): Fact[] {
  return evidence.map(({file, field, value}) => ({file, field, value}));
}
