import {defaultAction} from '../signals/signal-actions.ts';
import type {Platform} from '../signals/signals.ts';
import {parseStatusNumber} from '../wait-status/status-number.ts';
import {accepted, type Interpreted, interpretExit, interpretKill, refused} from './interpretation.ts';

/**
 * `returncode` of Python's subprocess, and what os.waitstatus_to_exitcode() gives: the exit status, or minus the
 * number of the signal that killed the child. Source: Lib/subprocess.py, Popen.returncode.
 */
export function parsePythonReturncode(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const {value} = number;
  const notation = {readAs: 'python', value} as const;
  if (value > 255) return refused({kind: 'returncode-range', text: text.trim()});
  if (value >= 0) return accepted(interpretExit(value, platform, notation));
  if (defaultAction(-value, platform) === undefined)
    return refused({kind: 'returncode-signal', text: text.trim(), signalNumber: -value, platform});
  return accepted(interpretKill(-value, platform, notation));
}
