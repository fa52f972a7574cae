import {defaultAction} from '../../parse/signals/signal-actions.ts';
import type {Notation} from '../../parse/status-readings/notation.ts';
import {SLURM_OUT_OF_MEMORY} from '../../parse/status-readings/slurm-exit-code.ts';
import type {Interpretation} from '../../parse/status-readings/status-readings.ts';
import {isFailedCall} from '../../parse/wait-status/doubts.ts';
import type {WaitStatus} from '../../parse/wait-status/wait-status.ts';
import {containerMeanings} from './container-meanings.ts';
import {exitCodeExplanation} from './exit-code-meanings.ts';
import type {Explanation} from './explanation.ts';
import {spawnErrorCauses} from './node-meanings.ts';
import {signalExplanation} from './signal-meanings.ts';
import {CONTINUED, NEVER_DELIVERED, ptraceStopMeanings, TRACER, tracedDelivery} from './stop-meanings.ts';
import {systemdExplanation} from './systemd-meanings.ts';
import {windowsExplanation} from './windows-meanings.ts';

/** What a status means under a reading, and why it usually comes. */
export function explanationOf(interpretation: Interpretation): Explanation {
  const {notation, status, doubt} = interpretation;
  const plain = doubt === null ? statusExplanation(status) : unexplained(status.raw);
  return asItsAuthorMeans(notation, status, plain);
}

function asItsAuthorMeans(notation: Notation, status: WaitStatus, plain: Explanation): Explanation {
  switch (notation.readAs) {
    case 'shell': {
      if (status.kind !== 'signaled') return plain;
      const others = [
        ...(SHELL_CAUSES[notation.value] ?? []),
        ...(notation.value > HIGHEST_EXIT ? [] : [`the command itself exited with ${notation.value}`]),
      ];
      return {...plain, causes: [...plain.causes, ...others]};
    }
    case 'python':
      return {
        ...plain,
        causes: [
          ...(PYTHON_CAUSES[notation.value] ?? []),
          ...plain.causes,
          ...(notation.value === -2 ? ['Jenkins, not Python: the agent or its durable task was lost'] : []),
        ],
      };
    case 'node':
      if ('signalCode' in notation || notation.failedWith === null) return plain;
      return {
        meaning: `Node couldn't start the child: the 'error' event has ${notation.failedWith}, and 'close' has ${notation.exitCode}.`,
        causes: [spawnErrorCauses[notation.failedWith]],
      };
    case 'container':
      return {...plain, ...containerMeanings[notation.value]};
    case 'windows':
      return windowsExplanation(notation.value);
    case 'slurm':
      return notation.signalNumber === SLURM_OUT_OF_MEMORY ? SLURM_OOM : plain;
    case 'wrapper':
      return {...plain, causes: [...plain.causes, `the command itself exited with ${notation.value}`]};
    case 'systemd':
      return notation.code === null ? {...plain, ...systemdExplanation(notation.value)} : plain;
    default:
      return plain;
  }
}

function statusExplanation(status: WaitStatus): Explanation {
  const {kind, exitStatus = 0, signal, platform, raw} = status;
  switch (kind) {
    case 'exited':
      return exitCodeExplanation(exitStatus, platform);
    case 'signaled':
      return signal === undefined ? unexplained(raw) : signalExplanation(signal);
    case 'stopped':
      return stopExplanation(status);
    case 'continued':
      return CONTINUED;
    case 'unrecognized':
      return unexplained(raw);
  }
}

function stopExplanation({signal, signalNumber = 0, ptraceEvent, platform, raw}: WaitStatus): Explanation {
  if (ptraceEvent !== undefined) return {meaning: ptraceStopMeanings[ptraceEvent], causes: [TRACER]};
  if (signal === undefined) return unexplained(raw);
  return defaultAction(signalNumber, platform) === 'stop'
    ? signalExplanation(signal)
    : tracedDelivery(signal);
}

function unexplained(raw: number): Explanation {
  return isFailedCall(raw) ? LOST : {meaning: NEVER_DELIVERED, causes: []};
}

const SLURM_OOM: Explanation = {
  meaning: 'The job ran out of memory: Slurm has 125, a signal of its own, for a kill by the OOM killer.',
  causes: [
    "the job's memory limit (--mem, --mem-per-cpu), which its cgroup keeps",
    'another step of the same job',
  ],
};

const HIGHEST_EXIT = 255;

/** -1, which many programs have for a status that they could not get. */
const LOST: Explanation = {
  meaning: 'The call that should give a status failed, or the program that reports it has lost it.',
  causes: [
    'waitpid(2) or system(3) failed: errno says why (ECHILD: it has no such child)',
    'Go: ExitCode() is -1 where a signal killed the child; ProcessState.String() names the signal',
    'PHP: proc_close() is -1 after proc_get_status() took the status, or where SIGCHLD is ignored',
    'Jenkins: -1 or -2, because the agent or its durable task was lost',
  ],
};

const SHELL_CAUSES: Readonly<Record<number, readonly string[]>> = {
  129: [
    'git or perf: wrong usage of their own (exit status 129)',
    '`yarn run` of Yarn 4, which exits with 129 for any signal but a real-time one',
  ],
  132: ['mpirun: the program is missing or not executable'],
  139: ['abort() in PID 1 of a container, which comes out as SIGSEGV'],
  142: ["bash's `read -t` ran out of time"],
};

const PYTHON_CAUSES: Readonly<Record<number, readonly string[]>> = {
  0: ["a hidden failure: where SIGCHLD is ignored, subprocess can't get the status and reports 0"],
  255: ['asyncio: another part of the process had already waited for the child'],
};
