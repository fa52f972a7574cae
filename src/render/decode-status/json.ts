import type {StatusReading} from '../../parse/status-readings.ts';

/** The `decode-status` answer as the JSON contract has it. */
export function decodeStatusJson(readings: readonly StatusReading[]): Record<string, unknown> {
  return {complete: true, unreadable: [], statuses: readings};
}
