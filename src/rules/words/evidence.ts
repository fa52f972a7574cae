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

/** Evidence as a line: "/proc/812/status: SigBlk has SIGCHLD". */
export function evidenceText({file, field, value, says = value}: ToldEvidence): string {
  return `${file}: ${field === null ? says : `${field} ${says}`}`;
}
