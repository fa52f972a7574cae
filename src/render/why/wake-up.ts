import type {WaitChannel} from '../../parse/calls/wait-channel.ts';
import type {LockClass} from '../../parse/locks/lock-line.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {UnseenFile, WakeUp} from '../../snapshot/wait-chain/wake-up.ts';

/** How many signals are named. */
const NAMED = 3;

const unseen = '(not visible from here)';

/** The words for a kind without fields, or a function that makes them. */
type Words = {
  readonly [Kind in WakeUp['kind']]: string | ((wakeUp: Extract<WakeUp, {readonly kind: Kind}>) => string);
};

const words: Words = {
  time: 'time',
  'lease-break-time': 'time (fs.lease-break-time)',
  signal: 'a signal',
  'own-thread': 'another thread of its own',
  'shared-memory': 'another thread of its own, or a process that shares its memory',
  'sharer-unseen': 'another process that maps this memory',
  'no-other-thread': ({memory}) =>
    memory === 'own'
      ? 'a wake-up that no other thread can give: it waits for itself (likely)'
      : 'a wake-up that only a process sharing its memory can give',
  'lock-copied-by-fork': parent =>
    `a lock that another thread of ${named(parent)} held at the fork: nothing releases the copy (likely)`,
  'caught-signal': ({signals}) =>
    `a signal that it catches (${listed(
      signals.map(signal => signalName(signal)?.slice(3) ?? String(signal)),
      NAMED,
    )})`,
  eventfd: 'a write to an eventfd',
  procdoc: 'procdoc itself, which is answering',
  'self-pipe': 'a write to its own self-pipe',
  semaphore: ({id}) => `a change of System V semaphore set ${id} by any process`,
  io: 'I/O',
  'file-change': 'a change to the files it watches',
  'tracee-stop': 'the stop its tracee is in',
  'restarted-call': "the end of a restarted system call (which one isn't known)",
  'many-processes': ({count}) => `any of ${count} processes`,
  'fifo-end': ({path, accessMode}) => {
    const fifo = path === null ? 'a FIFO' : `the FIFO ${path}`;
    if (accessMode === null) return `the other end of ${fifo}`;
    return `a ${accessMode === 'r' ? 'writer' : 'reader'} that opens ${fifo}`;
  },
  message: ({at}) => (at === null ? 'a message' : `a message to ${at}`),
  'ipc-queue': ({id, direction}) =>
    `${direction === 'read' ? 'a message from any process in' : 'room in'} System V message queue ${id}`,
  connection: ({at}) => `a connection to ${at}`,
  accept: ({at, socket}) =>
    at === null
      ? `a process that accepts its connection on ${socket}`
      : `a listener at ${at} that accepts its connection`,
  'datagram-reader': ({at}) => `a process that reads what it sends through ${at}`,
  'terminal-input': ({path}) => `input on ${path}`,
  'terminal-output': ({path}) => `room for output on ${path}`,
  'terminal-write': ({path}) => `a write to ${path}`,
  'terminal-open': ({path}) => `a process that opens ${path}`,
  'terminal-hangup': 'a hang-up of its terminal',
  device: ({path}) => `the device ${path}`,
  'file-system': ({path}) => `the file system, for ${path}`,
  'anonymous-file': ({target}) => target,
  'watched-file': ({closedFd}) => `a file that it still watches, though its fd ${closedFd} is closed`,
  'kernel-function': ({function: name, waitsFor}) =>
    waitsFor === null ? `the kernel, in ${name}` : channelWords[waitsFor],
  open: ({path, function: name}) =>
    name === null
      ? `something not visible from here, to open ${path}`
      : `the kernel, in ${name}, to open ${path}`,
  exit: ({function: name}) => {
    if (name !== null && namespaceWaits.has(name))
      return 'every other process of its pid namespace to exit and be reaped';
    return `the kernel to finish its exit${name === null ? '' : `, in ${name}`}`;
  },
  'kernel-wake-up': ({function: name}) => `a wake-up inside the kernel${name === null ? '' : `, in ${name}`}`,
  unseen: 'something not visible from here',
  'writer-unseen': `a writer ${unseen}`,
  'reader-unseen': `a reader ${unseen}`,
  'child-unseen': `a child ${unseen}`,
  'child-unknown': "a child (which one isn't visible from here)",
  'pidfd-process-unseen': `the process of a pidfd ${unseen}`,
  'tracer-unseen': ({pid}) => `its tracer ${pid} ${unseen}`,
  'fd-unseen': ({fd}) => `the file behind its fd ${fd} ${unseen}`,
  'watched-descriptors-unseen': `the descriptors it watches ${unseen}`,
  'socket-unseen': ({socket}) => `traffic on ${socket}, whose type and peer aren't visible from here`,
  'peer-unseen': ({socket}) => `the peer of ${socket} ${unseen}`,
  'socket-holder-unseen': ({role, socket}) =>
    role === 'peer'
      ? `its peer ${socket}, whose process isn't visible from here`
      : `the listener ${socket}, whose process isn't visible from here`,
  'lock-holder-unseen': ({class: lockClass, file}) =>
    file === null
      ? `${lockNames[lockClass]} on a file ${unseen}`
      : `${lockNames[lockClass]} on ${fileText(file)}, whose holder isn't visible from here`,
  'lease-holder-unseen': ({file}) => `a lease on ${fileText(file)}, whose holder isn't visible from here`,
};

/** Where an exiting PID 1 waits for its pid namespace: pid_namespaces(7). No other exit waits for processes. */
const namespaceWaits: ReadonlySet<string> = new Set(['zap_pid_ns_processes', 'kernel_wait4', 'do_wait']);

const lockNames: Readonly<Record<LockClass, string>> = {
  flock: 'a flock lock',
  posix: 'a POSIX lock',
  ofd: 'an OFD lock',
  lease: 'a lease',
};

const channelWords: Readonly<Record<WaitChannel, string>> = {
  'pipe-data': 'data from a pipe',
  'pipe-room': 'room in a pipe',
  child: 'a child',
  'vforked-child': 'a child of its vfork',
  'own-thread': 'another thread of its own',
  time: 'time',
  signal: 'a signal',
  'watched-descriptors': 'descriptors it watches',
  'file-lock': 'a file lock',
  socket: 'a socket',
  connection: 'a connection',
  terminal: 'a terminal',
  'fifo-end': 'the other end of a FIFO',
  lease: 'a lease to be given back',
  'fuse-answer': 'an answer from the server of a FUSE file system',
};

/** What ends a wait, as the end of a sentence: "time", "a writer that opens the FIFO /run/x". */
export function wakeUpText<Kind extends WakeUp['kind']>(
  wakeUp: Extract<WakeUp, {readonly kind: Kind}>,
): string {
  const word = words[wakeUp.kind as Kind];
  return typeof word === 'string' ? word : word(wakeUp);
}

function fileText(file: UnseenFile): string {
  return 'path' in file ? file.path : `inode ${file.inode} of device ${file.device}`;
}
