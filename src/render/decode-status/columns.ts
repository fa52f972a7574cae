import type {StatusReading} from '../../parse/status-readings/status-readings.ts';
import type {Column} from '../columns.ts';

export const statusColumns: readonly Column<StatusReading>[] = [
  {name: 'input', help: 'as it was given', of: ({input}) => input},
  {name: 'hex', help: 'as a wait status', of: ({hex}) => hex},
  {name: 'kind', help: 'exited, signaled …', of: ({kind}) => kind},
  {name: 'exitstatus', align: 'right', help: 'WEXITSTATUS', of: ({exitStatus}) => exitStatus ?? null},
  {name: 'signal', help: 'its name', of: ({signal}) => signal ?? null},
  {
    name: 'plausible',
    help: 'whether anybody can have got it',
    of: ({plausible}) => (plausible ? 'yes' : 'no'),
  },
  {name: 'summary', help: 'what it says', of: ({summary}) => summary},
  {
    name: 'otherwise',
    help: 'the likeliest other reading',
    of: ({alternatives}) => alternatives[0]?.summary ?? null,
  },
];
export const defaultStatusColumns = ['input', 'hex', 'plausible', 'summary', 'otherwise'];
