import {canKill, defaultAction} from '../signals/signal-actions.ts';
import type {Platform} from '../signals/signals.ts';
import {killingSignal} from '../wait-status/exit-codes.ts';
import {parseStatusNumber} from '../wait-status/status-number.ts';
import {
  accepted,
  type Interpreted,
  interpretExit,
  interpretKill,
  interpretWaitStatus,
  refused,
} from './interpretation.ts';

/** What shells and awks with a wider `$?` add to the number of a signal: ksh93 and awk's system() 256, yash 384. */
const WIDER = [256, 384];

/**
 * `$?` of sh, bash, dash and zsh: the exit status, or 128 + n for a command that signal n killed, or (after Ctrl-Z
 * in an interactive shell) stopped. Source: POSIX, Shell Command Language 2.8.2. Above 255 it is `$?` of ksh93 or yash, or
 * what system() of awk returns.
 */
export function parseShellStatus(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const {value} = number;
  const wider = WIDER.map(base => value - base).find(signal => canKill(signal, platform));
  if (wider !== undefined)
    return accepted(interpretKill(wider, platform, {readAs: 'shell', value, signalNumber: wider}));
  if (value < 0 || value > 255) return refused({kind: 'shell-range', text: text.trim()});
  const killer = killingSignal(value, platform);
  if (killer !== null)
    return accepted(interpretKill(killer, platform, {readAs: 'shell', value, signalNumber: killer}));
  const signalNumber = value - 128;
  if (defaultAction(signalNumber, platform) === 'stop') {
    const stopped = (signalNumber << 8) | 0x7f;
    return accepted(interpretWaitStatus(stopped, platform, {readAs: 'shell', value, signalNumber}));
  }
  return accepted(interpretExit(value, platform, {readAs: 'shell', value, signalNumber: null}));
}
