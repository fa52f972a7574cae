import {orUndefined} from '../../kernel/read.ts';
import {decodeText} from '../../parse/text.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Process} from '../../snapshot/process.ts';
import {type PidsLimit, readPidsLimits, zombiesByParent} from '../../snapshot/zombies/pids-limit.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {ZombieScene} from '../../snapshot/zombies/zombies.ts';
import {aboutProcess, type Finding, findingsOf, type Inspection, toFinding} from '../finding.ts';
import {allVerdicts, firstVerdict, type Rule, type Verdict} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {exitedLeader} from './exited-leader.ts';
import {handlerMissesChildren} from './handler-misses-children.ts';
import {heldByTracer} from './held-by-tracer.ts';
import {ignoredTooLate} from './ignored-too-late.ts';
import {inheritedByExec} from './inherited-by-exec.ts';
import {initDoesNotReap} from './init-does-not-reap.ts';
import {notAnnouncedBySigchld} from './not-announced-by-sigchld.ts';
import {notYetReaped} from './not-yet-reaped.ts';
import {parentBlocksSigchld} from './parent-blocks-sigchld.ts';
import {parentInDiskSleep} from './parent-in-disk-sleep.ts';
import {parentNeverWaits} from './parent-never-waits.ts';
import {parentNotVisible} from './parent-not-visible.ts';
import {parentStopped} from './parent-stopped.ts';
import {parentWaitsForAnotherChild} from './parent-waits-for-another-child.ts';
import {pidsLimitNear} from './pids-limit-near.ts';

/**
 * The rules for why a zombie has not been reaped, the most specific first: what keeps any parent from
 * reaping, then what this one does wrong, and last the general case.
 */
export const zombieRules: readonly Rule<Zombie>[] = [
  parentNotVisible,
  heldByTracer,
  parentStopped,
  parentInDiskSleep,
  notAnnouncedBySigchld,
  ignoredTooLate,
  parentBlocksSigchld,
  parentWaitsForAnotherChild,
  notYetReaped,
  inheritedByExec,
  initDoesNotReap,
  handlerMissesChildren,
  parentNeverWaits,
];

/** What comes of many zombies, whoever does not reap them. */
export const pidsLimitRules: readonly Rule<PidsLimit>[] = [pidsLimitNear];

export interface JudgedZombie {
  readonly zombie: Zombie;
  readonly verdict: Verdict;
}

/** The zombies of one parent: the cause is the parent's. */
export interface ParentGroup {
  readonly ppid: number;
  /** Undefined where the parent is not visible. */
  readonly reaper: Reaper | undefined;
  readonly zombies: readonly JudgedZombie[];
}

export interface JudgedScene {
  /** The parent with most zombies first. */
  readonly parents: readonly ParentGroup[];
  /** What looks like a zombie and is none. */
  readonly exitedLeaders: ReadonlyArray<{readonly process: Process; readonly verdict: Verdict}>;
  readonly lookedAt: number;
}

/** Why each zombie has not been reaped, by the first rule that tells, grouped by parent. */
export function judgeZombies({zombies, exitedLeaders, lookedAt}: ZombieScene): JudgedScene {
  const parents = [...groupBy(zombies, ({process}) => process.stat.ppid)].map(([ppid, children]) => ({
    ppid,
    reaper: children[0]?.reaper,
    zombies: children.map(zombie => ({zombie, verdict: verdictOf(zombie)})),
  }));
  return {
    parents: parents.sort((a, b) => b.zombies.length - a.zombies.length),
    exitedLeaders: exitedLeaders.flatMap(process =>
      allVerdicts([exitedLeader], process).map(verdict => ({process, verdict})),
    ),
    lookedAt,
  };
}

function verdictOf(zombie: Zombie): Verdict {
  const verdict = firstVerdict(zombieRules, zombie);
  if (!verdict) throw new Error(`no rule tells why zombie ${zombie.pid} was not reaped`);
  if (!zombie.reaper || verdict.rule === heldByTracer.id || verdict.remedy === null) return verdict;
  return {...verdict, remedy: `${verdict.remedy} ${afterTheParent(zombie.reaper)}`};
}

/** A zombie cannot be killed; its parent can end, and this is what follows. */
function afterTheParent(reaper: Reaper): string {
  return reaper.isInit()
    ? 'If the parent ends, every process of its pid namespace ends with it.'
    : 'If the parent ends, init or the nearest subreaper adopts the zombie and reaps it.';
}

/** How many zombies a finding names; there may be thousands. */
const NAMED = 4;

/**
 * A finding for each parent and reason, since the cause is the parent's; for each leader that has ended; and for
 * each limit that zombies use up.
 */
export const zombieInspection: Inspection = {
  rules: [...zombieRules, ...pidsLimitRules, exitedLeader],
  async inspect(scope) {
    const scene = await scope.zombies();
    const {parents, exitedLeaders} = judgeZombies(scene);
    return [
      ...parents.flatMap(group => parentFindings(group, scope)),
      ...limitFindings(scene.zombies, scope),
      ...exitedLeaders
        .filter(({process}) => scope.has(process))
        .map(({process, verdict}) =>
          toFinding([exitedLeader], verdict, {
            subject: aboutProcess(process),
            what: `${process.comm} (${process.pid}) looks like a zombie and is none.`,
            cause: `leader ${process.pid}`,
            more: `procdoc tree ${process.pid}`,
          }),
        ),
    ];
  },
};

/** The zombies of a parent are asked about if it is, or they are themselves. */
function parentFindings({ppid, reaper, zombies}: ParentGroup, scope: Scope): Finding[] {
  const parent = reaper?.process;
  const asked = zombies.filter(({zombie}) => scope.hasZombie(zombie));
  return [...groupBy(asked, ({verdict}) => `${verdict.rule} ${verdict.certainty}`).values()].flatMap(
    alike => {
      const [first] = alike;
      if (!first) return [];
      const {verdict, zombie} = first;
      return toFinding(zombieRules, verdict, {
        subject: aboutProcess(parent ?? zombie.process),
        what: `${namesOf(alike)}, not reaped by ${parent ? `${parent.comm} (${ppid})` : ppid}.`,
        cause: `zombies of ${ppid}`,
        more: parent ? `procdoc zombies --parent ${ppid}` : 'procdoc zombies',
      });
    },
  );
}

/** A limit is asked about if a zombie is that counts for it; the others count for it all the same. */
function limitFindings(zombies: readonly Zombie[], scope: Scope): Finding[] {
  const limits = zombies.some(zombie => scope.hasZombie(zombie))
    ? readPidsLimits(scope.snapshot, zombies)
    : [];
  const asked = limits.filter(limit => limit.zombies.some(zombie => scope.hasZombie(zombie)));
  return findingsOf(pidsLimitRules, asked, ({folder, current, max, zombies: counted}) => {
    const ppid = zombiesByParent(counted)[0]?.[0].process.stat.ppid ?? 0;
    return {
      subject: folder === undefined ? {host: hostName(scope)} : {path: folder},
      what: `${counted.length} of ${current} tasks in ${folder ?? 'the machine'} are zombies; ${max} is the limit.`,
      cause: `zombies of ${ppid}`,
      more: ppid === 0 ? 'procdoc zombies' : `procdoc zombies --parent ${ppid}`,
    };
  });
}

function hostName({snapshot}: Scope): string {
  return (
    orUndefined(snapshot.source.read('sys/kernel/hostname', bytes => decodeText(bytes).trim())) ??
    'this machine'
  );
}

function namesOf(zombies: readonly JudgedZombie[]): string {
  const names = zombies
    .slice(0, NAMED)
    .map(({zombie: {process}}) => `${process.comm} (${process.pid})`)
    .join(', ');
  const more = zombies.length > NAMED ? ` and ${zombies.length - NAMED} more` : '';
  return zombies.length === 1 ? `zombie ${names}` : `${zombies.length} zombies: ${names}${more}`;
}
