import {readWaitCycles, type WaitCycle} from '../../snapshot/blocked-processes/wait-cycles.ts';
import {leaderlessGroups} from '../../snapshot/families/leaderless-group.ts';
import {readOrphans} from '../../snapshot/families/orphans.ts';
import type {Process} from '../../snapshot/process.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {cycleRules, groupRules, orphanRules} from '../families/index.ts';
import {aboutProcess, type Finding, type FindingFacts, findingsOf, type Inspection} from '../finding.ts';
import type {Scope} from '../scope.ts';

/** A finding for each orphan, for each process group without its leader, and for each deadlock. */
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
  if (!first) throw new Error('a cycle of waits without members');
  return {
    subject: aboutProcess(first),
    cause: `circle of ${members
      .map(({pid}) => pid)
      .sort((a, b) => a - b)
      .join(' ')}`,
    more: procdocCommand(first, 'why', first.pid),
  };
}

async function orphanFindings(scope: Scope): Promise<Finding[]> {
  const {orphans} = await readOrphans(scope.snapshot, scope.findOpenFiles);
  const asked = orphans.filter(({process}) => scope.has(process));
  return [
    ...findingsOf(orphanRules, asked, ({process}) => aboutLeftBehind(process)),
    ...findingsOf(groupRules, leaderlessGroups(scope.snapshot, asked), ({orphans: [first]}) =>
      aboutLeftBehind(first.process),
    ),
  ];
}

/** One wrapper is to blame for everything that is left of its process group. */
function aboutLeftBehind(process: Process): FindingFacts {
  return {
    subject: aboutProcess(process),
    cause: `left behind in process group ${process.stat.pgid}`,
    more: procdocCommand(process, 'orphans'),
  };
}
