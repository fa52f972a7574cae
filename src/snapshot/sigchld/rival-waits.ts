import {activitiesOf, type WaitingActivity} from '../activities.ts';
import {WCLONE, WEXITED, WNOTHREAD, waitOptions} from '../activity.ts';
import type {Process} from '../process.ts';
import {secondLook, sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import {Reaper} from '../zombies/reaper.ts';

/** An option of waitid(2). */
const WNOWAIT = 0x0100_0000n;

/** Two threads of a process that wait for the same child. */
export interface RivalWaits {
  /** Waits for any child, and takes the status of whichever exits. */
  readonly taker: WaitingActivity;
  /** Waits for one child, and loses its status to the other if that wakes up first. */
  readonly loser: WaitingActivity;
  readonly child: Process;
  /** Whether a second look shows both waits again; undefined where there is none, or the taker has run in between. */
  readonly isLasting: boolean | undefined;
}

/** A thread in a wait for any child, next to one in a wait for a child of the same process; undefined where there are none. */
export async function readRivalWaits(snapshot: Snapshot, process: Process): Promise<RivalWaits | undefined> {
  const rivals = rivalsIn(snapshot, process);
  if (!rivals) return undefined;
  // What is compared has to be read before the pause.
  const slept = Promise.all(
    [rivals.loser, rivals.taker].map(({thread}) => sleptThrough(snapshot, process, {asked: [thread]})),
  );
  const second = await secondLook(snapshot);
  if (!second) return {...rivals, isLasting: undefined};
  const now = second.find(process.pid);
  const again = now && rivalsIn(second, now);
  const isSame =
    again?.taker.thread.tid === rivals.taker.thread.tid && again.loser.thread.tid === rivals.loser.thread.tid;
  const [hasLoserSlept, hasTakerSlept] = await slept;
  const isLasting = isSame && hasLoserSlept === true;
  return {...rivals, isLasting: isLasting && !hasTakerSlept ? undefined : isLasting};
}

function rivalsIn(snapshot: Snapshot, process: Process): Omit<RivalWaits, 'isLasting'> | undefined {
  const children = snapshot.childrenOf(process);
  if (process.stat.threads < 2 || children.length === 0) return undefined;
  const waits = activitiesOf(snapshot, process).waits();
  const taker = waits.find(takesAny);
  const reaper = new Reaper(snapshot, process);
  for (const loser of waits) {
    const {waitsFor} = loser;
    const child = waitsFor.kind === 'pid' && children.find(each => reaper.isWaitedFor(each, waitsFor));
    if (taker && child) return {taker, loser, child};
  }
  return undefined;
}

/** Whether a thread waits for every child of its process, and takes its status. */
function takesAny(activity: WaitingActivity): boolean {
  const options = waitOptions(activity);
  if (activity.waitsFor.kind !== 'any' || options === undefined) return false;
  if ((options & (WNOTHREAD | WCLONE | WNOWAIT)) !== 0n) return false;
  return activity.call !== 'waitid' || (options & WEXITED) !== 0n;
}
