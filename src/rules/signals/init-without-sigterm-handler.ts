import {SIGTERM} from '../../parse/signals/numbers.ts';
import type {Process} from '../../snapshot/process.ts';
import {pipelineProgram} from '../../snapshot/programs/pipeline-program.ts';
import type {SignalCase} from '../../snapshot/signals/case.ts';
import type {Rule} from '../rule.ts';

/** The kernel does to PID 1 of a pid namespace nothing by default: without a handler SIGTERM is as if never sent. */
export const initWithoutSigtermHandler: Rule<SignalCase> = {
  id: 'signals/init-without-sigterm-handler',
  severity: 'warning',
  title: 'PID 1 of a container takes no SIGTERM, so that stopping it waits for the timeout and kills',
  needs: ['status', 'fd', 'syscall'],
  check(signalCase) {
    const {process} = signalCase;
    if (signalCase.isInnerInit() !== true || signalCase.disposition(SIGTERM) === 'caught') return undefined;
    if (signalCase.isTaken(SIGTERM) !== false) return undefined;
    const {pid, comm} = process;
    return {
      certainty: 'proven',
      why: `${comm} is PID 1 of its pid namespace, for which no signal has a default action, and it neither catches SIGTERM nor waits for it: a stop by SIGTERM does nothing until its timeout, and then every process of the namespace is killed (exit status 137).`,
      evidence: [
        `/proc/${pid}/status: NSpid ends in 1`,
        `/proc/${pid}/status: SigCgt has no SIGTERM`,
        `/proc/${pid}/fd: no signalfd takes it`,
        `/proc/${pid}/task/*/syscall: no thread waits for it`,
      ],
      remedy: `Run an init that passes signals on as PID 1 (docker run --init, tini, dumb-init), ${remedyIn(process)}, or name a signal that it catches by STOPSIGNAL.`,
    };
  },
};

/** A shell as PID 1 runs a command or a script that was meant. */
function remedyIn(process: Process): string {
  const {comm} = process;
  return pipelineProgram(process) === 'shell'
    ? `start the program that ${comm} runs without ${comm} in between (the exec form of ENTRYPOINT, or exec at the end of the script), catch SIGTERM in the script and pass it on (trap)`
    : `start ${comm} without a shell in between (the exec form of ENTRYPOINT), catch SIGTERM in ${comm}`;
}
