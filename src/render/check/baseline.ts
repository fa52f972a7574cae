import {counted} from '../page.ts';

/** That the current findings were written to a baseline, for standard error. */
export function recordedText(findings: number, file: string): string {
  return `recorded ${counted(findings, 'finding')} in ${file}`;
}
