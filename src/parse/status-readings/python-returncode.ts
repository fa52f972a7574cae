import {defaultAction} from '../signals/signal-actions.ts';
import {type Platform, systemName} from '../signals/signals.ts';
import {parseStatusNumber, quoted} from '../wait-status/status-number.ts';
import {
  accepted,
  announced,
  type Interpretation,
  type Interpreted,
  interpretExit,
  interpretKill,
  refused,
} from './interpretation.ts';

/**
 * `returncode` of Python's subprocess, and what os.waitstatus_to_exitcode() gives: the exit status, or minus the
 * number of the signal that killed the child. Source: Lib/subprocess.py, Popen.returncode.
 */
export function parsePythonReturncode(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const {value} = number;
  const shown = quoted(text.trim());
  if (value > 255)
    return refused(`${shown} is no returncode: that is 0 to 255, or minus the number of a signal.`);
  if (value >= 0) return accepted(announced(interpretReturned(value, platform), `returncode ${value}`));
  if (defaultAction(-value, platform) === undefined) {
    return refused(`${shown} is no returncode: ${systemName(platform)} has no signal ${-value}.`);
  }
  return accepted(announced(interpretKill(-value, platform), `returncode ${value}`));
}

function interpretReturned(value: number, platform: Platform): Interpretation {
  const exited = interpretExit(value, platform);
  return {...exited, causes: [...(PYTHON_CAUSES[value] ?? []), ...exited.causes]};
}

const PYTHON_CAUSES: Readonly<Record<number, readonly string[]>> = {
  0: ['a failure unseen: where SIGCHLD is ignored, subprocess cannot get the status and reports 0'],
  255: ['asyncio: another part of the process had waited for the child already'],
};
