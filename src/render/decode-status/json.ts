import type {StatusReading} from '../../parse/status-readings/status-readings.ts';
import type {DecodeStatusContent} from '../contract/decode-status.ts';

/** The `decode-status` answer as the JSON contract has it. It is always complete: nothing is looked at. */
export function decodeStatusJson(readings: readonly StatusReading[]): DecodeStatusContent {
  return {statuses: [...readings]};
}
