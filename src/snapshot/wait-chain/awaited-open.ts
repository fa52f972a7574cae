import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {OpeningCall} from '../../parse/calls/blocking-call.ts';
import {decodeWaitChannel} from '../../parse/calls/wait-channel.ts';
import {decodeText} from '../../parse/text.ts';
import type {Thread} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readText} from '../task-memory.ts';

/** PATH_MAX of <linux/limits.h>, with the NUL. */
const LONGEST_PATH = 4096;

/**
 * What a thread in open(2) waits for, in words: who has to open the other end of a FIFO, where the function it sleeps in
 * tells that it is one.
 * @param otherwise what can be said where that function tells something else
 */
export function awaitedInOpen(
  snapshot: Snapshot,
  thread: Thread,
  call: OpeningCall,
  otherwise: string,
): string {
  const path = openedPath(snapshot, thread, call);
  if (path === undefined) return otherwise;
  if (decodeWaitChannel(thread.waitChannel() ?? '') !== 'the other end of a FIFO')
    return `${otherwise}, to open ${path}`;
  const {accessMode} = call;
  if (accessMode === undefined) return `the other end of the FIFO ${path}`;
  return `a ${accessMode === 'r' ? 'writer' : 'reader'} that opens the FIFO ${path}`;
}

/** As the process names it: by its own root directory. */
function openedPath(
  snapshot: Snapshot,
  {tid}: Thread,
  {path: address, directoryFd}: OpeningCall,
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
