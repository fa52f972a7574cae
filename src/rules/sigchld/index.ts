import {neverForks} from '../../snapshot/programs/known-programs.ts';
import {readSigchldCases, type SigchldCase} from '../../snapshot/sigchld/case.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
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
    const cases = (await readSigchldCases(snapshot, processes)).filter(one => concerns(one, snapshot));
    const findings = findingsOf(sigchldRules, cases, ({process, origin}, {rule}) => ({
      subject: aboutProcess(process),
      what: `${process.comm} (${process.pid}) ${doings[rule]}.`,
      cause: `SIGCHLD from ${origin()?.process.pid ?? process.pid}`,
      more: `procdoc sigchld ${process.pid}`,
    }));
    // A shell that waits for its pipeline has it blocked and pending, and is seen to wait only by its own user.
    return findings.filter(({certainty}) => certainty !== 'unknown');
  },
};

const doings: Readonly<Record<string, string>> = {
  [pythonLosesExitStatus.id]: 'loses the exit statuses of its children',
  [ignoredByInheritance.id]: 'ignores SIGCHLD',
  [ignored.id]: 'ignores SIGCHLD',
  [childrenReapedUnseen.id]: 'lets its children vanish unreaped (SA_NOCLDWAIT)',
  [blocked.id]: 'blocks SIGCHLD',
};

/** Who has no children, and starts none, may ignore their death. */
function concerns({process, sigchld}: SigchldCase, snapshot: Snapshot): boolean {
  if (sigchld.disposition !== 'ignored' || !neverForks(process)) return true;
  return snapshot.children().has(process.pid);
}
