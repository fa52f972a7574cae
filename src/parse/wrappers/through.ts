import {canKill} from '../signals/signal-actions.ts';
import {exitWith} from './rule.ts';
import type {Wrapper} from './wrapper.ts';

/** What became of a command, or of its wrappers, where wrappers ended as they did. */
export interface Through {
  /** From the one that runs the command outwards. */
  readonly wrappers: readonly Wrapper[];
  /** Whether the outermost is PID 1 of a container. */
  readonly isPid1: boolean;
  /** The exit statuses that the command can have had. */
  readonly exits: readonly number[];
  /** The signals that can have killed the command. */
  readonly signals: readonly number[];
  /** Whether it may be that the command was never started, and why. */
  readonly notStarted: ReadonlyArray<'not-found' | 'not-executable'>;
  /** The wrappers that can have ended so without regard to the command: of their own accord, or killed by a signal. */
  readonly itself: ReadonlyArray<{
    readonly wrapper: Wrapper;
    readonly signals: readonly number[];
    readonly failed: boolean;
  }>;
  /** Whether this end says nothing: success as well as death by any signal can have led to it. */
  readonly provesNothing: boolean;
}

const EXITS = Array.from({length: 256}, (_, status) => status);
const HIGHEST_SIGNAL = 64;
const SIGNALS = Array.from({length: HIGHEST_SIGNAL}, (_, at) => at + 1).filter(number => canKill(number));

/**
 * Inverts what wrappers make of the end of their commands: which ends of the command lead to one of these raw wait
 * statuses of the outermost wrapper.
 * @param wrappers the innermost, which runs the command, first
 */
export function lookThrough(wrappers: readonly Wrapper[], ends: readonly number[], isPid1: boolean): Through {
  const leads = (raws: readonly number[], from: number) =>
    passedOn(wrappers.slice(from), raws).some(raw => ends.includes(raw));
  const [innermost] = wrappers;
  const exits = EXITS.filter(status => leads([exitWith(status)], 0));
  const signals = SIGNALS.filter(number => leads([number], 0));
  const starts = {
    'not-found': innermost?.ofNotFound ?? [],
    'not-executable': innermost?.ofNotExecutable ?? [],
  };
  const itself = wrappers.map((wrapper, at) => ({
    wrapper,
    signals: SIGNALS.filter(number => leads([number], at + 1)),
    failed: leads(wrapper.own, at + 1),
  }));
  return {
    wrappers,
    isPid1,
    exits,
    signals,
    notStarted: (['not-found', 'not-executable'] as const).filter(why => leads(starts[why], 1)),
    itself: itself.filter(one => one.failed || one.signals.length > 0),
    provesNothing: exits.includes(0) && signals.length === SIGNALS.length,
  };
}

/** The raw statuses that the outermost of these wrappers can end with, where the innermost one's command ended so. */
export function passedOn(wrappers: readonly Wrapper[], raws: readonly number[]): readonly number[] {
  return wrappers.reduce(
    (inner: readonly number[], wrapper) => [
      ...new Set(
        inner.flatMap(raw => ((raw & 0x7f) === 0 ? wrapper.ofExit(raw >> 8) : wrapper.ofSignal(raw & 0x7f))),
      ),
    ],
    raws,
  );
}
