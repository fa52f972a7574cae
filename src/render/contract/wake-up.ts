import * as z from 'zod/mini';
import {accessMode, inode} from './common.ts';

/** A kind without fields. */
const bare = z.strictObject({
  kind: z.enum([
    'time',
    'lease-break-time',
    'signal',
    'own-thread',
    'shared-memory',
    'sharer-unseen',
    'eventfd',
    'procdoc',
    'self-pipe',
    'io',
    'file-change',
    'tracee-stop',
    'restarted-call',
    'terminal-hangup',
    'unseen',
    'writer-unseen',
    'reader-unseen',
    'child-unseen',
    'child-unknown',
    'pidfd-process-unseen',
    'watched-descriptors-unseen',
  ]),
});

const onPath = z.strictObject({
  kind: z.enum([
    'terminal-input',
    'terminal-output',
    'terminal-write',
    'terminal-open',
    'device',
    'file-system',
  ]),
  path: z.string(),
});

const onSocket = z.strictObject({kind: z.enum(['socket-unseen', 'peer-unseen']), socket: z.string()});

/** A file by its path, or where that is unknown as /proc/locks names it. */
const unseenFile = z.union([z.strictObject({path: z.string()}), z.strictObject({inode, device: z.string()})]);

/** What a task waits for, by the kernel function that it sleeps in. */
const waitChannel = z.enum([
  'pipe-data',
  'pipe-room',
  'child',
  'vforked-child',
  'own-thread',
  'time',
  'signal',
  'watched-descriptors',
  'file-lock',
  'socket',
  'connection',
  'terminal',
  'fifo-end',
  'lease',
  'fuse-answer',
]);

/** What can end a wait, where no process was found that can. */
export const wakeUp = z.union([
  bare,
  onPath,
  onSocket,
  z.strictObject({kind: z.literal('no-other-thread'), memory: z.enum(['own', 'shared'])}),
  z.strictObject({kind: z.literal('caught-signal'), signals: z.readonly(z.array(z.int()))}),
  /** The process that had the thread which took the lock. */
  z.strictObject({kind: z.literal('lock-copied-by-fork'), pid: z.int(), comm: z.string()}),
  z.strictObject({kind: z.literal('many-processes'), count: z.int()}),
  /** `accessMode`: how the waiter opens it, or has it open. */
  z.strictObject({kind: z.literal('fifo-end'), path: z.nullable(z.string()), accessMode}),
  z.strictObject({kind: z.literal('message'), at: z.nullable(z.string())}),
  z.strictObject({kind: z.literal('semaphore'), id: z.int()}),
  z.strictObject({kind: z.literal('ipc-queue'), id: z.int(), direction: z.enum(['read', 'write'])}),
  z.strictObject({kind: z.enum(['connection', 'datagram-reader']), at: z.string()}),
  z.strictObject({kind: z.literal('accept'), at: z.nullable(z.string()), socket: z.string()}),
  z.strictObject({kind: z.literal('anonymous-file'), target: z.string()}),
  z.strictObject({kind: z.literal('watched-file'), closedFd: z.int()}),
  z.strictObject({
    kind: z.literal('kernel-function'),
    function: z.string(),
    waitsFor: z.nullable(waitChannel),
  }),
  z.strictObject({kind: z.literal('open'), path: z.string(), function: z.nullable(z.string())}),
  z.strictObject({kind: z.literal('exit'), function: z.nullable(z.string())}),
  z.strictObject({kind: z.literal('kernel-wake-up'), function: z.nullable(z.string())}),
  z.strictObject({kind: z.literal('tracer-unseen'), pid: z.int()}),
  z.strictObject({kind: z.literal('fd-unseen'), fd: z.int()}),
  z.strictObject({
    kind: z.literal('socket-holder-unseen'),
    role: z.enum(['peer', 'listener']),
    socket: z.string(),
  }),
  z.strictObject({
    kind: z.literal('lock-holder-unseen'),
    class: z.enum(['flock', 'posix', 'ofd', 'lease']),
    file: z.nullable(unseenFile),
  }),
  z.strictObject({kind: z.literal('lease-holder-unseen'), file: unseenFile}),
]);
