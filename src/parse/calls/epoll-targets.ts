import {parseInode} from '../inode.ts';

/** A file that an epoll instance watches. */
export interface EpollTarget {
  /** The number it was added under, which may be closed now, or belong to another file. */
  readonly fd: number;
  /** The bits of epoll_ctl(2). */
  readonly events: number;
  /** The inode of the watched file, since Linux 4.13: it shows whether the descriptor is still that file. */
  readonly inode: number | `${bigint}` | undefined;
}

/** EP_PRIVATE_BITS of fs/eventpoll.c: how a target is watched. Where no other bit is set, EPOLLONESHOT has disarmed it. */
const HOW = 0xf000_0000;

const form = /^tfd:\s*(\d+) events:\s*([0-9a-f]+) .*?(?:ino:([0-9a-f]+).*)?$/;

/** The `tfd:` lines in the fdinfo of an epoll descriptor (proc_pid_fdinfo(5)), without those that are disarmed. */
export function parseEpollTargets(bytes: Buffer): EpollTarget[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .flatMap(line => {
      const [, fd, hex, inode] = form.exec(line) ?? [];
      if (fd === undefined || hex === undefined) return [];
      const events = Number.parseInt(hex, 16);
      if ((events & ~HOW) === 0) return [];
      return [{fd: Number(fd), events, inode: inode === undefined ? undefined : parseInode(`0x${inode}`)}];
    });
}
