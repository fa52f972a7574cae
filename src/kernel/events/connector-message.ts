import type {ProcessEvent} from './process-event.ts';

/** Sizes and constants of <linux/netlink.h>, <linux/connector.h> and <linux/cn_proc.h>. */
const NETLINK_HEADER = 16;
const CONNECTOR_HEADER = 20;
const NLMSG_DONE = 3;
const CN_IDX_PROC = 1;
const CN_VAL_PROC = 1;
const LISTEN = 1;

/** The kinds of events: `what` of struct proc_event. */
const kinds = {acknowledged: 0, fork: 1, exec: 2, exit: 0x8000_0000} as const;

/** Offsets in a message in bytes: `what`, then the CPU, the time (u64), and numbers by the kind of event (u32 each). */
const EVENT = NETLINK_HEADER + CONNECTOR_HEADER;
const [TIME, FIRST] = [EVENT + 8, EVENT + 16];
const SHORTEST = FIRST + 4;

/** What a message of the proc connector says. */
export type ConnectorMessage =
  | {readonly type: 'acknowledged'; readonly errno: number}
  /** A thread that isn't the first of its process has exited, with what would be the wait status by it alone. */
  | {readonly type: 'thread-exit'; readonly at: number; readonly pid: number; readonly status: number}
  | ProcessEvent;

/** The request to get the events from now on, or no more of them. */
export function encodeListen(pid: number): Uint8Array {
  const request = Buffer.alloc(EVENT + 4);
  request.writeUInt32LE(request.length, 0);
  request.writeUInt16LE(NLMSG_DONE, 4);
  request.writeUInt32LE(pid, 12);
  request.writeUInt32LE(CN_IDX_PROC, NETLINK_HEADER);
  request.writeUInt32LE(CN_VAL_PROC, NETLINK_HEADER + 4);
  request.writeUInt16LE(4, NETLINK_HEADER + 16);
  request.writeUInt32LE(LISTEN, EVENT);
  return request;
}

/** Decodes a message, in the byte order of x64 and arm64; undefined for other kinds, and for one that is too short. */
export function decodeConnectorMessage(bytes: Buffer): ConnectorMessage | undefined {
  if (bytes.length < SHORTEST) return undefined;
  const at = bytes.readUInt32LE(TIME) + bytes.readUInt32LE(TIME + 4) * 2 ** 32;
  const numberAt = (index: number) =>
    bytes.length < FIRST + 4 * index + 4 ? 0 : bytes.readUInt32LE(FIRST + 4 * index);
  const process = (pid: number) => ({pid, startTicks: undefined, comm: undefined});
  switch (bytes.readUInt32LE(EVENT)) {
    case kinds.acknowledged:
      return {type: 'acknowledged', errno: numberAt(0)};
    case kinds.fork: {
      const [ppid, tid, pid] = [numberAt(1), numberAt(2), numberAt(3)];
      return tid === pid ? {type: 'fork', at, process: process(pid), ppid} : undefined;
    }
    case kinds.exec:
      return {type: 'exec', at, process: process(numberAt(1))};
    case kinds.exit: {
      const [tid, pid, status] = [numberAt(0), numberAt(1), numberAt(2)];
      if (tid !== pid) return {type: 'thread-exit', at, pid, status};
      return {type: 'exit', at, process: process(pid), ppid: undefined, status};
    }
    default:
      return undefined;
  }
}
