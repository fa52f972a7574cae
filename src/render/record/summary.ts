import {grouped} from '../../rules/words/listed.ts';
import type {RecordContent} from '../contract/record.ts';
import {counted} from '../page.ts';

/** What was recorded, for standard error. */
export function recordSummary({file, processes, descriptors, sizeBytes}: RecordContent): string {
  const what = `${counted(processes, 'process', 'processes')} and ${counted(descriptors, 'descriptor', 'descriptors')}`;
  return `recorded ${what} in ${file === '-' ? 'standard output' : file} (${grouped(Math.ceil(sizeBytes / 1000))} kB)`;
}
