import type {DeadlockSearch} from '../../snapshot/blocked-processes/deadlock.ts';
import {fuseServers, readSilentServers} from '../../snapshot/blocked-processes/silent-servers.ts';
import {readStalled, stallOf} from '../../snapshot/blocked-processes/stalled.ts';
import {clientsOfStopped} from '../../snapshot/blocked-processes/stopped-servers.ts';
import {readWaitCycles, searchWaits, type WaitCycle} from '../../snapshot/blocked-processes/wait-cycles.ts';
import {leaderlessGroups} from '../../snapshot/families/leaderless-group.ts';
import {oncePer} from '../../snapshot/once.ts';
import type {Process} from '../../snapshot/process.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {cycleRules, groupRules, orphanRules, serverRules, stalledRules} from '../families/index.ts';
import {aboutProcess, type Finding, type FindingFacts, findingsOf, type Inspection} from '../finding.ts';
import type {Scope} from '../scope.ts';

/**
 * A finding for each orphan, each process group without its leader, each deadlock, and each stop, or silence of a server,
 * that keeps others waiting.
 */
export const familyInspection: Inspection = {
  rules: [...cycleRules, ...stalledRules, ...serverRules, ...orphanRules, ...groupRules],
  async inspect(scope) {
    const waits = await waitsIn(scope);
    return [
      ...findingsOf(cycleRules, await waitCyclesIn(scope), aboutCycle),
      ...(await stalledFindings(scope, waits)),
      ...(await serverFindings(scope)),
      ...(await orphanFindings(scope)),
    ];
  },
};

/** What the processes of a scope wait for that only others can wake up: see `searchWaits`. */
export const waitsIn = oncePer(
  ({snapshot, processes, openFiles}: Scope): Promise<DeadlockSearch> =>
    searchWaits(snapshot, processes, openFiles),
);

/** The deadlocks that processes of a scope are in, or wait for, as far as a second look shows them, too. */
export const waitCyclesIn = oncePer(
  async (scope: Scope): Promise<WaitCycle[]> => readWaitCycles(scope.snapshot, await waitsIn(scope)),
);

/** A process that is asked about keeps others waiting that are not. */
async function stalledFindings(scope: Scope, waits: DeadlockSearch): Promise<Finding[]> {
  const {snapshot, processes, isWhole, openFiles} = scope;
  const isHeldUp = await scope.heldUp();
  const isAbout = !isWhole && processes.some(process => stallOf(snapshot, process));
  const all = isAbout ? await searchWaits(snapshot, snapshot.others(), openFiles) : waits;
  const served = await clientsOfStopped(snapshot, isAbout ? snapshot.others() : processes, openFiles);
  const found = (await readStalled(snapshot, all, served)).filter(
    ({process, waiters}) => scope.has(process) || waiters.some(waiter => isHeldUp(waiter.process)),
  );
  return findingsOf(stalledRules, found, ({process}) => ({
    subject: aboutProcess(process),
    cause: `stall of ${process.pid}`,
    more: procdocCommand(process, 'why', process.pid),
  }));
}

/** A server that is asked about keeps others waiting that are not. */
async function serverFindings(scope: Scope): Promise<Finding[]> {
  const {snapshot, processes, isWhole, openFiles} = scope;
  const isAbout = !isWhole && [...(await fuseServers(openFiles))].some(server => scope.has(server));
  const all = isAbout ? snapshot.others() : processes;
  const found = (await readSilentServers(snapshot, all, openFiles)).filter(({server, waiters}) =>
    [server, ...waiters.map(waiter => waiter.process)].some(each => scope.has(each)),
  );
  return findingsOf(serverRules, found, ({server, waiters: [first]}) => ({
    subject: aboutProcess(server),
    cause: `silence of ${server.pid}`,
    more: procdocCommand(server, 'why', first.process.pid),
  }));
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
  const {orphans} = await scope.orphans();
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
