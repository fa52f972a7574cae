import {SIGINT, SIGQUIT} from '../../parse/signals/numbers.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {saying} from '../words/evidence.ts';
import {allNamed} from '../words/headline.ts';
import {named} from '../words/named.ts';
import {eldersHave, setHas, setLacks} from '../words/signal-evidence.ts';

/** POSIX has a shell without job control ignore both signals in a command with "&", which then outlives Ctrl-C. */
export const interruptIgnored: Rule<SignalHandling> = {
  id: 'signals/interrupt-ignored',
  severity: 'info',
  title: "Ctrl-C doesn't stop a process that a script started with &",
  claims: 'moment',
  needs: ['status', 'syscall'],
  headline: subjects => `Ctrl-C at the terminal doesn't stop ${allNamed(subjects)}.`,
  check(handling) {
    const {process} = handling;
    if (handling.signal !== SIGINT || !handling.isIgnored || !handling.ignoresToo(SIGQUIT)) return undefined;
    if (!handling.isInForeground || handling.mayWaitForChildren()) return undefined;
    const line = handling.line();
    const [job] = line;
    const shell = handling.shellAbove();
    if (!shell) return undefined;
    const {pid, comm, stat} = process;
    return {
      why: `${comm} is in the foreground of its terminal and ignores SIGINT and SIGQUIT: ${named(shell)}, a shell without job control, started ${job === process ? comm : named(job)} with &. Ctrl-C doesn't stop ${comm}.`,
      evidence: [
        setHas(process, 'SigIgn', SIGINT),
        ...eldersHave(line, 'SigIgn', SIGINT),
        setHas(process, 'SigIgn', SIGQUIT),
        saying(
          seenIn(pid, 'stat', 'tpgid (8)', stat.foregroundPgid),
          `is ${stat.foregroundPgid}, its own process group`,
        ),
        setLacks(shell, 'SigIgn', SIGINT, `${shell.comm}, which started ${job.comm}`),
      ],
      remedy: `Make the script stop ${comm}: \`trap 'kill $!' INT EXIT\`. Or start ${comm} with \`env --default-signal=INT,QUIT\`. To stop ${comm} now: ${endCommand([process])}.`,
    };
  },
};
