import * as z from 'zod/mini';
import {answerOf, descriptorHow, holder, inheritedFrom, socket} from './common.ts';

const named = z.strictObject({pid: z.int(), comm: z.string()});

const description = z.strictObject({
  /** The target that the description answers. */
  target: z.string(),
  link: z.string(),
  /** A path that leads from here to what is open, where it is one; else the link. */
  address: z.string(),
  kind: z.enum(['file', 'directory', 'pipe', 'fifo', 'socket', 'tty', 'device', 'memfd', 'anon', 'unknown']),
  /** The oldest first. Empty: the target exists, but no holder is visible. */
  holders: z.array(
    z.extend(holder, {
      /** How the holder came by the descriptor; "opened" is likely at best. */
      how: descriptorHow,
      /** null: nothing shows that it inherited the descriptor. */
      inheritedFrom: z.nullable(inheritedFrom),
      /** How sure it is that the parent has exited; null: nothing shows that. */
      orphan: z.nullable(z.enum(['proven', 'likely'])),
      /** Of an orphan: whether it likely made itself a daemon; null of others, and where that isn't known. */
      daemonized: z.nullable(z.boolean()),
      /** How systemd passed it the listener (LISTEN_FDS); null: nothing shows that, or its environment can't be read. */
      activation: z.nullable(
        z.strictObject({
          /** The socket unit; null: its name is not known. */
          socket: z.nullable(z.string()),
          /** The system call in which a thread waits for clients; null: none is seen to. */
          waitsIn: z.nullable(z.string()),
        }),
      ),
    }),
  ),
  /** The oldest holder, where it opened the target (likely). */
  openedBy: z.nullable(named),
  /** "net:[N]"; null: the network namespace of procdoc, or not a network socket. */
  networkNamespace: z.nullable(z.string()),
  socket,
  /** Who has the other end of a UNIX socket or a pseudoterminal. */
  peers: z.array(z.strictObject({pid: z.int(), comm: z.string(), fd: z.int()})),
  /** A sentence; null where no holder is visible. */
  release: z.nullable(z.string()),
});

const content = {
  /** All targets, with blanks between. */
  target: z.string(),
  targets: z.readonly(z.array(z.string())),
  descriptions: z.array(description),
  executedBy: z.array(z.strictObject({target: z.string(), pid: z.int(), comm: z.string()})),
  /**
   * Processes that use the target without a descriptor: as working or root directory, or mapped. Of the root of a mount,
   * all that use anything on it, executed and open files included.
   */
  usedBy: z.array(
    z.strictObject({
      target: z.string(),
      pid: z.int(),
      comm: z.string(),
      use: z.enum(['cwd', 'root', 'mapped', 'executed', 'open']),
      /** Of an open file on a mount: its descriptor, and what its link says; null: another use. */
      fd: z.nullable(z.int()),
      path: z.nullable(z.string()),
    }),
  ),
  /** Mounts, in whichever mount namespace, that keep the target in use. */
  mounts: z.array(
    z.strictObject({
      target: z.string(),
      /**
       * device: a file system on the target. copy: the file system of the target, or a part of it, which stays mounted there. below: on a
       * directory in the target. upon: on the target itself, in another mount namespace.
       */
      use: z.enum(['device', 'copy', 'below', 'upon']),
      /** "major:minor" of the file system. */
      device: z.string(),
      source: z.string(),
      root: z.string(),
      /** In that mount namespace. */
      mountPoint: z.string(),
      /** Whether it is in the mount namespace of procdoc. */
      ours: z.boolean(),
      /** The processes in another mount namespace. */
      processes: z.array(named),
    }),
  ),
  /** Targets that the kernel uses as swap space. */
  swaps: z.array(z.string()),
  /** Block devices that are built on a target: "dm-0", "md127". */
  devices: z.array(z.strictObject({target: z.string(), device: z.string()})),
  /** Loop devices that are attached to the target. */
  loopDevices: z.array(z.strictObject({target: z.string(), device: z.string(), backingFile: z.string()})),
  /** Sockets that no process has open: not yet, or no more. */
  nobodys: z.array(
    z.strictObject({
      target: z.string(),
      local: z.string(),
      remote: z.nullable(z.string()),
      state: z.string(),
    }),
  ),
  /** Who has each target, in a sentence: the first line of its text. */
  summaries: z.array(z.string()),
  remarks: z.array(z.string()),
};

export const holdersAnswer = answerOf('holders', content);
const holdersContent = z.strictObject(content);
export type HoldersContent = z.infer<typeof holdersContent>;
