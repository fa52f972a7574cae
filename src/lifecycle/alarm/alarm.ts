import {type CommandEnd, runToEnd} from '../../kernel/start-command.ts';

export type {CommandEnd} from '../../kernel/start-command.ts';

/** What a command finds in its environment. */
export type AlarmVariables = Readonly<Record<string, string>>;

/** Runs a command for each alarm, one at a time: an alarm that comes meanwhile waits. */
export class Alarm {
  readonly #command: readonly string[];
  readonly #done: (end: CommandEnd) => void;
  #last: Promise<void> = Promise.resolve();

  /** @param done told how each run ended */
  constructor(command: readonly string[], done: (end: CommandEnd) => void) {
    this.#command = command;
    this.#done = done;
  }

  raise(variables: AlarmVariables): void {
    this.#last = this.#last.then(async () => this.#done(await runToEnd(this.#command, variables)));
  }

  /** Resolves when no command runs or waits. */
  idle(): Promise<void> {
    return this.#last;
  }
}
