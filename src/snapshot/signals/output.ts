import {orUndefined} from '../../kernel/read.ts';
import {decodeText} from '../../parse/text.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** What standard output of a process leads to; null where it is closed, undefined where that can't be seen. */
export function standardOutput(process: Process): string | null | undefined {
  return targetOf(process, 1);
}

function targetOf(process: Process, wanted: 1 | 2): string | null | undefined {
  const descriptors = orUndefined(process.descriptors());
  const output = descriptors?.find(({fd}) => fd === wanted);
  return output ? orUndefined(output.target()) : descriptors && null;
}

/** Whether standard output leads into a pipe or socket; undefined where that can't be seen. */
export function writesIntoPipe(process: Process): boolean | undefined {
  const target = standardOutput(process);
  return target === undefined ? undefined : target !== null && /^(?:pipe|socket):/.test(target);
}

/**
 * Whether standard output leads to the journal: systemd(1) names the device and inode of its socket in JOURNAL_STREAM, or
 * those of standard error where both lead there by sockets of their own (systemd.exec(5)). Undefined where the environment can't be
 * read; no recording has it.
 */
export function writesIntoJournal({machine}: Snapshot, process: Process): boolean | undefined {
  const target = standardOutput(process);
  if (!target?.startsWith('socket:')) return target === undefined ? undefined : false;
  const environment = orUndefined(machine.procfs.read(`${process.pid}/environ`));
  if (environment === undefined) return undefined;
  const inode = /(?:^|\0)JOURNAL_STREAM=\d+:(\d+)(?:\0|$)/.exec(decodeText(environment))?.[1];
  return [target, targetOf(process, 2)].includes(`socket:[${inode}]`);
}
