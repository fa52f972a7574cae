import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {fileArgument} from '../../parse/calls/file-argument.ts';
import {syscallName} from '../../parse/calls/syscall-names.ts';
import type {Mount} from '../../parse/mountinfo.ts';
import {parsePidFdinfo} from '../../parse/process/pid-fdinfo.ts';
import {decodeText} from '../../parse/text.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readText} from '../task-memory.ts';
import type {Thread} from '../thread.ts';

/** PATH_MAX of <linux/limits.h>, with the NUL. */
const LONGEST_PATH = 4096;

/**
 * The mount on which the file lies that a thread's system call is about: by the descriptor, or by the path, which symbolic
 * links may lead elsewhere. Undefined where neither shows.
 */
export function askedMount(snapshot: Snapshot, process: Process, thread: Thread): Mount | undefined {
  const state = orUndefined(thread.syscall());
  const mounts = orUndefined(process.mounts());
  if (state?.kind !== 'in-syscall' || !mounts) return undefined;
  const name = syscallName(state.number, snapshot.machine.host.arch);
  const file = name === undefined ? undefined : fileArgument(name, state.args);
  if (!file) return undefined;
  if (file.kind === 'path') {
    const path = pathOf(snapshot, thread.tid, file.address, file.directoryFd);
    return path === undefined ? undefined : mountOf(mounts, path);
  }
  const info = orUndefined(snapshot.source.read(`${thread.tid}/fdinfo/${file.fd}`, parsePidFdinfo));
  return mounts.find(({id}) => id === info?.mountId);
}

/** The path in the process's own root directory, as a call has it at an address; a relative one where its folder is unknown. */
export function pathOf(
  snapshot: Snapshot,
  tid: number,
  address: bigint,
  directoryFd: number | undefined,
): string | undefined {
  const given = readText(snapshot, tid, address, LONGEST_PATH);
  if (given === undefined || given.length === 0) return undefined;
  const path = decodeText(given);
  if (posix.isAbsolute(path)) return path;
  const directory = orUndefined(
    snapshot.source.link(`${tid}/${directoryFd === undefined ? 'cwd' : `fd/${directoryFd}`}`),
  );
  return directory === undefined ? path : posix.join(directory, path);
}

/** The mount that a path leads to by its words: the last of those with the longest mount point. */
function mountOf(mounts: readonly Mount[], path: string): Mount | undefined {
  const isBelow = ({mountPoint}: Mount) =>
    mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`);
  return mounts
    .filter(isBelow)
    .reduce<Mount | undefined>(
      (best, one) => (best && best.mountPoint.length > one.mountPoint.length ? best : one),
      undefined,
    );
}
