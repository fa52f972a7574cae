import type {SigchldCase} from '../../snapshot/sigchld-case.ts';
import {allVerdicts, type Rule, type Verdict} from '../rule.ts';
import {blocked} from './blocked.ts';
import {childrenReapedUnseen} from './children-reaped-unseen.ts';
import {ignored} from './ignored.ts';
import {ignoredByInheritance} from './ignored-by-inheritance.ts';
import {pythonLosesExitStatus} from './python-loses-exit-status.ts';

/** The worst first; several may be true of one process. */
export const sigchldRules: readonly Rule<SigchldCase>[] = [
  pythonLosesExitStatus,
  ignoredByInheritance,
  ignored,
  childrenReapedUnseen,
  blocked,
];

export interface JudgedSigchld {
  readonly sigchldCase: SigchldCase;
  readonly verdicts: readonly Verdict[];
}

export function judgeSigchld(cases: readonly SigchldCase[]): JudgedSigchld[] {
  return cases.map(sigchldCase => ({sigchldCase, verdicts: allVerdicts(sigchldRules, sigchldCase)}));
}
