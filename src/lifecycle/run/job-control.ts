import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {terminalPlace} from '../../kernel/children/own-process.ts';
import {signalChild} from '../../kernel/children/signal-child.ts';
import {orUndefined} from '../../kernel/read.ts';
import {parsePidStat} from '../../parse/process/pid-stat.ts';
import type {Surroundings} from './surroundings.ts';

/**
 * Stops procdoc while its command is stopped, so that the shell that waits for procdoc takes the terminal back, and
 * continues the command with procdoc.
 */
export class JobControl {
  readonly #c: ChildFunctions;
  readonly #surroundings: Surroundings;
  readonly commandPid: number;

  constructor(c: ChildFunctions, surroundings: Surroundings, commandPid: number) {
    this.#c = c;
    this.#surroundings = surroundings;
    this.commandPid = commandPid;
    process.on('SIGCONT', this.#continueCommand);
  }

  /** A shell waits only for its own jobs: elsewhere nobody would continue procdoc. */
  commandStopped(): void {
    if (this.#isStopped() && terminalPlace(this.#c)?.isJob) process.kill(process.pid, 'SIGSTOP');
  }

  close(): void {
    process.off('SIGCONT', this.#continueCommand);
  }

  /** `fg` continues the whole process group, and the command with it; kill(1) only procdoc. */
  readonly #continueCommand = (): void => {
    if (this.#isStopped()) signalChild(this.commandPid, 'SIGCONT');
  };

  #isStopped(): boolean {
    const {procfs} = this.#surroundings;
    const stat = procfs && orUndefined(procfs.read(`${this.commandPid}/stat`));
    return stat !== undefined && parsePidStat(stat)?.state === 'T';
  }
}
