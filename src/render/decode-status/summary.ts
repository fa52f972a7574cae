import type {Notation} from '../../parse/status-readings/notation.ts';
import type {Interpretation} from '../../parse/status-readings/status-readings.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import {systemdText, windowsText, wrapperSum} from './reading-phrase.ts';

/** What a status says under a reading, in a line without a full stop: "killed by SIGKILL (signal 9)". */
export function outcomeText({notation, status}: Interpretation): string {
  if (notation.readAs === 'node' && 'exitCode' in notation && notation.failedWith !== null)
    return `spawn failed with ${notation.failedWith}, so there was no child and no wait status`;
  if (notation.readAs === 'windows') return `exited with ${windowsText(notation.value)}`;
  return waitStatusText(status);
}

/**
 * An outcome after its author's notation: "$? 137 is 128 + 9: killed by SIGKILL (signal 9)". JSON has it as `summary`,
 * which scripts compare: a word that changes here breaks them.
 */
export function summaryText(interpretation: Interpretation): string {
  const {notation} = interpretation;
  const outcome = outcomeText(interpretation);
  if (notation.readAs === 'wait' || notation.readAs === 'text') return outcome;
  return `${notationText(notation)}: ${outcome}`;
}

function notationText(notation: Exclude<Notation, {readAs: 'wait' | 'text'}>): string {
  switch (notation.readAs) {
    case 'shell':
      return `$? ${notation.value}${sumText(notation)}`;
    case 'python':
      return `returncode ${notation.value}`;
    case 'ocaml':
      return `OCaml WSIGNALED ${notation.value}`;
    case 'node':
      return 'signalCode' in notation ? `signalCode ${notation.signalCode}` : `exitCode ${notation.exitCode}`;
    case 'container':
      return `container exit code ${notation.value}${sumText(notation)}`;
    case 'systemd':
      return systemdText(notation);
    case 'siginfo':
      return `${notation.code}, ${notation.value}`;
    case 'windows':
      return 'Windows';
    case 'slurm':
      return `Slurm ${notation.exitStatus}:${notation.signalNumber}`;
    case 'wrapper':
      return `exit status ${notation.value} of a wrapper${notation.sum === 'n' ? '' : ` is ${wrapperSum(notation)}`}`;
  }
}

function sumText({value, signalNumber}: {value: number; signalNumber: number | null}): string {
  return signalNumber === null ? '' : ` is ${value - signalNumber} + ${signalNumber}`;
}
