import {grouped} from './page.ts';

/** How far an answer is that takes long. */
export function progressText(reads: number): string {
  return `procdoc: read ${grouped(reads)} files of /proc …`;
}

/** How far an answer about several hosts is. */
export function hostsProgressText(done: number, all: number): string {
  return `procdoc: read ${grouped(done)} of ${grouped(all)} recordings …`;
}
