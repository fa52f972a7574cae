import {type Platform, signalNumber, systemName} from '../signals/signals.ts';
import {parseStatusNumber, quoted} from '../wait-status/status-number.ts';
import {hex} from '../wait-status/wait-status.ts';
import {
  accepted,
  announced,
  type Interpretation,
  type Interpreted,
  interpretExit,
  interpretKill,
  refused,
} from './interpretation.ts';

const ACCEPTED = 'give an exitCode (0 to 255), a signalCode (SIGTERM), or both as "null, SIGTERM"';

/**
 * What Node's child_process gives on 'exit' and 'close': exitCode, or signalCode with exitCode null; also both as
 * a listener prints them ("null, 'SIGTERM'"). A negative exitCode is minus the errno with which spawn failed.
 */
export function parseNodeExit(text: string, platform: Platform): Interpreted {
  const [only, ...more] = text
    .replaceAll(/[[\]()'"`]/g, ' ')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== 'null');
  if (only === undefined) {
    return refused(
      'exitCode and signalCode are both null while the child runs, or when spawnSync could not start it.',
    );
  }
  if (only === '' && text.includes('null')) {
    return refused(
      'An empty signalCode is a real-time signal, for which Node has no name: which one, it does not say.',
    );
  }
  if (more.length > 0) return refused(`${quoted(text.trim())} is not what Node gives: ${ACCEPTED}.`);
  const signal = signalNumber(only, platform);
  if (signal !== undefined) {
    return accepted(announced(interpretKill(signal, platform), `signalCode ${only.toUpperCase()}`));
  }
  if (/^[a-z]/i.test(only))
    return refused(`${systemName(platform)} has no signal ${quoted(only)}: ${ACCEPTED}.`);
  const number = parseStatusNumber(only);
  if (!number.ok) return number;
  const {value} = number;
  if (value >= 0 && value <= 255)
    return accepted(announced(interpretExit(value, platform), `exitCode ${value}`));
  const failure = spawnFailure(value, platform);
  return failure === undefined
    ? refused(`${quoted(only)} is no exitCode of Node: ${ACCEPTED}.`)
    : accepted(failure);
}

/** No child, hence no wait status: `unrecognized`, with the number that Node gives. */
function spawnFailure(exitCode: number, platform: Platform): Interpretation | undefined {
  const eagain = platform === 'darwin' || platform === 'freebsd' ? 35 : 11;
  const [errno, cause] = (-exitCode === eagain ? NO_MORE_PROCESSES : SPAWN_ERRORS[-exitCode]) ?? [];
  if (errno === undefined || cause === undefined) return undefined;
  const summary = `exitCode ${exitCode}: spawn failed with ${errno}, so there was no child and no wait status`;
  return {
    status: {raw: exitCode, hex: hex(exitCode, 4), kind: 'unrecognized', summary},
    implausibleBecause: null,
    meaning: `Node could not start the child: 'error' tells ${errno}, and 'close' comes with ${exitCode}.`,
    causes: [cause],
  };
}

type SpawnError = readonly [errno: string, cause: string];

const NO_MORE_PROCESSES: SpawnError = [
  'EAGAIN',
  'no more processes are allowed (pids.max of the cgroup, RLIMIT_NPROC)',
];

/** The errors of spawn that Node reports by an event (lib/internal/child_process.js); it throws the others. */
const SPAWN_ERRORS: Readonly<Record<number, SpawnError>> = {
  2: ['ENOENT', 'no such command in PATH, or no such cwd'],
  13: ['EACCES', 'the file is not executable, or it is a directory'],
  23: ['ENFILE', 'the system has no file descriptors left'],
  24: ['EMFILE', 'the parent has no file descriptors left (RLIMIT_NOFILE)'],
};
