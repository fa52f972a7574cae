import {defaultAction} from '../signals/signal-actions.ts';
import {type Platform, signalNumber} from '../signals/signals.ts';
import {accepted, type Interpreted, interpretKill, refused} from './interpretation.ts';

/** OCaml's own numbers of signals, from -1 on down: the module Sys of its standard library, stdlib/sys.mli. */
const NAMES = [
  ...[
    'ABRT',
    'ALRM',
    'FPE',
    'HUP',
    'ILL',
    'INT',
    'KILL',
    'PIPE',
    'QUIT',
    'SEGV',
    'TERM',
    'USR1',
    'USR2',
    'CHLD',
  ],
  ...[
    'CONT',
    'STOP',
    'TSTP',
    'TTIN',
    'TTOU',
    'VTALRM',
    'PROF',
    'BUS',
    'IO',
    'SYS',
    'TRAP',
    'URG',
    'XCPU',
    'XFSZ',
  ],
];

/**
 * What Unix.waitpid of OCaml gives of a child that a signal killed, WSIGNALED n: a number of its own for the signals that it
 * has a name for, and the system's for any other.
 */
export function parseOcamlSignal(text: string, platform: Platform): Interpreted {
  const digits = /^\s*(?:(?:Unix\.)?WSIGNALED[\s(]*)?(-?\d{1,3})\)?\s*$/.exec(text)?.[1];
  const value = Number(digits);
  const signal = value < 0 ? signalNumber(`SIG${NAMES[-value - 1]}`, platform) : value;
  if (digits === undefined || signal === undefined || defaultAction(signal, platform) === undefined)
    return refused({kind: 'ocaml-form', text: text.trim()});
  return accepted(interpretKill(signal, platform, {readAs: 'ocaml', value}));
}
