/** Small changes to the text of /proc files, for the twins of recorded scenes. */
import assert from 'node:assert/strict';
import {constants} from 'node:os';

type Edit = (content: string) => string;

/** Of /proc/PID/stat: another field, counted from 1 as proc_pid_stat(5) does; from 3 on. */
export function statField(number: number, value: string | number): Edit {
  return line => {
    const afterComm = line.lastIndexOf(')') + 2;
    const fields = line.slice(afterComm).split(' ');
    fields[number - 3] = String(value);
    return line.slice(0, afterComm) + fields.join(' ');
  };
}

/** Of /proc/PID/stat: another name of the program; it may hold any bytes. */
export function comm(name: string): Edit {
  return line => `${line.slice(0, line.indexOf('('))}(${name}${line.slice(line.lastIndexOf(')'))}`;
}

/** Of /proc/PID/status: another value of a line. */
export function statusLine(name: string, value: string | number): Edit {
  const line = new RegExp(`^${name}:.*$`, 'm');
  return text => {
    assert.match(text, line);
    return text.replace(line, `${name}:\t${value}`);
  };
}

/** Of /proc/PID/status: a signal set ("SigIgn", "ShdPnd" …) that has SIGCHLD, and nothing else. */
export function withSigchldIn(set: string): Edit {
  return statusLine(set, bitOf('SIGCHLD').toString(16).padStart(16, '0'));
}

/** Of /proc/PID/status: a signal set without any signal. */
export function withNothingIn(set: string): Edit {
  return statusLine(set, '0'.repeat(16));
}

/** Of /proc/PID/status: a signal set with these signals in it ("SIGTERM"), or out of it, and the others as they are. */
export function signalsAdded(set: string, ...signals: readonly NodeJS.Signals[]): Edit {
  return editedSet(set, bits => signals.reduce((all, signal) => all | bitOf(signal), bits));
}

export function signalsRemoved(set: string, ...signals: readonly NodeJS.Signals[]): Edit {
  return editedSet(set, bits => signals.reduce((all, signal) => all & ~bitOf(signal), bits));
}

function editedSet(set: string, edit: (bits: bigint) => bigint): Edit {
  return text => {
    const hex = new RegExp(`^${set}:\\s*(\\w+)$`, 'm').exec(text)?.[1];
    assert.ok(hex !== undefined, `no ${set}`);
    return statusLine(
      set,
      edit(BigInt(`0x${hex}`))
        .toString(16)
        .padStart(16, '0'),
    )(text);
  };
}

function bitOf(signal: NodeJS.Signals): bigint {
  return 1n << BigInt(constants.signals[signal] - 1);
}

/** When a task last ran, by the clock of its CPU in milliseconds. */
export function lastRunAt(milliseconds: number): Edit {
  return sched => sched.replace(/(se\.exec_start\s*:\s*)[\d.]+/, (_, name) => `${name}${milliseconds}`);
}
