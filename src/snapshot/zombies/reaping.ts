import {activitiesOf} from '../activities.ts';
import {isSame, type Process} from '../process.ts';
import {readAtMs, secondLook, sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * How a parent goes on of which no thread is in wait(2). reaps: between two looks, the page faults and CPU time of the
 * children that it has waited for grew. still: two looks show that no thread ran, and each sleeps in a call that time
 * alone does not end. steady: one look shows such calls. wakes: it runs, or sleeps in a call that ends by time, and may
 * wait for its children then. unseen: the calls of its threads can't be read.
 */
export type Reaping = 'reaps' | 'still' | 'steady' | 'wakes' | 'unseen';

/** How far apart the looks are at a parent that sleeps in calls which time does not end: each call says by itself that it lasts. */
const STEADY_APART_MS = 10;

/** Looks a second time, unless there is only one look: see second-look. */
export async function readReaping(snapshot: Snapshot, parent: Process): Promise<Reaping> {
  const activities = activitiesOf(snapshot, parent);
  const apartMs = activities.isSteady() ? STEADY_APART_MS : undefined;
  const firstMs = readAtMs(snapshot, parent.liveThreads());
  const [hasSlept, second] = await Promise.all([
    sleptThrough(snapshot, parent, {apartMs, firstMs}),
    secondLook(snapshot, apartMs, firstMs),
  ]);
  const now = second?.find(parent.pid);
  if (now && isSame(now, parent) && now.stat.awaitedChildren > parent.stat.awaitedChildren) return 'reaps';
  if (!activities.isFullySeen()) return 'unseen';
  if (!activities.isSteady()) return 'wakes';
  return hasSlept === null ? 'steady' : hasSlept ? 'still' : 'wakes';
}
