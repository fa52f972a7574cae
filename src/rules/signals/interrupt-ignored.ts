import {SIGINT, SIGQUIT} from '../../parse/signals/numbers.ts';
import type {SignalCase} from '../../snapshot/signals/case.ts';
import type {Rule} from '../rule.ts';

/** POSIX has a shell without job control ignore both in what it starts with "&"; at a terminal that outlives Ctrl-C. */
export const interruptIgnored: Rule<SignalCase> = {
  id: 'signals/interrupt-ignored',
  severity: 'info',
  title: 'Ctrl-C does not end a process that a script started with &',
  needs: ['status', 'syscall'],
  check(signalCase) {
    const {process, isInForeground} = signalCase;
    if (!isInForeground || !signalCase.ignores(SIGINT, SIGQUIT)) return undefined;
    if (signalCase.isWaiting() !== false) return undefined;
    const line = signalCase.line(SIGINT);
    const shell = signalCase.shellOf(line[0], SIGINT);
    if (!shell) return undefined;
    const {pid, comm, stat} = process;
    return {
      certainty: 'proven',
      why: `${comm} is in the foreground of its terminal and ignores SIGINT and SIGQUIT, as what ${shell.comm} (${shell.pid}), a shell without job control, starts with & does: Ctrl-C passes it by, and it runs on.`,
      evidence: [
        ...line.toReversed().map(each => `/proc/${each.pid}/status: SigIgn has SIGINT`),
        `/proc/${pid}/status: SigIgn has SIGQUIT`,
        `/proc/${pid}/stat: process group (5) and foreground process group (8) are both ${stat.pgid}`,
        `/proc/${shell.pid}/status: SigIgn of ${shell.comm}, which started ${line[0].comm}, has not`,
      ],
      remedy: `Have the script end it: trap 'kill $!' INT EXIT. Or start it by env --default-signal=INT,QUIT. Now: kill ${pid}`,
    };
  },
};
