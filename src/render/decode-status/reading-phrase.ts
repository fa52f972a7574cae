import type {Notation, WrapperNotation} from '../../parse/status-readings/notation.ts';
import {windowsStatusName} from '../../parse/status-readings/windows-exit-code.ts';
import {hex} from '../../parse/wait-status/wait-status.ts';

/** How a status was read, to follow what it means: "as $? of a shell: 128 + 9". */
export function readingPhrase(notation: Notation): string {
  switch (notation.readAs) {
    case 'wait':
      return 'as a wait status';
    case 'shell':
      return shellPhrase(notation.value, notation.signalNumber);
    case 'python':
      return "as returncode of Python's subprocess";
    case 'ocaml':
      return `as WSIGNALED ${notation.value} of OCaml`;
    case 'node':
      return 'signalCode' in notation ? 'as signalCode of Node' : 'as exitCode of Node';
    case 'container':
      return `as exit code of a container${sumText(notation.signalNumber)}`;
    case 'systemd':
      return `as systemd's ${systemdText(notation)}`;
    case 'siginfo':
      return `as si_code and si_status of waitid(2): ${notation.code}, ${notation.value}`;
    case 'windows':
      return 'as the exit code of a Windows process';
    case 'slurm':
      return `as Slurm's ExitCode ${notation.exitStatus}:${notation.signalNumber}`;
    case 'wrapper':
      return wrapperPhrase(notation);
    case 'text':
      return 'as the line says';
  }
}

/** "0xc0000005 (STATUS_ACCESS_VIOLATION)", or the number alone where it has no name. */
export function windowsText(value: number): string {
  const name = windowsStatusName(value);
  return `${hex(value, 8)}${name === undefined ? '' : ` (${name})`}`;
}

/** "256 - 9", as the wrapper that makes such an exit status reckons. */
export function wrapperSum({sum, signalNumber}: WrapperNotation): string {
  return sum === 'n' ? `${signalNumber}` : sum.replace('-n', ` - ${signalNumber}`);
}

const WIDER_SHELLS: Readonly<Record<number, string>> = {256: 'ksh93 (or system() of awk)', 384: 'yash'};

function shellPhrase(value: number, signalNumber: number | null): string {
  const shell = WIDER_SHELLS[value - (signalNumber ?? 0)] ?? 'a shell';
  return `as $? of ${shell}${signalNumber === null ? '' : `: ${value - signalNumber} + ${signalNumber}`}`;
}

function wrapperPhrase(notation: WrapperNotation): string {
  switch (notation.sum) {
    case 'n':
      return 'passed on as the bare number by setsid -w, ksh93, busybox time or monit';
    case '128-n':
      return `passed on as ${wrapperSum(notation)} by git bisect run`;
    case '256-n':
      return `passed on as ${wrapperSum(notation)} by Python's sys.exit(returncode)`;
  }
}

/** "status=203/EXEC", "code=killed, status=9/KILL": as systemd prints it. */
export function systemdText({code, value, name}: Extract<Notation, {readAs: 'systemd'}>): string {
  const status = `status=${value}${name === null ? '' : `/${name}`}`;
  return code === null ? status : `code=${code}, ${status}`;
}

function sumText(signalNumber: number | null): string {
  return signalNumber === null ? '' : `: 128 + ${signalNumber}`;
}
