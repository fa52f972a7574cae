import {canKill} from '../signals/signal-actions.ts';
import type {Platform} from '../signals/signals.ts';
import {parseStatusNumber} from '../wait-status/status-number.ts';
import {accepted, type Interpreted, interpretKill, refused} from './interpretation.ts';
import type {WrapperSum} from './notation.ts';

/** The signals below SIGSYS, the last standard one: a wrapper seldom sees the death by another. */
const LAST_STANDARD_SIGNAL = 31;
/** Exit statuses 1 and 2 have their own customs, and so have 123 to 128. */
const SUMS: ReadonlyArray<
  readonly [sum: WrapperSum, from: number, to: number, signal: (exit: number) => number]
> = [
  ['n', 3, LAST_STANDARD_SIGNAL, exit => exit],
  ['128-n', 97, 122, exit => 128 - exit],
  ['256-n', 256 - LAST_STANDARD_SIGNAL, 254, exit => 256 - exit],
];

/**
 * The exit status of a wrapper that makes it of the signal n which killed its command: n itself (`setsid -w`, ksh93's
 * `exit $?`, busybox time, monit), 256 - n (Python's `sys.exit(returncode)`), or 128 - n (`git bisect run`).
 */
export function parseWrapperStatus(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const {value} = number;
  const [sum, , , signalOf] = SUMS.find(([, from, to]) => value >= from && value <= to) ?? [];
  const signalNumber = signalOf?.(value) ?? 0;
  if (sum === undefined || !canKill(signalNumber, platform))
    return refused({kind: 'wrapper-range', text: text.trim()});
  return accepted(interpretKill(signalNumber, platform, {readAs: 'wrapper', value, sum, signalNumber}));
}
