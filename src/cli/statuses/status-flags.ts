import {boolean, option} from '@oclif/core/flags';
import {PLATFORMS, type Platform} from '../../parse/signals/signals.ts';
import {
  READINGS,
  type ReadAs,
  readStatus,
  type StatusResult,
} from '../../parse/status-readings/status-readings.ts';
import type {Wrapper} from '../../parse/wrappers/wrapper.ts';
import {throughFlag} from './wrapper-chain.ts';

/** How a status is read. */
export const statusFlags = {
  all: boolean({description: 'show implausible readings, too'}),
  as: option({
    options: READINGS,
    helpValue: 'READING',
    description: `read the number as this, and do not guess: ${READINGS.join(', ')}`,
  })(),
  through: throughFlag({
    description: 'the status is that of these wrappers around the command, the innermost first: timeout,ssh',
  }),
  platform: option({
    options: PLATFORMS,
    default: 'linux' as const,
    description: 'the system whose signal numbers and macros decode the status',
  })(),
};

/** Reads a status as the flags say; what wrappers make of one is loaded only where some were named. */
export async function statusReader(flags: {
  readonly as: ReadAs | undefined;
  readonly platform: Platform;
  readonly through: readonly Wrapper[] | undefined;
}): Promise<(text: string) => StatusResult> {
  const {as, platform, through} = flags;
  if (through === undefined) return text => readStatus(text, as, platform);
  const {readStatusThrough} = await import('../../parse/status-readings/read-through.ts');
  return text => readStatusThrough(text, as, platform, through);
}
