import type {Platform} from '../signals/signals.ts';
import {isFailedCall} from '../wait-status/doubts.ts';
import {exitCodeMeaning} from '../wait-status/exit-codes.ts';
import {isDecimal, parseStatusNumber} from '../wait-status/status-number.ts';
import {systemdExitCode} from '../wait-status/systemd-exit-codes.ts';
import type {Interpretation} from './interpretation.ts';
import type {ReadAs} from './notation.ts';
import {READERS} from './readers.ts';
import {looksLikeWindows} from './windows-exit-code.ts';

/** The readings, the most likely first; of readings that say the same, the first is kept. */
const BY_LIKELIHOOD: readonly ReadAs[] = [
  'windows',
  'systemd',
  'shell',
  'container',
  'python',
  'node',
  'wrapper',
  'wait',
  'ocaml',
];
/** Of more than this many alternatives, the reader learns less. */
const MOST = 3;
/** From 241 (SIGTERM) to 253 (SIGQUIT), 256 - n is likelier than a name of systemd's for the same number. */
const LIKELY_REMAINDER = {from: 241, to: 253};

/**
 * What else a number may mean, the most likely first. For what was written as a bit pattern (0x8900) and is a plausible
 * one, since people write exit codes in decimal, only what a wrapper may have made its exit status of.
 */
export function alternativesOf(
  input: string,
  asked: Interpretation,
  platform: Platform,
): readonly Interpretation[] {
  const number = parseStatusNumber(input);
  const isPlausible = asked.doubt === null;
  if (!number.ok || (isPlausible && !isDecimal(input))) return passedOn(asked, platform);
  const known = new Set(isPlausible ? [outcome(asked)] : []);
  const found: Interpretation[] = [];
  for (const readAs of orderFor(number.value)) {
    const other = readAs === asked.notation.readAs ? undefined : plausibly(input, readAs, platform);
    if (other === undefined) continue;
    // Who reports a number is news, whatever the number says elsewhere: a failure of systemd to start the program, a wrapper.
    const isNews =
      readAs === 'systemd' ||
      readAs === 'windows' ||
      (readAs === 'wrapper' && asked.notation.readAs === 'wait');
    if (!isNews && known.has(outcome(other))) continue;
    if (readAs !== 'systemd') known.add(outcome(other));
    found.push(other);
  }
  return [...found, ...(found.some(isOfWrapper) ? [] : passedOn(asked, platform))].slice(0, MOST);
}

/** The readings that are worth a thought for this number, the most likely first. */
function orderFor(value: number): readonly ReadAs[] {
  const isRemainder = value >= LIKELY_REMAINDER.from && value <= LIKELY_REMAINDER.to;
  const order = BY_LIKELIHOOD.filter(readAs => {
    if (readAs === 'windows') return looksLikeWindows(value) || value === 2 ** 32 - 1;
    if (readAs === 'ocaml') return value < 0;
    return readAs !== 'systemd' || systemdExitCode(value)?.kind === 'start-failure';
  });
  return isRemainder ? ['wrapper', ...order.filter(readAs => readAs !== 'wrapper')] : order;
}

/** What a wrapper may have made an exit status of that has no agreed meaning; a list of none or one. */
function passedOn({notation, status, doubt}: Interpretation, platform: Platform): Interpretation[] {
  const {exitStatus} = status;
  if (doubt !== null || exitStatus === undefined || notation.readAs === 'wrapper') return [];
  if (exitCodeMeaning(exitStatus, platform).kind !== 'not-agreed') return [];
  return [plausibly(`${exitStatus}`, 'wrapper', platform) ?? []].flat();
}

function isOfWrapper({notation}: Interpretation): boolean {
  return notation.readAs === 'wrapper';
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
  return [kind, exitStatus, signalNumber, coreDumped === true].join(' ');
}
