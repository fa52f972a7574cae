import type {Platform} from '../signals/signals.ts';
import {isFailedCall} from '../wait-status/doubts.ts';
import {isDecimal, parseStatusNumber} from '../wait-status/status-number.ts';
import {systemdExitCode} from '../wait-status/systemd-exit-codes.ts';
import type {Interpretation} from './interpretation.ts';
import {READERS, type ReadAs} from './readers.ts';

/** Another reading of the same number, that says something else. */
export interface StatusAlternative {
  readonly readAs: ReadAs;
  /** One line with its author's notation: "$? 137 is 128 + 9: killed by SIGKILL (signal 9)". */
  readonly summary: string;
  /** Whether somebody can have got it: only the raw reading of a number that rather is another may be implausible. */
  readonly plausible: boolean;
  readonly implausibleBecause: string | null;
  readonly meaning: string;
  readonly causes: readonly string[];
}

/** From the most telling reading to the least; of those that say the same, the first is kept. */
const BY_LIKELIHOOD: readonly ReadAs[] = ['systemd', 'shell', 'container', 'python', 'node', 'wait'];

/**
 * What else a number may mean, the most likely first. None for what was written as a bit pattern (0x8900) and is a
 * plausible one, since people write exit codes in decimal.
 */
export function alternativesOf(
  input: string,
  readAs: ReadAs,
  asked: Interpretation,
  platform: Platform,
): readonly StatusAlternative[] {
  const number = parseStatusNumber(input);
  const isPlausible = asked.implausibleBecause === null;
  if (!number.ok || (isPlausible && !isDecimal(input))) return [];
  const said = new Set(isPlausible ? [outcome(asked)] : []);
  const found: StatusAlternative[] = [];
  for (const other of BY_LIKELIHOOD) {
    const interpretation = other === readAs ? undefined : plausibly(input, other, platform);
    if (interpretation === undefined) continue;
    if (other === 'systemd' && systemdExitCode(number.value)?.failed === undefined) continue;
    const key = outcome(interpretation) + (other === 'systemd' ? interpretation.meaning : '');
    if (said.has(key)) continue;
    said.add(key);
    const {status, implausibleBecause, meaning, causes} = interpretation;
    const plausible = implausibleBecause === null;
    found.push({readAs: other, summary: status.summary, plausible, implausibleBecause, meaning, causes});
  }
  return found;
}

/** What the text is under this reading; undefined where it is not of its form, or nobody can have got it. */
export function plausibly(text: string, readAs: ReadAs, platform: Platform): Interpretation | undefined {
  const result = READERS[readAs](text, platform);
  return result.ok && result.interpretation.implausibleBecause === null ? result.interpretation : undefined;
}

/**
 * Whether the first alternative beats a raw wait status. That of a plausible one does so too where exit codes are
 * what people meet: 1 and 2, and from 32 on (real-time signals kill few, and 139 is both SIGSEGV with a core and `$?`).
 */
export function isLikelier({raw, plausible}: {readonly raw: number; readonly plausible: boolean}): boolean {
  if (isFailedCall(raw)) return false;
  return !plausible || raw < 3 || raw >= 32;
}

function outcome({status}: Interpretation): string {
  const {kind, exitStatus, signalNumber, coreDumped} = status;
  return [kind, exitStatus, signalNumber, coreDumped].join(' ');
}
