import {closeSync, openSync} from 'node:fs';
import {attempt, withDescriptor} from '../descriptor.ts';
import {found, type Read, unreadable} from '../read.ts';
import type {ChildFunctions} from './c-functions.ts';
import {spawnChild} from './spawn.ts';
import {awaitExit} from './wait.ts';
import {WITNESS_COMMAND} from './witness-command.ts';

const O_CLOEXEC = 0o2000000;
/**
 * A child in procdoc's process group that blocks some signals, so that those which the whole group got stay pending in it.
 * Nothing else tells a process whether others got a signal, too.
 */
export interface GroupWitness {
  readonly pid: number;
  /** Ends it. */
  readonly close: () => void;
}

/** Starts one. It reads a pipe whose only writer is procdoc, and so does not outlive procdoc, whatever kills that. */
export function startGroupWitness(c: ChildFunctions, signals: readonly number[]): Read<GroupWitness> {
  const pipe = Buffer.alloc(8);
  if (c.pipe2(pipe, O_CLOEXEC) !== 0) return unreadable(c.lastErrno());
  const [readEnd, writeEnd] = [pipe.readInt32LE(0), pipe.readInt32LE(4)];
  const pid = startReader(c, readEnd, signals);
  closeSync(readEnd);
  if (!pid.ok) {
    closeSync(writeEnd);
    return pid;
  }
  const close = () => {
    closeSync(writeEnd);
    process.kill(pid.value, 'SIGKILL');
    awaitExit(c, pid.value);
  };
  return found({pid: pid.value, close});
}

function startReader(c: ChildFunctions, pipe: number, blocked: readonly number[]): Read<number> {
  return withDescriptor(
    attempt(() => openSync('/dev/null', 'r+')),
    nothing =>
      spawnChild(c, {
        argv: WITNESS_COMMAND.map(word => Buffer.from(word)),
        environment: [],
        descriptors: new Map([
          [0, pipe],
          [1, nothing],
          [2, nothing],
        ]),
        blocked,
      }),
  );
}
