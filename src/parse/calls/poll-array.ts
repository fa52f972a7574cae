import type {Watched} from './blocking-call.ts';

/** struct pollfd, <asm-generic/poll.h>: the descriptor (int), the events asked for and those that came (short each). */
export const POLLFD_SIZE = 8;

const POLLIN = 0x001;
const POLLPRI = 0x002;
const POLLOUT = 0x004;
const POLLRDHUP = 0x2000;

/**
 * The array that poll(2) and ppoll(2) take, as it lies in memory. A negative descriptor is left out, as the
 * kernel does; an entry that asks for no event still reports a hang-up, which counts as news for a reader.
 */
export function parsePollArray(bytes: Buffer): Watched[] {
  const watched: Watched[] = [];
  for (let at = 0; at + POLLFD_SIZE <= bytes.length; at += POLLFD_SIZE) {
    const fd = bytes.readInt32LE(at);
    if (fd >= 0) watched.push(...watchedFor(fd, bytes.readUInt16LE(at + 4)));
  }
  return watched;
}

/** The directions that a set of poll(2) or epoll(7) events is about; the two share their numbers. */
export function watchedFor(fd: number, events: number): Watched[] {
  const writes = (events & POLLOUT) !== 0;
  const reads = (events & (POLLIN | POLLPRI | POLLRDHUP)) !== 0 || !writes;
  return [
    ...(reads ? [{fd, direction: 'read'} as const] : []),
    ...(writes ? [{fd, direction: 'write'} as const] : []),
  ];
}
