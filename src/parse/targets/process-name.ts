import {parsePid} from '../pid.ts';
import {type FindPort, type NoPort, type PortAddress, parsePortAddress} from './port-address.ts';

/** By what a process is asked for, as far as the text alone shows. */
export type ProcessName =
  | {readonly kind: 'pid'; readonly pid: number}
  /**
   * A pid, and what only one process with that pid ever has: its start in clock ticks since boot (field 22 of
   * proc_pid_stat(5)), as procdoc prints it, or the inode of its pidfd, as util-linux writes it.
   */
  | {readonly kind: 'key'; readonly pid: number; readonly mark: bigint}
  /** Whoever listens there. */
  | {readonly kind: 'port'; readonly port: PortAddress}
  /** The pid that it has in a pid namespace below; `container` is a name, or an id that may be shortened; null: any. */
  | {readonly kind: 'inner'; readonly pid: number; readonly container: string | null}
  /** A program, a script, a unit of systemd, or a cgroup. */
  | {readonly kind: 'name'; readonly name: string};

/** Why a text asks for no process. */
export type NoProcessName = {readonly kind: 'empty'} | {readonly kind: 'no-pid'} | NoPort;

/**
 * Reads how a process is asked for: "4711", "4711:81234" (pid and start, or pid and inode), ":8080" (see
 * parsePortAddress), "10 in web", "10 inside", or a name.
 */
export function parseProcessName(
  text: string,
  findPort: FindPort,
): ProcessName | {readonly problem: NoProcessName} {
  if (text === '') return {problem: {kind: 'empty'}};
  if (/^\d+$/.test(text)) {
    const pid = parsePid(text);
    return pid === undefined ? {problem: {kind: 'no-pid'}} : {kind: 'pid', pid};
  }
  const [, before = '', mark] = /^(\d+):(\d{1,20})$/.exec(text) ?? [];
  const keyed = parsePid(before);
  if (mark !== undefined)
    return keyed === undefined ? {problem: {kind: 'no-pid'}} : {kind: 'key', pid: keyed, mark: BigInt(mark)};
  const [, digits = '', container = null] = /^(\d+) in(?: (\S+)|side)$/.exec(text) ?? [];
  const inner = parsePid(digits);
  if (inner !== undefined) return {kind: 'inner', pid: inner, container};
  const port = parsePortAddress(text, findPort);
  if (port === undefined) return {kind: 'name', name: text};
  return 'problem' in port ? port : {kind: 'port', port};
}

/** A process as a command line can name it so that no later process with its pid is meant: "4711:81234". */
export function processKey(pid: number, startTicks: number): string {
  return `${pid}:${startTicks}`;
}
