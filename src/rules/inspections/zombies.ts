import {orUndefined} from '../../kernel/read.ts';
import {decodeText} from '../../parse/text.ts';
import {readHoldUp} from '../../snapshot/blocked-processes/hold-up.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {oncePer} from '../../snapshot/once.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {readPidsLimits, zombiesByParent} from '../../snapshot/zombies/pids-limit.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {ZombieScene, ZombiesOfParent} from '../../snapshot/zombies/zombies.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {aboutProcess, type Finding, findingOf, findingsOf, type Inspection} from '../finding.ts';
import {allVerdicts, type Rule, type Several, type Verdict, verdictOf} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {exitedLeaderRules, pidsLimitRules, zombieRules} from '../zombies/index.ts';
import {type JudgedZombie, judgeChildren, withLockFiles} from './judged-zombie.ts';

/** Zombies of one parent that are there by one rule, with one certainty. */
export interface JudgedCause {
  readonly rule: Rule<Zombie>;
  /** What there is to say of all of them. */
  readonly verdict: Verdict;
  readonly zombies: Several<Zombie>;
}

/** The zombies of one parent: the cause is the parent's. */
export interface ParentGroup {
  readonly ppid: number;
  /** Undefined where the parent is not visible. */
  readonly reaper: Reaper | undefined;
  readonly zombies: readonly JudgedZombie[];
  readonly causes: readonly JudgedCause[];
}

export interface JudgedScene {
  /** The parent with most zombies first. */
  readonly parents: readonly ParentGroup[];
  /** Processes that look like a zombie, but aren't. */
  readonly exitedLeaders: ReadonlyArray<{readonly process: Process; readonly verdict: Verdict}>;
  readonly lookedAt: number;
  /** Where only the children of one process were asked about. */
  readonly ofParent: ZombiesOfParent | undefined;
}

/** Why each zombie has not been reaped, by the first rule that knows, grouped by parent. */
export async function judgeZombies({
  snapshot,
  zombies,
  exitedLeaders,
  lookedAt,
  ofParent,
}: ZombieScene): Promise<JudgedScene> {
  const families = groupBy(zombies, ({reaper, stat}) => reaper ?? stat.ppid);
  await Promise.all([...families.values()].map(family => lookAgain(snapshot, family)));
  const parents = [...families.values()].map(children => {
    const ppid = children[0]?.stat.ppid ?? 0;
    const judged = judgeChildren(children);
    return {ppid, reaper: children[0]?.reaper, zombies: judged, causes: causesOf(judged)};
  });
  return {
    parents: parents.sort((a, b) => b.zombies.length - a.zombies.length),
    exitedLeaders: exitedLeaders.flatMap(process =>
      allVerdicts(exitedLeaderRules, process).map(verdict => ({process, verdict})),
    ),
    lookedAt,
    ofParent,
  };
}

/** Looks at a parent again, where one look does not say whether it still waits for zombies that have been dead for a while. */
async function lookAgain(snapshot: Snapshot, zombies: readonly Zombie[]): Promise<void> {
  const settled = zombies.filter(({isSettled}) => isSettled);
  const reaper = zombies[0]?.reaper;
  await reaper?.lookAtBlockage();
  await reaper?.activities.lookAtSockets();
  if (!reaper || settled.length === 0) return;
  const isSteady = reaper.activities.isSteady();
  const isClear = isSteady && settled.every(({hasParentSlept}) => hasParentSlept);
  await Promise.all([
    isClear ? undefined : reaper.lookAtReaping(),
    isSteady && !reaper.sigchldTaker() ? readHoldUp(snapshot, reaper.process) : undefined,
    isClear ? undefined : searchLockFiles(zombies),
  ]);
}

/** Has what is kept valid by zombies searched for while a second look at their parent is waited for. */
async function searchLockFiles(zombies: readonly Zombie[]): Promise<void> {
  await new Promise(setImmediate);
  zombies[0]?.lockFiles();
}

/** Zombies of one parent by why they are there, with what the rule says of all that it explains; it may say nothing of so many. */
function causesOf(judged: readonly JudgedZombie[]): JudgedCause[] {
  const groups = groupBy(judged, ({reason}) => reason);
  return [...groups.values()].flatMap(([judgedFirst, ...judgedMore]) => {
    if (!judgedFirst) return [];
    const {rule} = judgedFirst.reason;
    const zombies: Several<Zombie> = [judgedFirst.zombie, ...judgedMore.map(({zombie}) => zombie)];
    const verdict = verdictOf(rule, zombies);
    return verdict ? {rule, verdict: withLockFiles(verdict, zombies), zombies} : [];
  });
}

const judgedZombies = oncePer(
  async (scope: Scope): Promise<JudgedScene> => judgeZombies(await scope.zombies()),
);

/** The zombies of a scope, and whose parents are in it; of a parent all. */
export async function zombiesIn(scope: Scope): Promise<JudgedScene> {
  const scene = await judgedZombies(scope);
  return {
    ...scene,
    lookedAt: scope.isWhole ? scene.lookedAt : scope.processes.length,
    parents: scene.parents.filter(({zombies}) => zombies.some(({zombie}) => scope.hasZombie(zombie))),
    exitedLeaders: scene.exitedLeaders.filter(({process}) => scope.has(process)),
  };
}

/**
 * A finding for each parent and reason, since the cause is the parent's; for each process of which only the main thread
 * has exited; and for each limit that zombies use up.
 */
export const zombieInspection: Inspection = {
  rules: [...zombieRules, ...pidsLimitRules, ...exitedLeaderRules],
  async inspect(scope) {
    const scene = await scope.zombies();
    const {parents, exitedLeaders} = await judgedZombies(scope);
    return [
      ...parents.flatMap(group => parentFindings(group, scope)),
      ...limitFindings(scene.zombies, scope),
      ...findingsOf(
        exitedLeaderRules,
        exitedLeaders.map(({process}) => process).filter(process => scope.has(process)),
        process => ({
          subject: aboutProcess(process),
          cause: `leader ${process.pid}`,
          more: procdocCommand(process, 'tree', process.pid),
        }),
      ),
    ];
  },
};

/** The zombies of a parent are asked about if the parent is, or they are themselves. */
function parentFindings({ppid, reaper, zombies}: ParentGroup, scope: Scope): Finding[] {
  const asked = zombies.filter(({zombie}) => scope.hasZombie(zombie));
  return causesOf(asked).flatMap(({rule, zombies: alike}) => {
    const facts = () => ({
      subject: aboutProcess(reaper?.process ?? alike[0].process),
      cause: `zombies of ${ppid}`,
      more: zombiesCommand(scope, reaper && ppid),
    });
    const finding = findingOf(rule, alike, facts);
    return finding ? withLockFiles(finding, alike) : [];
  });
}

/** A limit is asked about if a zombie is that counts for it; all zombies that count for it are in the finding. */
function limitFindings(zombies: readonly Zombie[], scope: Scope): Finding[] {
  const limits = zombies.some(zombie => scope.hasZombie(zombie))
    ? readPidsLimits(scope.snapshot, zombies)
    : [];
  const asked = limits.filter(limit => limit.zombies.some(zombie => scope.hasZombie(zombie)));
  return findingsOf(pidsLimitRules, asked, limit => {
    const [zombie] = zombiesByParent(limit.zombies)[0] ?? [];
    const ppid = zombie?.stat.ppid ?? 0;
    return {
      subject: limit.folder === undefined ? {host: hostName(scope)} : {path: limit.folder},
      culprit: zombie?.reaper && aboutProcess(zombie.reaper.process),
      cause: `zombies of ${ppid}`,
      more: zombiesCommand(scope, ppid),
    };
  });
}

/** The command that shows the zombies of a parent; all where it isn't visible. */
function zombiesCommand({snapshot}: Scope, ppid: number | undefined): string {
  return procdocCommand(snapshot, 'zombies', ...(ppid ? ['--parent', ppid] : []));
}

function hostName({snapshot}: Scope): string {
  return (
    orUndefined(snapshot.source.read('sys/kernel/hostname', bytes => decodeText(bytes).trim())) ??
    'this machine'
  );
}
