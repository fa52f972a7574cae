import {closeSync, readSync, statSync, writeSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import type {Libc} from '../libc.ts';
import {monotonicMs} from '../monotonic-ms.ts';
import {inInitialPidNamespace} from '../pid-namespace.ts';
import {found, orUndefined, type Read, unreadable} from '../read.ts';
import {type ConnectorMessage, decodeConnectorMessage, encodeListen} from './connector-message.ts';
import type {EventSource, LostEvents, ProcessEvent} from './process-event.ts';

/** Constants of <sys/socket.h> and <linux/netlink.h>. */
const AF_NETLINK = 16;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_CONNECTOR = 11;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
/** The multicast group of the proc connector, CN_IDX_PROC. */
const GROUP = 1;

/** Room for some seconds of twenty thousand forks each, where procdoc may have that much. */
const BUFFER_SIZE = 32 * 1024 * 1024;
const LONGEST_MESSAGE = 256;
/** How many messages are read before the acknowledgement, which the kernel sends at once, must have come. */
const MOST_BEFORE = 10_000;

/**
 * The events of all processes of the machine, by the proc connector of the kernel (drivers/connector/cn_proc.c of its
 * source): forks, calls of execve(2), exits with their statuses, and neither reaping nor signals. The names and starts of
 * processes are not in the events.
 *
 * EPERM: before Linux 6.6 it needs CAP_NET_ADMIN; the kernel never answers in a user namespace. EXDEV: procdoc isn't in
 * the initial pid namespace. ECONNREFUSED: it isn't in the initial network namespace. EPROTONOSUPPORT: the kernel was
 * built without it.
 */
export function openConnector(libc: Libc): Read<EventSource> {
  if (!inInitialPidNamespace()) return unreadable('EXDEV');
  const socket = libc.socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_CONNECTOR);
  if (!socket.ok) return socket;
  const listening = listen(libc, socket.value);
  if (listening.ok) return found(new Connector(libc, socket.value));
  closeSync(socket.value);
  return listening;
}

function listen(libc: Libc, socket: number): Read<true> {
  const forced = libc.setSocketOption(socket, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_SIZE);
  if (!forced.ok) libc.setSocketOption(socket, SOL_SOCKET, SO_RCVBUF, BUFFER_SIZE);
  // struct sockaddr_nl: family (u16), padding, port (0: the kernel chooses one), groups (u32 each).
  const address = Buffer.alloc(12);
  address.writeUInt16LE(AF_NETLINK, 0);
  address.writeUInt32LE(GROUP, 8);
  const bound = libc.bind(socket, address);
  if (!bound.ok) return bound;
  const asked = attempt(() => writeSync(socket, encodeListen(process.pid)));
  if (!asked.ok) return asked;
  for (let count = 0; count < MOST_BEFORE; count++) {
    const message = receive(socket);
    if (!message.ok) return unreadable(message.errno === 'EAGAIN' ? 'EPERM' : message.errno);
    if (message.value?.type !== 'acknowledged') continue;
    return message.value.errno === 0 ? found(true) : unreadable(libc.errnoName(message.value.errno));
  }
  return unreadable('ETIMEDOUT');
}

const message = Buffer.alloc(LONGEST_MESSAGE);

function receive(socket: number): Read<ConnectorMessage | undefined> {
  const length = attempt(() => readSync(socket, message));
  return length.ok ? found(decodeConnectorMessage(message.subarray(0, length.value))) : length;
}

class Connector implements EventSource {
  readonly ooms = false;
  readonly reaps = 'none';
  readonly #libc: Libc;
  readonly #socket: number;
  /** The exits of first threads whose processes go on by others. */
  readonly #exitedLeaders = new Map<number, ProcessEvent & {readonly type: 'exit'}>();
  #overruns = 0;

  constructor(libc: Libc, socket: number) {
    this.#libc = libc;
    this.#socket = socket;
  }

  drain(take: (event: ProcessEvent) => void): void {
    // Where processes fork faster than their events are read, the socket is never empty.
    const begunAt = monotonicMs() * 1e6;
    for (let at = 0; at <= begunAt; ) {
      const received = receive(this.#socket);
      if (received.ok) {
        const {value} = received;
        if (value === undefined || value.type === 'acknowledged') continue;
        at = value.at;
        const event = this.#processEvent(value);
        if (event) take(event);
      } else if (received.errno === 'ENOBUFS') this.#lose();
      else if (received.errno !== 'EINTR') return;
    }
  }

  lost(): LostEvents {
    return {times: this.#overruns, events: this.#overruns === 0 ? 0 : undefined};
  }

  onEvent(call: () => void): {close(): void} {
    return this.#libc.whileReadable(this.#socket, call);
  }

  close(): void {
    closeSync(this.#socket);
  }

  /** Of a process whose last thread's exit was lost, another look at /proc knows. */
  #lose(): void {
    this.#overruns++;
    this.#exitedLeaders.clear();
  }

  /** A process exits with its last thread, which need not be the first one. */
  #processEvent(message: Exclude<ConnectorMessage, {type: 'acknowledged'}>): ProcessEvent | undefined {
    switch (message.type) {
      case 'thread-exit': {
        const exit = this.#exitedLeaders.get(message.pid);
        if (!exit || hasOtherThreads(message.pid)) return undefined;
        this.#exitedLeaders.delete(message.pid);
        // All have one status where exit_group(2) or a signal ended them; else only the kernel knows.
        return {...exit, at: message.at, status: exit.status === message.status ? exit.status : undefined};
      }
      case 'exit':
        if (!hasOtherThreads(message.process.pid)) return message;
        this.#exitedLeaders.set(message.process.pid, message);
        return undefined;
      default:
        return message;
    }
  }
}

/** Whether a process has threads besides its first one: the links of its folder of threads are two more than they. */
function hasOtherThreads(pid: number): boolean {
  // Between two looks for the name the process may go: then stat(2) fails with ESRCH.
  const folder = orUndefined(attempt(() => statSync(`/proc/${pid}/task`)));
  return folder !== undefined && folder.nlink > 3;
}
