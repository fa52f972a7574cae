import {grouped} from '../../rules/words/listed.ts';
import type {ReportContent} from '../contract/report.ts';

/** What the page says, and where it is, for standard error. */
export function reportSummary({file, sentence, sizeBytes}: ReportContent): string {
  const place = file === '-' ? 'standard output' : file;
  return `${sentence} Written to ${place} (${grouped(Math.ceil(sizeBytes / 1000))} kB)`;
}
