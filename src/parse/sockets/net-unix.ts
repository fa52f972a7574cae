import {decodeText} from '../text.ts';

/** A socket in /proc/net/unix: unix(7). */
export interface UnixSocketLine {
  readonly inode: number;
  readonly type: 'stream' | 'datagram' | 'seqpacket';
  readonly state: 'LISTEN' | 'CONNECTED' | 'UNCONNECTED' | 'CONNECTING' | 'DISCONNECTING';
  /** The path to which the socket is bound, or "@name" for an abstract name; null for a socket that is not bound. */
  readonly name: string | null;
}

const types: Record<string, UnixSocketLine['type']> = {
  '0001': 'stream',
  '0002': 'datagram',
  '0005': 'seqpacket',
};
const states: Record<string, UnixSocketLine['state']> = {
  '01': 'UNCONNECTED',
  '02': 'CONNECTING',
  '03': 'CONNECTED',
  '04': 'DISCONNECTING',
};
/** __SO_ACCEPTCON: the socket listens. */
const LISTENING = 0x10000;

/** Parses /proc/net/unix; lines of another form (the heading) are left out. */
export function parseNetUnix(bytes: Buffer): UnixSocketLine[] {
  return decodeText(bytes)
    .split('\n')
    .flatMap(line => parseLine(line) ?? []);
}

function parseLine(line: string): UnixSocketLine | undefined {
  const fields =
    /^\S+: [0-9A-F]+ [0-9A-F]+ ([0-9A-F]{8}) ([0-9A-F]{4}) ([0-9A-F]{2})\s+(\d+)(?: (.*))?$/s.exec(line);
  const type = types[fields?.[2] ?? ''];
  const state = states[fields?.[3] ?? ''];
  if (!fields || !type || !state) return undefined;
  const listening = (Number.parseInt(fields[1] ?? '', 16) & LISTENING) !== 0;
  return {inode: Number(fields[4]), type, state: listening ? 'LISTEN' : state, name: fields[5] || null};
}
