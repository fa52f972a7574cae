import type {Process} from '../../snapshot/process.ts';
import {neverForks} from '../../snapshot/programs/known-programs.ts';
import {readSigchldHandling, type SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import {mayMissChildren} from '../../snapshot/signals/sigchld.ts';
import {actionOf, readSigchldActions} from '../../snapshot/signals/signal-actions.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {aboutProcess, findingsOf, type Inspection} from '../finding.ts';
import {allVerdicts, type Verdict} from '../rule.ts';
import {sigchldRules} from '../sigchld/index.ts';

/** How a process handles SIGCHLD, with what is wrong about that. */
export interface JudgedSigchld {
  readonly handling: SigchldHandling;
  readonly verdicts: readonly Verdict[];
}

export function judgeSigchld(handlings: readonly SigchldHandling[]): JudgedSigchld[] {
  return handlings.map(handling => ({
    handling,
    verdicts: handling.isExiting ? [] : allVerdicts(sigchldRules, handling),
  }));
}

/** A finding for each process and rule; findings share a cause where SIGCHLD was inherited from one process. */
export const sigchldInspection: Inspection = {
  rules: sigchldRules,
  async inspect({snapshot, processes}) {
    const handlings = await readSigchldHandling(snapshot, await suspectsAmong(snapshot, processes));
    const concerned = handlings.filter(handling => concerns(handling, snapshot));
    const findings = findingsOf(sigchldRules, concerned, ({process, origin}) => ({
      subject: aboutProcess(process),
      cause: `SIGCHLD from ${origin()?.process.pid ?? process.pid}`,
      more: procdocCommand(process, 'sigchld', process.pid),
    }));
    // A shell has SIGCHLD blocked and pending while it waits for its pipeline, and only its own user sees that wait.
    return findings.filter(({certainty}) => certainty !== 'unknown');
  },
};

/** The processes of which a rule could say something: they may miss children, or two of their threads wait for one. */
async function suspectsAmong(snapshot: Snapshot, processes: readonly Process[]): Promise<Process[]> {
  const actions = await readSigchldActions(snapshot);
  return processes.filter(
    process =>
      process.stat.threads > 1 || mayMissChildren(process, process.status(), actionOf(process, actions)),
  );
}

/** Whether SIGCHLD matters to a process: it is not exiting, and has children, or its program may start some. */
function concerns({process, sigchld, isExiting}: SigchldHandling, snapshot: Snapshot): boolean {
  if (isExiting) return false;
  if (sigchld.disposition !== 'ignored' || !neverForks(process)) return true;
  return snapshot.childrenOf(process).length > 0;
}
