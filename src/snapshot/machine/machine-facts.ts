import {orUndefined} from '../../kernel/read.ts';
import {decodeText} from '../../parse/text.ts';
import type {Snapshot} from '../snapshot.ts';

/** What a machine is, and when and by whom it was looked at. */
export interface MachineFacts {
  /** Of Linux, as uname(2) has it; null where it can't be read. */
  readonly kernel: string | null;
  /** Node's name for the architecture. */
  readonly architecture: string;
  /** Milliseconds since the epoch; null where that can't be read. */
  readonly bootedAtMs: number | null;
  readonly takenAtMs: number;
  /** The effective user id of who looked. */
  readonly uid: number;
  readonly processes: number;
  readonly kernelThreads: number;
}

/** Reads what a machine is. What is missing is no gap in an answer about processes. */
export function readMachineFacts(snapshot: Snapshot): MachineFacts {
  const {procfs, host} = snapshot.machine;
  const release = orUndefined(procfs.read('sys/kernel/osrelease'));
  const stats = snapshot.stats();
  const kernelThreads = stats.filter(({kernelThread}) => kernelThread).length;
  return {
    kernel: release === undefined ? null : decodeText(release).trim(),
    architecture: host.arch,
    bootedAtMs: snapshot.bootMs() ?? null,
    takenAtMs: snapshot.takenAtMs(),
    uid: host.uid,
    processes: stats.length - kernelThreads,
    kernelThreads,
  };
}
