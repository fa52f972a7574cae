import {basename} from 'node:path';
import {recordingName} from '../../render/recording-name.ts';
import type {ResolvedName} from '../../render/resolved.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {zombiesToSettle} from '../../snapshot/zombies/settled-zombies.ts';
import type {ZombieScene} from '../../snapshot/zombies/zombies.ts';
import {type InspectTarget, requireInspected} from '../inspect/targets.ts';
import type {ReportWish} from './read-report.ts';

/** What a page is to be about. */
export interface AskedForReport {
  /** undefined: the whole machine. */
  readonly processes: readonly Process[] | undefined;
  /** What the words that aren't pids were taken for. */
  readonly resolved: readonly ResolvedName[];
  /** The zombies of an earlier look. */
  readonly before: ZombieScene;
}

/** The processes that targets mean, after a pause in which a child that has just exited may be reaped. */
export async function requireAsked(
  snapshot: Snapshot,
  targets: readonly InspectTarget[] | undefined,
  settleSeconds: number,
): Promise<AskedForReport> {
  if (targets) await requireInspected(snapshot.again(), targets, true);
  const before = await zombiesToSettle(snapshot.again(), settleSeconds);
  if (!targets) return {processes: undefined, resolved: [], before};
  const {processes, resolved} = await requireInspected(snapshot, targets, true);
  return {processes, resolved, before};
}

/** Where a page comes from. */
interface Whence {
  /** The file of the recording; null: the machine itself. */
  readonly recording: string | null;
  /** Where the procfs is mounted. */
  readonly mount: string;
  readonly isRedacted: boolean;
  readonly targets: readonly InspectTarget[] | undefined;
  /** The pids that the targets mean. */
  readonly pids: readonly number[] | undefined;
  readonly version: string;
}

/** What a page says of where it comes from: without the folders of a recording, and redacted, without words for processes. */
export function originOf({
  recording,
  mount,
  isRedacted,
  targets,
  pids,
  version,
}: Whence): ReportWish['origin'] {
  const file = recording === null ? null : recordingName(basename(recording));
  const words = isRedacted ? pids?.map(String) : targets?.map(({text}) => text);
  return {recording: file, place: file ?? mount, isRedacted, targets: words ?? [], version};
}
