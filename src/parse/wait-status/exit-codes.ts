import {canKill} from '../signals/signal-actions.ts';
import type {Platform} from '../signals/signals.ts';

/** The names in <sysexits.h>, BSD's codes, from 64 on: sysexits.h(3head). */
const SYSEXITS = [
  'EX_USAGE',
  'EX_DATAERR',
  'EX_NOINPUT',
  'EX_NOUSER',
  'EX_NOHOST',
  'EX_UNAVAILABLE',
  'EX_SOFTWARE',
  'EX_OSERR',
  'EX_OSFILE',
  'EX_CANTCREAT',
  'EX_IOERR',
  'EX_TEMPFAIL',
  'EX_PROTOCOL',
  'EX_NOPERM',
  'EX_CONFIG',
] as const;

const FIRST_SYSEXIT = 64;

/** The exit statuses that many programs use in one way. */
const CUSTOMARY = [0, 1, 2, 123, 124, 125, 126, 127, 128, 255] as const;

export type Sysexit = (typeof SYSEXITS)[number];
export type CustomaryExitCode = (typeof CUSTOMARY)[number];

/** What an exit status (0 to 255) usually means. Only 0 is success everywhere; the rest is custom. */
export type ExitCodeMeaning =
  | {readonly kind: 'sysexit'; readonly name: Sysexit}
  | {readonly kind: 'customary'; readonly code: CustomaryExitCode}
  /** 128 + n, by which shells report that signal n killed a command. */
  | {readonly kind: 'of-signal'; readonly signalNumber: number}
  | {readonly kind: 'not-agreed'};

/**
 * What a program that exited with this status usually means by it.
 * Sources: sysexits.h(3head), timeout(1), env(1), xargs(1), docker-run(1), Shell Command Language of POSIX (2.8.2).
 */
export function exitCodeMeaning(code: number, platform: Platform): ExitCodeMeaning {
  const name = SYSEXITS[code - FIRST_SYSEXIT];
  if (name !== undefined) return {kind: 'sysexit', name};
  const customary = CUSTOMARY.find(one => one === code);
  if (customary !== undefined) return {kind: 'customary', code: customary};
  const signalNumber = killingSignal(code, platform);
  return signalNumber === null ? {kind: 'not-agreed'} : {kind: 'of-signal', signalNumber};
}

/** n of 128 + n, where signal n can kill a process: by this code, shells and container runtimes report such a death. */
export function killingSignal(code: number, platform: Platform): number | null {
  return canKill(code - 128, platform) ? code - 128 : null;
}
