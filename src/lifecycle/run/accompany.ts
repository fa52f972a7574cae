import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {becomeSubreaper} from '../../kernel/children/own-process.ts';
import {signalChild} from '../../kernel/children/signal-child.ts';
import {spawnChild} from '../../kernel/children/spawn.ts';
import {later} from '../../kernel/later.ts';
import {type Errno, found, type Read} from '../../kernel/read.ts';
import type {Death} from './death.ts';
import {DeathWatch} from './death-watch.ts';
import {Deferred} from './deferred.ts';
import {JobControl} from './job-control.ts';
import {Reaper} from './reaper.ts';
import {SignalRelay} from './signal-relay.ts';
import {inheritedOpenFiles, type Surroundings} from './surroundings.ts';
import {isEnd, type WaitEvent} from './wait-event.ts';

/** What to run, and for how long. */
export interface Order {
  /** The program, which is searched in PATH if it holds no slash, and its arguments. */
  readonly argv: readonly Uint8Array[];
  /** "NAME=value" each. */
  readonly environment: readonly Uint8Array[];
  /** Descriptors that it gets besides 0, 1 and 2. */
  readonly keptFds: readonly number[];
  /** After how many seconds it gets SIGTERM; undefined: never. */
  readonly timeoutSeconds: number | undefined;
  /** How long processes get to exit: after SIGTERM until SIGKILL, and after the command until they count as left behind. */
  readonly graceSeconds: number;
}

/** What is told while the command runs. */
export interface Listener {
  /** The command can't be sent this signal. */
  readonly onRefused: (signal: NodeJS.Signals, errno: Errno) => void;
  readonly onEvent: (event: WaitEvent) => void;
  /**
   * SIGUSR1: a look at what is left behind by now is asked for.
   * @param apart the pids of the command, and of what procdoc has for itself
   */
  readonly onAsked: (apart: ReadonlySet<number>) => void;
}

/** A command that was accompanied to its end. */
export interface Accompanied {
  readonly startedAtMs: number;
  readonly end: WaitEvent;
  /** Undefined where it exited by itself. */
  readonly death: Death | undefined;
  readonly timedOut: boolean;
  /** The signals that the command was sent because its time was over. */
  readonly timeoutSignals: readonly ('SIGTERM' | 'SIGKILL')[];
  /**
   * Resolves when nothing is left of the command's descendants, when the grace is over, or procdoc gets a signal: whether
   * nothing is left. The grace takes `leastSeconds` where it is shorter.
   */
  readonly untilNoneIsLeft: (leastSeconds?: number) => Promise<boolean>;
}

/**
 * Starts a command as procdoc's child, with what it would have at a login: default dispositions, an empty mask, no
 * descriptors but the standard ones. Passes signals on to it, adopts and reaps what it orphans, and waits until it exits.
 * The errno is that of the start: ENOENT, EACCES, ENOEXEC.
 */
export async function accompany(
  c: ChildFunctions,
  surroundings: Surroundings,
  order: Order,
  listener: Listener,
): Promise<Read<Accompanied>> {
  becomeSubreaper(c);
  const ended = new Deferred<WaitEvent>();
  let job: JobControl | undefined;
  const deaths = new DeathWatch(c, surroundings);
  const send = (signal: NodeJS.Signals): boolean => {
    const sent = job && signalChild(job.commandPid, signal);
    if (sent && !sent.ok) listener.onRefused(signal, sent.errno);
    return sent?.ok === true;
  };
  const relay = new SignalRelay(c, surroundings, send);
  const reaper = new Reaper(c, surroundings, event => {
    if (relay.owns(event)) return;
    listener.onEvent(event);
    if (!event.isCommand) {
      if (isEnd(event)) deaths.reaped(event.pid);
      return;
    }
    if (event.status.kind === 'stopped') relay.whileStopped(() => job?.commandStopped());
    if (!isEnd(event)) return;
    job?.close();
    job = undefined;
    ended.resolve(event);
  });
  // Without a listener, Node takes SIGUSR1 for a call for its debugger.
  process.on('SIGUSR1', () => {
    listener.onAsked(new Set([job?.commandPid, relay.ownPid].flatMap(pid => pid ?? [])));
  });
  const startedAtMs = Date.now();
  const pid = spawnChild(c, {
    ...order,
    descriptors: descriptorsOf(order),
    openFiles: inheritedOpenFiles(surroundings),
  });
  if (!pid.ok) {
    relay.retire(() => {});
    reaper.close();
    deaths.close();
    return pid;
  }
  job = new JobControl(c, surroundings, pid.value);
  const timeout = new Timeout(order, send);
  reaper.accompany(pid.value);
  const end = await ended.promise;
  const death = deaths.deathOf(end, timeout.sent);
  deaths.close();
  timeout.close();
  const interrupted = new Deferred<false>();
  relay.retire(() => interrupted.resolve(false));
  const untilNoneIsLeft = async (leastSeconds = 0) => {
    const late = new Deferred<false>();
    const cancel = later(Math.max(order.graceSeconds, leastSeconds), () => late.resolve(false));
    const isNoneLeft = reaper.noneIsLeft().then(() => true);
    const isOver = await Promise.race([isNoneLeft, late.promise, interrupted.promise]);
    cancel();
    return isOver;
  };
  return found({
    startedAtMs,
    end,
    death,
    timedOut: timeout.isOver,
    timeoutSignals: timeout.sent,
    untilNoneIsLeft,
  });
}

function descriptorsOf({keptFds}: Order): ReadonlyMap<number, number> {
  return new Map([0, 1, 2, ...keptFds].map(fd => [fd, fd]));
}

/** SIGTERM when the time is over, and SIGCONT, without which a stopped process does not get it; then SIGKILL. */
class Timeout {
  readonly sent: ('SIGTERM' | 'SIGKILL')[] = [];
  isOver = false;
  #cancel = () => {};

  constructor({timeoutSeconds, graceSeconds}: Order, send: (signal: NodeJS.Signals) => boolean) {
    if (timeoutSeconds === undefined) return;
    this.#cancel = later(timeoutSeconds, () => {
      this.isOver = true;
      if (send('SIGTERM')) this.sent.push('SIGTERM');
      send('SIGCONT');
      this.#cancel = later(graceSeconds, () => {
        if (send('SIGKILL')) this.sent.push('SIGKILL');
      });
    });
  }

  close(): void {
    this.#cancel();
  }
}
