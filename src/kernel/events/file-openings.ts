import {closeSync, readSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {attempt} from '../descriptor.ts';
import type {Libc} from '../libc.ts';
import {monotonicMs} from '../monotonic-ms.ts';
import {found, orUndefined, type Read} from '../read.ts';

/** <sys/fanotify.h>: FAN_CLASS_NOTIF is 0; FAN_REPORT_FID, since Linux 5.1, opens no file for an event. */
const FAN_CLOEXEC = 0x1;
const FAN_NONBLOCK = 0x2;
const FAN_REPORT_FID = 0x200;
const FAN_MARK_ADD = 0x1;
const FAN_OPEN = 0x20;

/** struct fanotify_event_metadata: its first and its last field. */
const METADATA_BYTES = 24;
const PID_AT = 20;

const BUFFER_BYTES = 65_536;
/** How often events are taken: the kernel merges what one process does again before. */
const TAKEN_EVERY_MS = 10;
/** The most files that are watched; each takes one of the groups that a user may have (fs.fanotify.max_user_groups). */
const MOST_FILES = 32;

/** What opens one file. */
interface Watch {
  readonly path: string;
  readonly descriptor: number;
  readonly pids: number[];
}

/**
 * Which processes open these files within a time: by path, a pid for each time, where the openings of one process within
 * 10 ms count once. What can't be watched is left out.
 */
export async function readFileOpenings(
  libc: Libc,
  paths: readonly string[],
  milliseconds: number,
): Promise<Read<ReadonlyMap<string, readonly number[]>>> {
  const watches: Watch[] = [];
  try {
    for (const path of paths.slice(0, MOST_FILES)) {
      const group = libc.fanotifyInit(FAN_CLOEXEC | FAN_NONBLOCK | FAN_REPORT_FID);
      if (!group.ok) return group;
      watches.push({path, descriptor: group.value, pids: []});
      libc.fanotifyMark(group.value, FAN_MARK_ADD, FAN_OPEN, path);
    }
    const buffer = Buffer.alloc(BUFFER_BYTES);
    for (const until = monotonicMs() + milliseconds; monotonicMs() < until; ) {
      await sleep(TAKEN_EVERY_MS);
      for (const {descriptor, pids} of watches) pids.push(...openersIn(descriptor, buffer));
    }
  } finally {
    for (const {descriptor} of watches) closeSync(descriptor);
  }
  return found(new Map(watches.map(({path, pids}) => [path, pids])));
}

/** The pids of the events that wait to be read, each once. */
function openersIn(descriptor: number, buffer: Buffer): ReadonlySet<number> {
  const pids = new Set<number>();
  const length = orUndefined(attempt(() => readSync(descriptor, buffer))) ?? 0;
  for (let at = 0; at + METADATA_BYTES <= length; ) {
    pids.add(buffer.readInt32LE(at + PID_AT));
    at += Math.max(buffer.readUInt32LE(at), METADATA_BYTES);
  }
  return pids;
}
