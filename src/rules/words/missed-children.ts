import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {isMainThreadInNestedLoop, syncChildOf} from '../../snapshot/calls/nested-loop.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {languageOf} from '../../snapshot/programs/conduct.ts';
import type {Reaper, SigchldTaker} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {saying, type ToldEvidence} from './evidence.ts';
import {listed} from './listed.ts';
import {named} from './named.ts';
import {setHas} from './signal-evidence.ts';
import {ofThese, signalfdEvidence, type Zombies} from './zombies.ts';

/** How many living children are named. */
const NAMED = 3;

/** How a parent takes SIGCHLD, and what shows that. */
export function takerText(
  taker: SigchldTaker,
  process: Process,
): {takes: string; evidence: readonly ToldEvidence[]} {
  if (taker.kind === 'handler')
    return {takes: 'catches SIGCHLD', evidence: [setHas(process, 'SigCgt', SIGCHLD)]};
  if (taker.kind === 'signalfd')
    return {
      takes: `reads SIGCHLD from a signalfd (fd ${taker.fd})`,
      evidence: signalfdEvidence(process, taker.fd),
    };
  const call = seenIn(process.pid, `task/${taker.tid}/syscall`, null, 'rt_sigtimedwait');
  return {
    takes: `waits for SIGCHLD in sigwait (thread ${taker.tid})`,
    evidence: [saying(call, 'rt_sigtimedwait, for which the kernel has taken SIGCHLD out of SigBlk')],
  };
}

/** Why a parent that takes SIGCHLD may have left a zombie: as far as that can be told apart, else each way. */
export function missCauseText(reaper: Reaper, taker: SigchldTaker, zombies: Zombies): string {
  if (languageOf(reaper.process) === 'node') return nodeText(zombies[0], zombies);
  const {sigchld, activities} = reaper;
  const others = activities.all.length - (sigchld()?.blockedInThreads ?? 0);
  if (taker.kind === 'sigwait' && others > 1)
    return 'A thread that does not block SIGCHLD may have got it instead, where it does nothing.';
  const these = ofThese(zombies, 'this one', 'these');
  return `It waits once for each signal, and several exits came as one SIGCHLD; or it waits only for PIDs that it knows, and not for ${these}.`;
}

/** What Node is doing besides, by which it has not got to its event loop yet. */
export interface NodeAtWork {
  /** Whether it likely waits in spawnSync(); null where its system calls can't be read. */
  readonly isSynchronous: boolean | null;
  /** The children that a spawnSync() may be for. */
  readonly living: readonly Process[];
}

/** That Node likely is, or may be, in spawnSync(), and so reaps later; undefined where it is not, or is no Node. */
export function nodeAtWork({snapshot, reaper}: Zombie): NodeAtWork | undefined {
  if (!reaper || languageOf(reaper.process) !== 'node') return undefined;
  const isSynchronous = isMainThreadInNestedLoop(snapshot, reaper.process);
  const child = syncChildOf(snapshot, reaper.process);
  if (!child || isSynchronous === false) return undefined;
  return {isSynchronous, living: isSynchronous ? [child] : reaper.livingChildren()};
}

/**
 * Node reaps by libuv, in the event loop of the main thread, what that has started; spawnSync() runs a loop of its own until
 * its child exits.
 */
function nodeText(zombie: Zombie, zombies: Zombies): string {
  const work = nodeAtWork(zombie);
  const these = ofThese(zombies, 'this one', 'these');
  const until = work && listed(work.living.map(named), NAMED, 'or');
  if (work?.isSynchronous)
    return `It is likely in spawnSync() or execSync() until ${until} exits: its event loop, which reaps ${these}, stands still until then.`;
  const sync = until ? `, or in spawnSync() or execSync() until ${until} exits` : '';
  return `Node reaps what its event loop has started, when that runs: it may be busy${sync}; or native code forked ${these}, a worker thread that has exited started ${these}, or a shell did that then exec'd Node.`;
}
