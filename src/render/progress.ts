import {grouped} from '../rules/words/listed.ts';

/** How wide a bar is, in columns. */
const BAR = 24;

/** How far an answer is that takes long. */
export function progressText(reads: number): string {
  return `procdoc: read ${grouped(reads)} files of /proc …`;
}

/** How far an answer about several hosts is. */
export function hostsProgressText(done: number, all: number): string {
  return `procdoc: ${barText(done, all)} ${grouped(done)} of ${grouped(all)} recordings`;
}

/** How far a recording is. */
export function recordProgressText(done: number, all: number): string {
  return `procdoc: ${barText(done, all)} ${grouped(done)} of ${grouped(all)} processes`;
}

/** "[======>                 ]": in ASCII, whatever the locale. */
function barText(done: number, all: number): string {
  const length = Math.min(BAR, Math.floor((done / Math.max(all, 1)) * BAR));
  const filled = '='.repeat(length);
  return `[${`${length === BAR ? filled : `${filled}>`}`.padEnd(BAR)}]`;
}
