import type {StatusReading} from '../../parse/status-readings/status-readings.ts';
import type {Column} from '../listings/columns.ts';
import {summaryText} from './summary.ts';
import {throughOutcome} from './through-text.ts';

export const statusColumns: readonly Column<StatusReading>[] = [
  {name: 'input', help: 'as it was given', of: ({input}) => input},
  {name: 'hex', help: 'as a wait status', of: ({status}) => status.hex},
  {name: 'kind', help: 'exited, signaled …', of: ({status}) => status.kind},
  {name: 'exitstatus', align: 'right', help: 'WEXITSTATUS', of: ({status}) => status.exitStatus ?? null},
  {name: 'signal', help: 'its name', of: ({status}) => status.signal ?? null},
  {
    name: 'plausible',
    help: 'whether anybody can have got it',
    of: ({doubt}) => (doubt === null ? 'yes' : 'no'),
  },
  {
    name: 'summary',
    help: 'what it means',
    of: reading => (reading.through === null ? summaryText(reading) : throughOutcome(reading.through)),
  },
  {
    name: 'otherwise',
    help: 'the likeliest other reading',
    of: ({alternatives: [first]}) => (first ? summaryText(first) : null),
  },
];
export const defaultStatusColumns = ['input', 'hex', 'plausible', 'summary', 'otherwise'];
