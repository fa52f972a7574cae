import {SIGTERM} from '../../parse/signals/numbers.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {isInit} from '../../snapshot/pid-namespace.ts';
import {isSame, type Process} from '../../snapshot/process.ts';
import {managerBy} from '../../snapshot/programs/managers.ts';
import {keepingOf} from '../../snapshot/signals/line.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';

/** What may be done for a zombie, the least first; always to its parent, since a zombie itself takes no signal. */
export type Action = 'sigcont' | 'thaw' | 'sigchld' | 'end-parent';

/**
 * Why an action would have no effect, or a wrong one. needs-foreground: its terminal would stop it again at once.
 * default, ignored: what the parent does with the signal. blocked: so is SIGCHLD, and nothing else
 * than a handler takes it. pending: another SIGCHLD would merge with one that it blocks.
 * cannot-run: see `Condition`. manager: it keeps containers or services running, which it would leave unattended.
 */
export type Futility =
  | ('needs-foreground' | 'cgroup-not-visible' | 'cannot-run' | 'manager')
  | ('default' | 'ignored' | 'blocked' | 'pending' | 'unreadable');

export interface Option {
  readonly action: Action;
  /** Undefined where it may help. */
  readonly futility: Futility | undefined;
}

/** Why procdoc does nothing at all. traced: by another process than the parent; `tracer` undefined where that isn't visible. */
export type Hindrance =
  | {readonly kind: 'traced'; readonly tracer: Process | undefined}
  | {readonly kind: 'parent-not-visible' | 'init' | 'init-unknown' | 'ancestor' | 'ancestor-unknown'};

/** What may be done for zombies of one parent. */
export interface Plan {
  /** Undefined where it isn't visible. */
  readonly reaper: Reaper | undefined;
  readonly zombies: readonly [Zombie, ...Zombie[]];
  readonly hindrance: Hindrance | undefined;
  readonly options: readonly Option[];
}

/** A plan for each parent, and another for those of its zombies that are traced. */
export function planFor(snapshot: Snapshot, zombies: readonly Zombie[]): readonly Plan[] {
  const observer = snapshot.find(snapshot.observerPid());
  const line = observer ? [observer, ...snapshot.ancestors(observer)] : undefined;
  const families = groupBy(zombies, ({reaper, process}) => reaper ?? process.stat.ppid);
  const groups = [...families.values()].flatMap(family => [
    ...groupBy(family, zombie => (isTraced(zombie) ? zombie.tracer() : 'free')).values(),
  ]);
  return groups.flatMap(([first, ...more]) => {
    if (!first) return [];
    const hindrance = hindranceOf(first, line);
    const {reaper} = first;
    const options = reaper && !hindrance ? optionsOf(reaper) : [];
    return [{reaper, zombies: [first, ...more], hindrance, options}];
  });
}

/** Whether it belongs to a tracer other than its parent, which alone can wait for it: ptrace(2). */
function isTraced({process}: Zombie): boolean {
  const tracer = process.tracerPid() ?? 0;
  return tracer !== 0 && tracer !== process.stat.ppid;
}

/** @param line procdoc and its ancestors, nearest first; undefined where this procfs doesn't show procdoc */
function hindranceOf(zombie: Zombie, line: readonly Process[] | undefined): Hindrance | undefined {
  const parent = zombie.reaper?.process;
  if (!parent) return {kind: 'parent-not-visible'};
  const tracer = zombie.tracer();
  if (isTraced(zombie) && tracer?.pid !== parent.pid) return {kind: 'traced', tracer};
  const isPidOne = isInit(parent);
  if (isPidOne === undefined) return {kind: 'init-unknown'};
  if (isPidOne) return {kind: 'init'};
  if (line?.some(one => isSame(one, parent))) return {kind: 'ancestor'};
  // The first process of a pid namespace has 0 for its parent: an eldest with another one has a parent that is hidden.
  return (line?.at(-1)?.stat.ppid ?? 0) === 0 ? undefined : {kind: 'ancestor-unknown'};
}

function optionsOf(reaper: Reaper): Option[] {
  const {process, condition} = reaper;
  const runs: Option[] =
    condition?.kind === 'stopped'
      ? [{action: 'sigcont', futility: condition.needsForeground ? 'needs-foreground' : undefined}]
      : condition?.kind === 'frozen'
        ? [{action: 'thaw', futility: condition.folder === undefined ? 'cgroup-not-visible' : undefined}]
        : [];
  // Signals stay pending in a process that can't run, and is not made to.
  const isHeld = runs.some(({futility}) => futility) || (condition !== undefined && runs.length === 0);
  return [
    ...runs,
    {action: 'sigchld', futility: isHeld ? 'cannot-run' : futilityOfSigchld(reaper)},
    {action: 'end-parent', futility: isHeld ? 'cannot-run' : futilityOfEnd(process)},
  ];
}

/** A signal that is blocked is queued whatever its disposition, for a signalfd(2) or sigwait(3) to take. */
function futilityOfSigchld(reaper: Reaper): Futility | undefined {
  const sigchld = reaper.sigchld();
  if (!sigchld) return 'unreadable';
  if (sigchld.blocked && sigchld.pending) return 'pending';
  const taker = reaper.sigchldTaker();
  if (taker?.kind === 'handler' && sigchld.blocked && !reaper.sigwaiter()) return 'blocked';
  if (taker) return undefined;
  if (sigchld.blocked && !reaper.isSignalfdSeen) return 'unreadable';
  return sigchld.disposition === 'ignored' ? 'ignored' : 'default';
}

function futilityOfEnd(process: Process): Futility | undefined {
  if (managerBy(process)) return 'manager';
  return keepingOf(process, SIGTERM) === 'ignored' ? 'ignored' : undefined;
}
