import {procdocCommand, type Seen} from '../rules/commands/printed-commands.ts';
import {listed} from '../rules/words/listed.ts';
import {named} from '../rules/words/named.ts';
import {printable} from './safe-text.ts';

/** As what a word of the command line was taken that could be the word for several things. */
export interface ResolvedName {
  readonly text: string;
  readonly as:
    | 'program'
    | 'script'
    | 'unit'
    | 'cgroup'
    | 'key'
    | 'listener'
    | 'container'
    | 'file'
    | 'port'
    | 'process'
    | 'holder'
    | 'session';
  readonly processes: ReadonlyArray<{
    readonly pid: number;
    readonly startTicks: number;
    readonly comm: string;
  }>;
}

/** A number alone, as a target of `holders`. */
export interface TakenNumber {
  readonly name: ResolvedName & {readonly as: 'file' | 'port' | 'process'};
  /** Whether a process has this pid, whatever the number was taken for. */
  readonly isPid: boolean;
}

/** As what a number was taken, and how to ask for the other things that it may be. */
export function takenNumberText(seen: Seen, {name: {text, as}, isPid}: TakenNumber): string {
  const process = isPid ? `; for process ${text}: ${procdocCommand(seen, 'inherited-fds', text)}` : '';
  switch (as) {
    case 'file':
      return `${text} is taken for the file of this name; for the port: ${procdocCommand(seen, 'holders', `:${text}`)}`;
    case 'port':
      return `${text} is taken for the port${process}`;
    case 'process':
      return `${text} is taken for the PID of a process; for the port: ${procdocCommand(seen, 'holders', `:${text}`)}`;
  }
}

/** What help says of a process that is asked for; procdoc(1) has the forms. */
export function byName(what: string): string {
  return `${what}, by PID, script, program, unit, container or :PORT`;
}

/** Of many processes, these are named. */
const MOST_NAMES = 5;

/** Which processes a name stands for: "worker.py is python3 (2940)"; undefined where the word itself says it. */
export function resolvedText({text, as, processes}: ResolvedName): string | undefined {
  if (as === 'key' || processes.length === 0) return undefined;
  const names = listed(processes.map(named), MOST_NAMES);
  return printable(`${text} is ${names}`);
}
