import {isoTime} from '../../parse/iso-time.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {saying, type ToldEvidence} from './evidence.ts';

/** When a process started: in clock ticks since boot, and by the clock. */
export function startEvidence({pid, stat}: Process, startedAtMs: number): ToldEvidence {
  const {startTicks} = stat;
  return saying(seenIn(pid, 'stat', 'starttime (22)', startTicks), `${startTicks} (${isoTime(startedAtMs)})`);
}

/** The times of a file, in milliseconds since the epoch. */
interface FileTimes {
  readonly modifiedMs: number;
  readonly changedMs: number;
}

/**
 * When a file changed, by the later of its times: the modification time can be set back, the change time can't.
 * @param times undefined: the file no longer exists
 */
export function changeEvidence(path: string, times: FileTimes | undefined): ToldEvidence {
  if (!times) return seenAt(path, null, 'ENOENT');
  const [modified, changed] = [isoTime(times.modifiedMs), isoTime(times.changedMs)];
  if (times.modifiedMs >= times.changedMs) return seenAt(path, 'mtime', modified);
  return saying(seenAt(path, 'ctime', changed), `${changed}, mtime ${modified}`);
}
