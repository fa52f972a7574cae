import {boolean, option} from '@oclif/core/flags';
import {PLATFORMS} from '../parse/signals/signals.ts';
import {READINGS} from '../parse/status-readings/status-readings.ts';
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
