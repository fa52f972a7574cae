import type {Host} from '../host.ts';
import type {BoundSocket} from '../inet-diag.ts';
import type {SocketTimeouts} from '../pidfd.ts';
import type {FileStat} from '../procfs.ts';
import type {Errno} from '../read.ts';
import type {DescriptorId} from '../syscalls.ts';
import type {TerminalSettings} from '../terminal-settings.ts';
import type {UnixSocket} from '../unix-diag.ts';
import {escapeName, escapeWord} from './bytes.ts';
import {Fields, fieldsLine, RecordingError} from './fields.ts';
import {type Codec, lineCodec, linesCodec, requireBytes} from './line-codec.ts';
import {descriptorName} from './names.ts';

/** The facts of a machine, and of the recording. */
export interface HostFacts extends Pick<Host, 'platform' | 'arch' | 'pid' | 'uid'> {
  /** When the recording was made, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Where the procfs was mounted. */
  readonly mount: string;
  /** The pids of a recording that is about some processes only. */
  readonly asked?: readonly number[];
}

/** The content of a file, or the target of a link, as it is. */
export const bytesCodec: Codec<Buffer> = {
  encode: bytes => bytes,
  decode: bytes => bytes,
  isPlain: true,
};

/** An errno as an answer; ENOSYS where an older recording has a sentence in its place. */
export const errnoCodec: Codec<Errno> = {
  encode: errno => errno,
  decode: bytes => /^E[A-Z0-9]+$/.exec(bytes.toString('latin1'))?.[0] ?? 'ENOSYS',
};

/** For questions whose failures alone are noted one by one. */
export const failureCodec: Codec<never> = {
  encode: value => value,
  decode() {
    throw new RecordingError({kind: 'answer-for-errno'});
  },
};

/** For a system call that works, of which nothing else is noted. */
export const usableCodec = lineCodec<true>(
  () => 'usable',
  line => {
    new Fields(`it=${line}`).oneOf('it', ['usable']);
    return true;
  },
);

export const sharedCodec = lineCodec<boolean>(
  shared => (shared ? 'shared' : 'separate'),
  line => new Fields(`it=${line}`).oneOf('it', ['shared', 'separate']) === 'shared',
);

export const hostCodec = lineCodec<HostFacts>(
  ({nowMs, mount, asked, ...facts}) =>
    fieldsLine({
      ...facts,
      now: new Date(nowMs).toISOString(),
      mount: escapeWord(Buffer.from(mount)),
      asked: asked?.join(),
    }),
  line => {
    const fields = new Fields(line);
    return {
      platform: fields.word('platform'),
      arch: fields.word('arch'),
      pid: fields.number('pid'),
      uid: fields.number('uid'),
      nowMs: fields.time('now'),
      mount: fields.has('mount') ? requireBytes(fields.word('mount')).toString() : '/proc',
      ...(fields.has('asked') && {asked: fields.pids('asked')}),
    };
  },
);

/** The type of a file system: its magic number, in hexadecimal as in statfs(2). */
export const fileSystemTypeCodec = lineCodec<number>(
  type => `0x${type.toString(16)}`,
  line => Number(new Fields(`type=${line}`).bigint('type')),
);

export const statCodec = lineCodec<FileStat>(
  stat => fieldsLine({...stat}),
  line => {
    const fields = new Fields(line);
    const optional = (name: string) => (fields.has(name) ? fields.number(name) : undefined);
    return {
      ...(fields.has('rawDevice') && {rawDevice: fields.number('rawDevice')}),
      kind: fields.oneOf('kind', [
        'file',
        'directory',
        'fifo',
        'socket',
        'character-device',
        'block-device',
        'other',
      ]),
      device: fields.number('device'),
      inode: fields.inode('inode'),
      size: fields.number('size'),
      allocated: optional('allocated'),
      mode: optional('mode'),
      links: fields.number('links'),
      modifiedMs: fields.number('modifiedMs'),
      changedMs: fields.number('changedMs'),
    };
  },
);

const namesInLines = linesCodec<string>(escapeName, line => requireBytes(line).toString(), 'escaped');

/** The names in a directory, each as a word on a line of its own, because a name can have a newline. */
export const namesCodec: typeof namesInLines = {
  ...namesInLines,
  decode(bytes) {
    const text = bytes.toString('latin1');
    // Of most directories, no name has anything escaped.
    return /^[\n!-[\]-~]*$/.test(text) ? text.split('\n').slice(0, -1) : namesInLines.decode(bytes);
  },
};

/** The descriptors of each open file description on a line, in the order of kcmp(2). */
export const descriptionsCodec: Codec<Iterable<readonly DescriptorId[]>> = linesCodec(
  (descriptors: readonly DescriptorId[]) => descriptors.map(descriptorName).join(' '),
  line => line.split(' ').map(descriptorFromName),
  /^(?!\|\d{1,9}:\d{1,9}(?: \d{1,9}:\d{1,9})*$)./m,
);

/** Unix sockets by inode. */
export const unixSocketsCodec = linesCodec<readonly [inode: number, UnixSocket]>(
  ([inode, {name, queuedInodes, ...socket}]) =>
    fieldsLine({inode, ...socket, queued: queuedInodes?.join(), name: name && escapeWord(name)}),
  line => {
    const fields = new Fields(line);
    const socket = {
      type: fields.oneOf('type', ['stream', 'datagram', 'seqpacket', 'unknown']),
      state: fields.oneOf('state', ['CONNECTED', 'LISTEN', 'UNCONNECTED', 'unknown']),
      peerInode: fields.has('peerInode') ? fields.number('peerInode') : undefined,
      name: fields.has('name') ? requireBytes(fields.word('name')) : undefined,
      ...(fields.has('queued') && {queuedInodes: fields.pids('queued')}),
    };
    return [fields.number('inode'), socket];
  },
  /^(?!\|inode=\d{1,20} type=(?:stream|datagram|seqpacket) state=(?:CONNECTED|LISTEN|UNCONNECTED)(?: peerInode=\d{1,20})?$)./m,
);

/** How a terminal is set. */
export const terminalCodec = lineCodec<TerminalSettings>(
  settings => fieldsLine({...settings}),
  line => {
    const fields = new Fields(line);
    return {canonical: isTrue(fields, 'canonical'), echo: isTrue(fields, 'echo')};
  },
);

/** Which waits for a socket end by time. */
export const socketTimeoutsCodec = lineCodec<SocketTimeouts>(
  timeouts => fieldsLine({...timeouts}),
  line => {
    const fields = new Fields(line);
    return {receive: isTrue(fields, 'receive'), send: isTrue(fields, 'send')};
  },
);

function isTrue(fields: Fields, name: string): boolean {
  return fields.oneOf(name, ['true', 'false']) === 'true';
}

/** TCP sockets that are bound only. */
export const boundSocketsCodec = linesCodec<BoundSocket>(
  ({inode, address, port}) => fieldsLine({inode, port, address: Buffer.from(address).toString('hex')}),
  line => {
    const fields = new Fields(line);
    const address = Uint8Array.from(Buffer.from(fields.word('address'), 'hex'));
    return {inode: fields.number('inode'), address, port: fields.number('port')};
  },
);

function descriptorFromName(name: string): DescriptorId {
  const [, pid, fd] = /^(\d+):(\d+)$/.exec(name) ?? [];
  if (pid === undefined) throw new RecordingError({kind: 'no-descriptor', word: name});
  return {pid: Number(pid), fd: Number(fd)};
}
