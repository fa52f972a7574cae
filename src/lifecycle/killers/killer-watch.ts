import type {EventSource} from '../../kernel/events/process-event.ts';
import {openTracepoints} from '../../kernel/events/tracepoints.ts';
import {ticksSinceBoot} from '../../kernel/events/uptime.ts';
import {openLibc} from '../../kernel/libc.ts';
import {found, type Read} from '../../kernel/read.ts';
import type {Killer} from './killer.ts';
import {Killers} from './killers.ts';

/** Room for two thousand signals that arrive while procdoc is busy. */
const BUFFER_SIZE = 512 * 1024;

/**
 * Watches who sends signals on this machine, from now on: see `openTracepoints` for what that needs. The watch keeps
 * the event loop alive until it is closed.
 */
export async function openKillerWatch(): Promise<Read<KillerWatch>> {
  const libc = await openLibc();
  if (!libc.ok) return libc;
  const source = openTracepoints(libc.value, {types: ['signal', 'oom'], bufferSize: BUFFER_SIZE});
  return source.ok ? found(new KillerWatch(source.value)) : source;
}

/** Who killed which process, since the watch was opened. */
export class KillerWatch {
  readonly #source: EventSource;
  readonly #killers = new Killers(ticksSinceBoot());
  readonly #listener: {close(): void};
  #lost = 0;

  constructor(source: EventSource) {
    this.#source = source;
    this.#listener = source.onEvent(() => this.#take());
  }

  /**
   * Who killed a process by this signal; undefined where that wasn't seen.
   * @param process pid, and start in clock ticks since boot, undefined where it isn't known
   */
  killerOf(process: {pid: number; startTicks: number | undefined}, signal: number): Killer | undefined {
    this.#take();
    return this.#killers.killerOf(process, signal);
  }

  /** The process was reaped, and its pid can be that of another. */
  forget(pid: number): void {
    this.#killers.forget(pid);
  }

  close(): void {
    this.#listener.close();
    this.#source.close();
  }

  #take(): void {
    this.#source.drain(event => this.#killers.note(event));
    const {times: lost} = this.#source.lost();
    if (lost > this.#lost) this.#killers.missedSome(ticksSinceBoot());
    this.#lost = lost;
  }
}
