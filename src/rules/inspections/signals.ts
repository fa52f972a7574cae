import {signalName} from '../../parse/signals/signals.ts';
import {readSignalHandling} from '../../snapshot/signals/read-handling.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {aboutProcess, findingsOf, type Inspection} from '../finding.ts';
import {signalRules} from '../signals/index.ts';

/** A finding for each process and rule; findings share a cause where the signal was inherited from one process. */
export const signalInspection: Inspection = {
  rules: signalRules,
  async inspect({snapshot, processes}) {
    const handlings = await readSignalHandling(snapshot, processes);
    return findingsOf(signalRules, handlings, ({process, signal, line, maskGiver}) => ({
      subject: aboutProcess(process),
      cause: `${signalName(signal)} from ${(maskGiver() ?? line()[0]).pid}`,
      more: procdocCommand(process, 'tree', process.pid),
    }));
  },
};
