import type {Evidence} from '../../snapshot/evidence.ts';

/** Evidence with what there is to say of it, where the bare value says too little. */
export interface ToldEvidence extends Evidence {
  /** In the place of the value: "has SIGCHLD", "not there, or a zombie". */
  readonly says?: string;
}

/** Evidence with other words than its bare value. */
export function saying(evidence: Evidence, says: string): ToldEvidence {
  return {...evidence, says};
}

/** Evidence that only points to what a rule says: something else may have made it. */
export function pointing(evidence: ToldEvidence): ToldEvidence {
  return {...evidence, kind: 'heuristic'};
}

/** Evidence that is worth what it shows where the snapshot found that proven, and points there where it is likely. */
export function weighed(
  certainty: 'proven' | 'likely',
  evidence: readonly ToldEvidence[],
): readonly ToldEvidence[] {
  return certainty === 'proven' ? evidence : evidence.map(pointing);
}

/** What one look showed of a process, which is lasting where no thread of it ran before a second look. */
export function lastingIf(stoodStill: boolean | null, evidence: readonly ToldEvidence[]): ToldEvidence[] {
  return evidence.map(one => (stoodStill && one.kind === 'moment' ? {...one, kind: 'lasting'} : one));
}

/** Evidence as a line: "/proc/812/status: SigBlk has SIGCHLD". */
export function evidenceText({file, field, value, says = value}: ToldEvidence): string {
  return `${file}: ${field === null ? says : `${field} ${says}`}`;
}
