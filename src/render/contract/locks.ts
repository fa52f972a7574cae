import * as z from 'zod/mini';
import {answerOf, byteOffset, holder, inode, verdict} from './common.ts';

const lockHolder = z.extend(holder, {
  how: z.nullable(
    z.enum([
      'acquired',
      'inherited by fork',
      'inherited over exec',
      'shared with the acquirer',
      'shares the descriptor table of the acquirer',
    ]),
  ),
});

const waiter = z.strictObject({
  pid: z.nullable(z.int()),
  comm: z.nullable(z.string()),
  mode: z.nullable(z.enum(['read', 'write'])),
  start: z.nullable(byteOffset),
  end: z.nullable(byteOffset),
  depth: z.nullable(z.int().check(z.minimum(1))),
  behind: z.nullable(z.int()),
});

const lock = z.strictObject({
  class: z.enum(['flock', 'posix', 'ofd', 'lease']),
  mode: z.enum(['read', 'write']),
  breaking: z.boolean(),
  /** What is to be left of a lease that is being broken; null of other locks. */
  breakingTo: z.nullable(z.enum(['read', 'unlocked'])),
  /** As a holder has it open. */
  path: z.nullable(z.string()),
  /** A path that leads there from here: a holder may have another root directory, or other mounts. */
  address: z.nullable(z.string()),
  deleted: z.nullable(z.boolean()),
  device: z.string().check(z.regex(/^\d+:\d+$/)),
  inode,
  start: byteOffset,
  end: z.nullable(byteOffset),
  acquirerPid: z.nullable(z.int()),
  acquirerAlive: z.nullable(z.boolean()),
  holderVisible: z.boolean(),
  /** The systemd manager that keeps it for a dynamic user, without a descriptor, and the path that it has there. */
  parkedBy: z.nullable(z.strictObject({pid: z.int(), comm: z.string(), path: z.string()})),
  holders: z.array(lockHolder),
  /** Its acquirer, where no descriptor shows the lock, but that process has the file mapped, which keeps it. */
  keptByMappingOf: z.nullable(z.int()),
  /** Where no holder is visible: the process that took a POSIX lock, and whose descriptors can't be read. */
  likelyHolder: z.nullable(z.int()),
  waiters: z.array(waiter),
  verdict: z.nullable(verdict),
});

/** The file that was asked about, where no lock of the kernel is on it: its existence may be a lock. */
const lockFile = z.strictObject({
  kind: z.string(),
  /** null of a link. */
  modified: z.nullable(z.string()),
  /** The text of a symbolic link that leads to nothing. */
  link: z.nullable(z.string()),
  /** The pid that is in it. */
  pid: z.nullable(z.int()),
  /** What has this pid now. */
  pidIs: z.nullable(z.enum(['gone', 'zombie', 'started-later', 'its-own', 'unknown'])),
});

const content = {locks: z.array(lock), lockFile: z.nullable(lockFile)};

export const locksAnswer = answerOf('locks', content);
const locksContent = z.strictObject(content);
export type LocksContent = z.infer<typeof locksContent>;
