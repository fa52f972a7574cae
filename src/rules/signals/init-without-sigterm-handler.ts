import {orUndefined} from '../../kernel/read.ts';
import {SIGTERM} from '../../parse/signals/numbers.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {isShell} from '../../snapshot/programs/pipeline-program.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import type {Rule} from '../rule.ts';
import {saying, type ToldEvidence} from '../words/evidence.ts';
import {headlineOf} from '../words/headline.ts';
import {lacksHandler, nothingTakes, stopEvidence} from '../words/signal-evidence.ts';

/** The kernel has no default action for PID 1 of a pid namespace: without a handler SIGTERM is dropped. */
export const initWithoutSigtermHandler: Rule<SignalHandling> = {
  id: 'signals/init-without-sigterm-handler',
  severity: 'warning',
  title: "a container's PID 1 doesn't handle SIGTERM: every stop waits for the timeout, then kills",
  claims: 'moment',
  needs: ['status', 'fd', 'syscall'],
  headline: subjects =>
    headlineOf(
      subjects,
      "is PID 1 of its pid namespace and doesn't handle SIGTERM",
      "are each PID 1 of a pid namespace and don't handle SIGTERM",
    ),
  check(handling) {
    const {process, signal, disposition, ownEnd} = handling;
    if (signal !== SIGTERM || (disposition === 'caught' && !ownEnd)) return undefined;
    if (handling.isInnerInit() !== true || handling.isTaken() !== false) return undefined;
    const stop = handling.containerStop();
    if (!stop) return undefined;
    const lacks = ownEnd
      ? "Node's own handler for SIGTERM only sends it again, to die of it"
      : `${process.comm} neither catches SIGTERM nor waits for it`;
    return {
      // Only its flags show whose handler it is.
      unseen: ownEnd ? 'something' : undefined,
      why: `${process.comm} is PID 1 of its pid namespace, where no signal has a default action, and ${lacks}. A stop by SIGTERM does nothing until its timeout; then every process of the namespace is killed (exit status 137).`,
      evidence: [
        innerPid1(process),
        ...stopEvidence(stop),
        lacksHandler(handling),
        ...nothingTakes(handling),
      ],
      remedy: `Run an init that forwards signals as PID 1 (docker run --init, tini, dumb-init). Or ${remedyIn(process)}, or set STOPSIGNAL to a signal that it catches.`,
    };
  },
};

function innerPid1({pid, status}: Process): ToldEvidence {
  const nspids = orUndefined(status())?.nspids ?? [];
  return saying(seenIn(pid, 'status', 'NSpid', nspids.join(' ')), 'ends in 1');
}

/** A shell as PID 1 runs a command or a script that is the program proper. */
function remedyIn(process: Process): string {
  const {comm} = process;
  return isShell(process)
    ? `start the program that ${comm} runs without ${comm} in between (the exec form of ENTRYPOINT, or exec at the end of the script), catch SIGTERM in the script and pass it on (trap)`
    : `start ${comm} without a shell in between (the exec form of ENTRYPOINT), catch SIGTERM in ${comm}`;
}
