import {grouped} from './page.ts';

/** How far an answer is that takes long. */
export function progressText(reads: number): string {
  return `procdoc: read ${grouped(reads)} files of /proc …`;
}
