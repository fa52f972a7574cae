import type {ToldEvidence} from './evidence.ts';

/** error: wrong results or a resource blocked now; warning: will bite; info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** What a rule says of a subject, and what it rests on: how sure it is follows from that. */
export interface Judgement {
  /** Where it weighs less than the rule says: nothing shows that harm has come of it. */
  readonly severity?: Severity | undefined;
  /** A sentence: what is the matter and why. */
  readonly why: string;
  readonly evidence: readonly ToldEvidence[];
  /** What was not seen: 'something' that could speak against it, or 'what-decides' whether it is true. */
  readonly unseen?: 'something' | 'what-decides' | undefined;
  /** What to do, a sentence; null where there is nothing to do. */
  readonly remedy: string | null;
}
