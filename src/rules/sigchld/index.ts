import {readSigchldCases, type SigchldCase} from '../../snapshot/sigchld-case.ts';
import {aboutProcess, findingsOf, type Inspection} from '../finding.ts';
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

export const sigchldInspection: Inspection = {
  rules: sigchldRules,
  async inspect({snapshot, processes}) {
    return findingsOf(sigchldRules, await readSigchldCases(snapshot, processes), ({process, origin}) => ({
      subject: aboutProcess(process),
      what: `${process.comm} (${process.pid}) cannot rely on SIGCHLD and wait(2).`,
      cause: `SIGCHLD from ${origin()?.process.pid ?? process.pid}`,
      more: `procdoc sigchld ${process.pid}`,
    }));
  },
};
