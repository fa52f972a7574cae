import {openMachine} from '../../kernel/machine/machine.ts';
import {Alarm} from '../../lifecycle/alarm/alarm.ts';
import {type AlarmCause, Guard, scriptLook} from '../../lifecycle/alarm/guard.ts';
import {nameTest} from '../../lifecycle/watch/name-test.ts';
import type {Session} from '../../lifecycle/watch/session.ts';
import type {WatchEvent} from '../../lifecycle/watch/watch-event.ts';
import {parseCommandWords} from '../../parse/command-words.ts';
import {alarmEndText, alarmText, alarmVariables} from '../../render/watch/alarm.ts';
import {nothingToGuardText} from '../../render/watch/source.ts';
import {UsageError} from '../failures.ts';
import type {AskedProcess} from '../values.ts';

/** How often the code on disk is looked at: milliseconds. */
const LOOK_MS = 1000;

/** The flags of an alarm. */
export interface AlarmFlagValues {
  readonly expect: string | undefined;
  readonly 'on-death': string | undefined;
  readonly shell: boolean;
}

/** A script that is watched over, with the command that is run when it dies. */
export class Guarded {
  /** The script, as an argument would ask for it. */
  readonly asked: AskedProcess;
  readonly #script: string;
  readonly #guard: Guard;
  readonly #alarm: Alarm;
  readonly #note: (text: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(script: string, command: readonly string[], note: (text: string) => void) {
    this.asked = {text: script, name: {kind: 'name', name: script}};
    this.#script = script;
    this.#note = note;
    this.#guard = new Guard(nameTest(script), scriptLook(openMachine()));
    this.#alarm = new Alarm(command, end => {
      const text = alarmEndText(end);
      if (text !== undefined) note(text);
    });
  }

  /** Learns which processes run the script, and looks at its code from now on. */
  begin(session: Session): void {
    for (const {pid, comm} of session.living()) this.#guard.seed(pid, comm);
    if (this.#guard.count === 0) this.#note(nothingToGuardText(this.#script));
    this.#timer = setInterval(() => this.#raise(this.#guard.lookAtCode()), LOOK_MS);
  }

  take(event: WatchEvent): void {
    this.#raise(this.#guard.take(event));
  }

  /** Ends, once no command runs or waits. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#alarm.idle();
  }

  #raise(cause: AlarmCause | undefined): void {
    if (!cause) return;
    this.#note(alarmText(this.#script, cause));
    this.#alarm.raise(alarmVariables(this.#script, cause));
  }
}

/** The script of --expect; undefined without it. A command that can't be run is a usage error. */
export function guardedOf(
  {expect, 'on-death': line, shell}: AlarmFlagValues,
  note: (text: string) => void,
): Guarded | undefined {
  if (expect === undefined || line === undefined) return undefined;
  if (expect === '') throw new UsageError({kind: 'empty-name'});
  if (shell) return new Guarded(expect, ['sh', '-c', line], note);
  const words = parseCommandWords(line);
  if ('problem' in words) throw new UsageError({kind: 'no-alarm-command', problem: words.problem});
  return new Guarded(expect, words, note);
}
