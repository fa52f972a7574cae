import {type LeaderlessGroup, leaderlessGroups} from '../../snapshot/families/leaderless-group.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import {readOrphans} from '../../snapshot/families/orphans.ts';
import type {Process} from '../../snapshot/process.ts';
import {readWaitCycles, type WaitCycle} from '../../snapshot/wait-chain/wait-cycles.ts';
import {aboutProcess, type Finding, type FindingFacts, findingsOf, type Inspection} from '../finding.ts';
import {listed} from '../listed.ts';
import type {Rule} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {orphanWithResources} from './orphan-with-resources.ts';
import {processGroupLeaderGone} from './process-group-leader-gone.ts';
import {waitCycle} from './wait-cycle.ts';

/** What may be wrong with what a family left behind. */
export const orphanRules: readonly Rule<Orphan>[] = [orphanWithResources];
export const groupRules: readonly Rule<LeaderlessGroup>[] = [processGroupLeaderGone];
export const cycleRules: readonly Rule<WaitCycle>[] = [waitCycle];

/** A finding for each orphan, for each process group without its leader, and for each circle of waits. */
export const familyInspection: Inspection = {
  rules: [...cycleRules, ...orphanRules, ...groupRules],
  async inspect(scope) {
    return [...(await cycleFindings(scope)), ...(await orphanFindings(scope))];
  },
};

async function cycleFindings(scope: Scope): Promise<Finding[]> {
  const {snapshot, processes, findOpenFiles} = scope;
  const cycles = await readWaitCycles(snapshot, processes, findOpenFiles);
  return findingsOf(cycleRules, cycles, aboutCycle);
}

function aboutCycle({members}: WaitCycle): FindingFacts {
  const [first] = members;
  if (!first) throw new Error('a circle without members');
  const names = namesOf(members);
  return {
    subject: aboutProcess(first),
    what: members.length === 1 ? `${names} waits for itself.` : `${names} wait for one another.`,
    cause: `circle of ${members
      .map(({pid}) => pid)
      .sort((a, b) => a - b)
      .join(' ')}`,
    more: `procdoc why ${first.pid}`,
  };
}

async function orphanFindings(scope: Scope): Promise<Finding[]> {
  const {orphans} = await readOrphans(scope.snapshot, scope.findOpenFiles);
  const asked = orphans.filter(({process}) => scope.has(process));
  return [
    ...findingsOf(orphanRules, asked, ({process}) => ({
      ...aboutLeftBehind(process),
      what: `${process.comm} (${process.pid}) lost its parent, and still holds what others may need.`,
    })),
    ...findingsOf(groupRules, leaderlessGroups(scope.snapshot, asked), ({pgid, orphans, members}) => ({
      ...aboutLeftBehind(orphans[0].process),
      what: `${namesOf(members)} left in process group ${pgid} without a leader.`,
    })),
  ];
}

/** What was left by one group is the doing of one wrapper. */
function aboutLeftBehind(process: Process): Pick<FindingFacts, 'subject' | 'cause' | 'more'> {
  return {
    subject: aboutProcess(process),
    cause: `left behind in process group ${process.stat.pgid}`,
    more: 'procdoc orphans',
  };
}

/** How many processes a finding names. */
const NAMED = 4;

function namesOf(processes: readonly Process[]): string {
  return listed(
    processes.map(({comm, pid}) => `${comm} (${pid})`),
    NAMED,
  );
}
