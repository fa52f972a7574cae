import type {Recording} from '../../snapshot/survey/take-recording.ts';
import type {RecordContent} from '../contract/record.ts';

/** What was recorded, and in which file. */
export function recordJson(
  {processes, descriptors}: Recording,
  asked: Pick<RecordContent, 'file' | 'asked' | 'redacted' | 'sizeBytes'>,
): RecordContent {
  return {...asked, processes, descriptors};
}
