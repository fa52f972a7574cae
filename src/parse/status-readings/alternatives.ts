import type {Platform} from '../signals/signals.ts';
import {isFailedCall} from '../wait-status/doubts.ts';
import {isDecimal, parseStatusNumber} from '../wait-status/status-number.ts';
import {systemdExitCode} from '../wait-status/systemd-exit-codes.ts';
import type {Interpretation} from './interpretation.ts';
import type {ReadAs} from './notation.ts';
import {READERS} from './readers.ts';

/** The readings, the most likely first; of readings that say the same, the first is kept. */
const BY_LIKELIHOOD: readonly ReadAs[] = ['systemd', 'shell', 'container', 'python', 'node', 'wait'];

/**
 * What else a number may mean, the most likely first. None for what was written as a bit pattern (0x8900) and is a
 * plausible one, since people write exit codes in decimal.
 */
export function alternativesOf(
  input: string,
  asked: Interpretation,
  platform: Platform,
): readonly Interpretation[] {
  const number = parseStatusNumber(input);
  const isPlausible = asked.doubt === null;
  if (!number.ok || (isPlausible && !isDecimal(input))) return [];
  const startFailed = systemdExitCode(number.value)?.kind === 'start-failure';
  const known = new Set(isPlausible ? [outcome(asked)] : []);
  const found: Interpretation[] = [];
  for (const readAs of BY_LIKELIHOOD) {
    const other = readAs === asked.notation.readAs ? undefined : plausibly(input, readAs, platform);
    if (other === undefined || (readAs === 'systemd' && !startFailed)) continue;
    // A failure of systemd to start the program is news, whatever the exit status says elsewhere.
    if (readAs !== 'systemd' && known.has(outcome(other))) continue;
    if (readAs !== 'systemd') known.add(outcome(other));
    found.push(other);
  }
  return found;
}

/** What the text is under this reading; undefined where the text is not of its form, or the status is implausible. */
export function plausibly(text: string, readAs: ReadAs, platform: Platform): Interpretation | undefined {
  const result = READERS[readAs](text, platform);
  return result.ok && result.interpretation.doubt === null ? result.interpretation : undefined;
}

/**
 * Whether the first alternative beats a raw wait status. It beats a plausible one, too, where exit codes are what
 * people meet: 1 and 2, and from 32 on (real-time signals kill few, and 139 is both SIGSEGV with a core and `$?`).
 */
export function isLikelier({status, doubt}: Interpretation): boolean {
  if (isFailedCall(status.raw)) return false;
  return doubt !== null || status.raw < 3 || status.raw >= 32;
}

function outcome({status}: Interpretation): string {
  const {kind, exitStatus, signalNumber, coreDumped} = status;
  return [kind, exitStatus, signalNumber, coreDumped].join(' ');
}
