import {CHILD_CODES} from '../../parse/status-readings/notation.ts';
import type {SiginfoMismatch, StatusProblem} from '../../parse/status-readings/status-problem.ts';
import type {RefusedStatus} from '../../parse/status-readings/status-readings.ts';
import {HIGHEST_STATUS, LOWEST_STATUS, type NumberProblem} from '../../parse/wait-status/status-number.ts';
import {platformName} from './platform-name.ts';
import {outcomeText} from './summary.ts';

/** What is accepted, to end a sentence about what is not. */
const WRITE = {
  number: 'write it as 0x8000, 32768, 0o100000, 0b1000000000000000 or -15',
  node: 'give an exitCode (0 to 255), a signalCode (SIGTERM), or both as "null, SIGTERM"',
  systemd: 'give a number from 0 to 255, 203/EXEC, 9/KILL, or "code=killed, status=9/KILL"',
  siginfo: `give si_code and si_status, as in "CLD_KILLED, 9"; si_code is ${CHILD_CODES[0]} (1) to ${CHILD_CODES[5]} (6)`,
};
const SHOWN_LENGTH = 40;

/** What is wrong with a text that is no status, what is right, and which reading takes the text, if one does. */
export function problemText({problem, fitting}: RefusedStatus): string {
  if (fitting === null) return problemSentence(problem);
  return `${problemSentence(problem)}; with --as ${fitting.notation.readAs} it means: ${outcomeText(fitting)}`;
}

function problemSentence(problem: StatusProblem): string {
  switch (problem.kind) {
    case 'shell-range':
      return `${quoted(problem.text)} isn't $? of a shell, which is 0 to 255 (256 + n in ksh93, 384 + n in yash)`;
    case 'wrapper-range':
      return `${quoted(problem.text)} isn't what a wrapper makes of a signal: n, 128 - n or 256 - n`;
    case 'slurm-form':
      return `${quoted(problem.text)} isn't Slurm's ExitCode: give it as 0:9`;
    case 'ocaml-form':
      return `${quoted(problem.text)} isn't WSIGNALED of OCaml, which is -1 to -28, or the number of another signal`;
    case 'no-signal-named':
      return `${quoted(problem.text)} names no signal, or more than one: give a line such as "killed by signal 9"`;
    case 'several-statuses':
      return `${quoted(problem.text)} has more than one number or signal (${problem.found.join(', ')}): give the status alone`;
    case 'container-range':
      return `${quoted(problem.text)} isn't the exit code of a container, which is 0 to 255`;
    case 'returncode-range':
      return `${quoted(problem.text)} isn't a returncode, which is 0 to 255, or minus the number of a signal`;
    case 'returncode-signal':
      return `${quoted(problem.text)} isn't a returncode: ${platformName[problem.platform]} has no signal ${problem.signalNumber}`;
    case 'node-both-null':
      return "exitCode and signalCode are both null while the child runs, or when spawnSync couldn't start it";
    case 'node-nameless-signal':
      return 'an empty signalCode is a real-time signal: Node has no name for it, and does not say which one';
    case 'node-form':
      return `${quoted(problem.text)} isn't what Node gives: ${WRITE.node}`;
    case 'node-signal':
      return `${platformName[problem.platform]} has no signal ${quoted(problem.text)}: ${WRITE.node}`;
    case 'node-exit-code':
      return `${quoted(problem.text)} isn't an exitCode of Node: ${WRITE.node}`;
    case 'systemd-form':
      return `${quoted(problem.text)} isn't a status of systemd: ${WRITE.systemd}`;
    case 'systemd-range':
      return `${problem.value} isn't an exit status of a service: ${WRITE.systemd}`;
    case 'systemd-signal':
      return `${platformName[problem.platform]} has no signal ${quoted(problem.text)}`;
    case 'systemd-name':
      return `${quoted(problem.text)} contradicts itself: systemd ${problem.name === null ? 'has no name for' : `says ${problem.name} for`} ${problem.value}`;
    case 'systemd-signal-name':
      return `${quoted(problem.text)} contradicts itself: signal ${problem.value} is ${problem.signal}`;
    case 'siginfo-form':
      return `${quoted(problem.text)} isn't the siginfo of a child: ${WRITE.siginfo}`;
    case 'siginfo-mismatch':
      return `si_status ${problem.value} doesn't go with ${problem.code}: ${mismatchText(problem)}`;
    default:
      return numberSentence(problem);
  }
}

function numberSentence(problem: NumberProblem): string {
  switch (problem.kind) {
    case 'empty':
      return `the status is empty: ${WRITE.number}`;
    case 'not-a-number':
      return `${quoted(problem.text)} isn't a status number: ${WRITE.number}`;
    case 'beyond-32-bits':
      return `${quoted(problem.text)} doesn't fit in 32 bits: a status is an int, from ${LOWEST_STATUS} to ${HIGHEST_STATUS} (0xffffffff)`;
    case 'looks-octal':
      return `${quoted(problem.text)} looks octal, but 8 and 9 aren't octal digits: write ${problem.decimal}`;
    case 'ambiguous-octal':
      return `${quoted(problem.text)} is ambiguous: write ${problem.octal} for octal (${problem.octalValue}), or ${problem.decimal} for decimal`;
  }
}

function mismatchText({code, value, platform}: SiginfoMismatch): string {
  switch (code) {
    case 'CLD_EXITED':
      return 'an exit status is 0 to 255';
    case 'CLD_TRAPPED':
      return 'si_status is a signal then, with a ptrace event above it at most';
    case 'CLD_CONTINUED':
      return 'si_status is always SIGCONT then';
    default:
      return `${platformName[platform]} has no signal ${value}`;
  }
}

/** Text from outside inside a sentence: quoted, its control characters escaped, not longer than a line. */
function quoted(text: string): string {
  const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  return JSON.stringify(shown);
}
