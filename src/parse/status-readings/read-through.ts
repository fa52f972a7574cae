import type {Platform} from '../signals/signals.ts';
import {lookThrough} from '../wrappers/through.ts';
import {asPid1, type Wrapper} from '../wrappers/wrapper.ts';
import type {Interpretation} from './interpretation.ts';
import type {ReadAs} from './notation.ts';
import {readStatus, type StatusResult} from './status-readings.ts';

const EXIT_CODE = 0xff;

/**
 * Reads the status of the outermost of some wrappers, with what can have become of the command inside. Without `readAs`
 * a decimal number is what a shell reports of that wrapper. Under `container` the outermost wrapper is PID 1.
 * @param wrappers the innermost, which runs the command, first
 */
export function readStatusThrough(
  input: string,
  readAs: ReadAs | undefined,
  platform: Platform,
  wrappers: readonly Wrapper[],
): StatusResult {
  const asShell = readAs ?? (/^\s*0[xob]/i.test(input) ? undefined : 'shell');
  const first = readStatus(input, asShell, platform);
  const result = first.ok ? first : readStatus(input, readAs, platform);
  if (!result.ok) return result;
  const isPid1 = result.reading.notation.readAs === 'container';
  const chain = wrappers.map((wrapper, at) =>
    isPid1 && at === wrappers.length - 1 ? asPid1(wrapper) : wrapper,
  );
  const through = lookThrough(chain, endsOf(result.reading), isPid1);
  return {ok: true, reading: {...result.reading, alternatives: [], through}};
}

/** The raw wait statuses of a process of which somebody reports this. */
function endsOf({notation, status, doubt}: Interpretation): readonly number[] {
  const {raw} = status;
  const ends =
    doubt === null && status.kind !== 'stopped' ? [(raw & 0x7f) === 0 ? raw & 0xff00 : raw & 0x7f] : [];
  const code = 'value' in notation && hasExitCode(notation.readAs) ? notation.value : undefined;
  return code === undefined || code < 0 || code > EXIT_CODE ? ends : [...new Set([code << 8, ...ends])];
}

/** Whether what this author reports may be an exit status as well as the sum that it makes of a signal. */
function hasExitCode(readAs: ReadAs): boolean {
  return readAs === 'shell' || readAs === 'container';
}
