import type {Platform} from '../signals/signals.ts';
import {parseStatusNumber} from '../wait-status/status-number.ts';
import {parseContainerExitCode} from './container-exit-code.ts';
import {type Interpreted, interpretWaitStatus} from './interpretation.ts';
import {parseNodeExit} from './node-exit.ts';
import type {ReadAs} from './notation.ts';
import {parseOcamlSignal} from './ocaml-signal.ts';
import {parsePythonReturncode} from './python-returncode.ts';
import {parseShellStatus} from './shell-status.ts';
import {parseSiginfoStatus} from './siginfo-status.ts';
import {parseSignalWords} from './signal-words.ts';
import {parseSlurmExitCode} from './slurm-exit-code.ts';
import {parseSystemdStatus} from './systemd-status.ts';
import {parseWindowsExitCode} from './windows-exit-code.ts';
import {parseWrapperStatus} from './wrapper-status.ts';

/** Takes a text as each author writes a status; the default first. */
export const READERS: Readonly<Record<ReadAs, (text: string, platform: Platform) => Interpreted>> = {
  wait: parseWaitStatus,
  shell: parseShellStatus,
  python: parsePythonReturncode,
  ocaml: parseOcamlSignal,
  node: parseNodeExit,
  container: parseContainerExitCode,
  systemd: parseSystemdStatus,
  siginfo: parseSiginfoStatus,
  windows: parseWindowsExitCode,
  slurm: parseSlurmExitCode,
  wrapper: parseWrapperStatus,
  text: parseSignalWords,
};

function parseWaitStatus(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  return {ok: true, interpretation: interpretWaitStatus(number.value, platform, {readAs: 'wait'})};
}
