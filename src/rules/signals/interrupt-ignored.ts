import {SIGINT, SIGQUIT} from '../../parse/signals/numbers.ts';
import type {Process} from '../../snapshot/process.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import {ignoringElder} from '../../snapshot/signals/ignoring-elder.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {allNamed} from '../words/headline.ts';
import type {Judgement} from '../words/judgement.ts';
import {named} from '../words/named.ts';
import {ignored, inForeground, setHas, setLacks} from '../words/signal-evidence.ts';

/** POSIX has a shell without job control ignore both signals in a command with "&", which then outlives Ctrl-C. */
export const interruptIgnored: Rule<SignalHandling> = {
  id: 'signals/interrupt-ignored',
  severity: 'info',
  title: "Ctrl-C doesn't stop a process: it was started with & in a script, or with SIGINT ignored",
  claims: 'moment',
  needs: ['status', 'syscall'],
  headline: subjects => `Ctrl-C at the terminal doesn't stop ${allNamed(subjects)}.`,
  check(handling) {
    if (handling.signal !== SIGINT || !handling.isIgnored) return undefined;
    if (!handling.isInForeground || handling.mayWaitForChildren()) return undefined;
    const elder = ignoringElder(handling);
    if (elder) return startedSo(handling, elder);
    const shell = handling.ignoresToo(SIGQUIT) ? handling.shellAbove() : undefined;
    return shell && startedAsJob(handling, shell);
  },
};

function startedAsJob(handling: SignalHandling, shell: Process): Judgement {
  const {process} = handling;
  const {comm} = process;
  const [job] = handling.line();
  return {
    why: `${comm} is in the foreground of its terminal and ignores SIGINT and SIGQUIT: ${named(shell)}, a shell without job control, started ${job === process ? comm : named(job)} with &. Ctrl-C doesn't stop ${comm}.`,
    evidence: [
      ...ignored(process, handling.line(), SIGINT),
      setHas(process, 'SigIgn', SIGQUIT),
      inForeground(process),
      setLacks(shell, 'SigIgn', SIGINT, `${shell.comm}, which started ${job.comm}`),
    ],
    remedy: `Make the script stop ${comm}: \`trap 'kill $!' INT EXIT\`. Or start ${comm} with \`env --default-signal=INT,QUIT\`. To stop ${comm} now: ${endCommand([process])}.`,
  };
}

function startedSo(handling: SignalHandling, elder: Process): Judgement {
  const {process} = handling;
  const {comm} = process;
  return {
    why: `${comm} is in the foreground of its terminal and ignores SIGINT, as ${named(elder)} in the same process group does. Ctrl-C doesn't stop ${comm}.`,
    evidence: [...ignored(process, handling.line(), SIGINT), inForeground(process)],
    remedy: `If Ctrl-C is to stop ${comm}, start it with \`env --default-signal=INT\`, or don't ignore SIGINT in ${elder.comm}. To stop ${comm} now: ${endCommand([process])}.`,
  };
}
