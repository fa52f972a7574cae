import type {PsProcess} from '../../kernel/ps.ts';
import {MISSED_BY_PS_IN_FAMILIES} from '../gap-names.ts';
import type {Unreadable} from '../ledger.ts';
import {type Family, familyOf} from './family.ts';
import type {FamilyMember} from './family-member.ts';
import {type HasParent, lineageOf, wholeLineage} from './lineage.ts';

/** What ps(1) doesn't know of a family, as the contract's `unreadable` has it. */
export const unknownToPsFamily: readonly Unreadable[] = MISSED_BY_PS_IN_FAMILIES.map(what => ({
  what,
  errno: 'ENOSYS',
  pids: [],
}));

/**
 * The family by kinship and by name: two looks of ps(1), so that a process which came or went in between has no
 * name. Undefined where there is no such process. On Linux kthreadd and its threads are left out.
 */
export function psFamily(
  kinship: readonly HasParent[],
  named: readonly PsProcess[],
  pid: number | undefined,
  depth: number,
): Family | undefined {
  const names = new Map(named.map(process => [process.pid, process]));
  const one = kinship.find(kin => kin.pid === pid);
  if (pid !== undefined && !one) return undefined;
  const isKthreadd = (kin: HasParent) => kin.ppid === 0 && names.get(kin.pid)?.command === '[kthreadd]';
  const kthreadd = kinship.find(isKthreadd)?.pid;
  const lineage = one
    ? lineageOf(kinship, one, depth)
    : wholeLineage(
        kinship.filter(kin => kin.pid !== kthreadd && kin.ppid !== kthreadd),
        depth,
      );
  return familyOf(lineage, pid !== undefined, kin => psMember(kin, names.get(kin.pid)));
}

const notKnown = () => null;

function psMember({pid, ppid}: HasParent, named: PsProcess | undefined): FamilyMember {
  return {
    pid,
    ppid,
    comm: named?.comm ?? null,
    command: () => named?.command ?? null,
    state: null,
    sigchld: notKnown,
    disposition: notKnown,
    script: notKnown,
    waitStatus: notKnown,
    threadsAfterLeader: notKnown,
    orphanhood: null,
    daemonized: notKnown,
    innerPid: notKnown,
    boundary: notKnown,
  };
}
