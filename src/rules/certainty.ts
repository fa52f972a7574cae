import type {ToldEvidence} from './words/evidence.ts';
import type {Judgement} from './words/judgement.ts';

/** How sure a verdict is: proven by what the kernel shows, likely where it only points there, unknown where it could not be seen. */
export type Certainty = 'proven' | 'likely' | 'unknown';

/**
 * What a rule says. moment: that something is so now. lasting: that it stays so unless somebody does something; what one
 * look showed can't prove that.
 */
export type Claim = 'moment' | 'lasting';

/** How sure a judgement is: no surer than its weakest piece of evidence allows. */
export function certaintyOf(
  claim: Claim,
  {evidence, unseen}: Pick<Judgement, 'evidence' | 'unseen'>,
): Certainty {
  if (unseen === 'what-decides') return 'unknown';
  const isWeak = ({kind}: ToldEvidence) => kind === 'heuristic' || (kind === 'moment' && claim === 'lasting');
  return unseen === 'something' || evidence.length === 0 || evidence.some(isWeak) ? 'likely' : 'proven';
}
