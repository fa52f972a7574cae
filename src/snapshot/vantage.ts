import type {Machine} from '../kernel/machine/machine.ts';
import {orUndefined} from '../kernel/read.ts';

/** From where a machine is looked at: whether what is said of it can be typed in this shell as it stands. */
export interface Vantage {
  /** Where the procfs is mounted, on the machine that is looked at. */
  readonly mount: string;
  /** The words of a command line that choose the source again: "--proc" and a folder, "--from" and a file; mostly none. */
  readonly flags: readonly string[];
  /** Whose pids the machine shows: those of this shell, those of another pid namespace, or recorded ones. */
  readonly pids: 'ours' | 'foreign' | 'recorded';
}

/** The machine of this shell, by its /proc. */
export const HERE: Vantage = {mount: '/proc', flags: [], pids: 'ours'};

/**
 * The vantage of a procfs.
 * @param mount where it is mounted, by an absolute path
 */
export function vantageOfProcfs(machine: Machine, mount: string): Vantage {
  const pids = shownPid(machine) === String(machine.host.pid) ? 'ours' : 'foreign';
  return {mount, flags: mount === HERE.mount ? [] : ['--proc', mount], pids};
}

/**
 * The vantage of a recording.
 * @param file as it was given on the command line
 */
export function vantageOfRecording({recorded}: Machine, file: string): Vantage {
  return {mount: recorded?.mount ?? HERE.mount, flags: ['--from', file], pids: 'recorded'};
}

/** The pid under which a procfs shows procdoc; undefined where it doesn't show procdoc. */
export function shownPid({procfs}: Machine): string | undefined {
  return orUndefined(procfs.link('self'))?.toString('latin1');
}
