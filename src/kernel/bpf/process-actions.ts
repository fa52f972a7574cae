import {record} from '../process-table/process-record.ts';
import {
  add,
  copy,
  flip,
  type Instruction,
  keepBits,
  load64,
  negate,
  or,
  type Register,
  STACK_END,
  set,
  shiftLeft,
  shiftRight,
} from './bpf-program.ts';
import {copyMember, handlers, keep, probe, RECORD_ON_STACK, scratch, signals} from './process-frame.ts';
import type {ProcessLayout} from './process-layout.ts';

const LAST_SIGNAL = 64;
/** SIGCHLD on every architecture but MIPS and SPARC. */
const SIGCHLD = 17;
const SIG_IGN = 1;

const [notDefault, notIgnored, other, negative] = [2, 3, 4, 5] as const;

/** What the process does with SIGCHLD, and with orphans. */
export function childActions({offsets, actionSize, childSubreaperMask}: ProcessLayout): Instruction[] {
  const action = offsets.actions + (SIGCHLD - 1) * actionSize + offsets.userAction;
  return [
    ...copyMember(record.childHandler, handlers, action + offsets.actionHandler),
    ...copyMember(record.childFlags, handlers, action + offsets.actionFlags),
    set(scratch, 0),
    keep(record.subreaper, scratch),
    ...probe(record.subreaper, [copy(3, signals), add(3, offsets.childSubreaper)], 1),
    load64(scratch, STACK_END, RECORD_ON_STACK + record.subreaper),
    keepBits(scratch, childSubreaperMask),
    keep(record.subreaper, scratch),
  ];
}

/** Leaves both sets of signals empty, which no process has. */
export function noDispositions(): Instruction[] {
  return [set(scratch, 0), keep(record.caughtOrIgnored, scratch), keep(record.caughtOrDefault, scratch)];
}

/**
 * What the process does with each signal: from the last signal to the first, each of which moves those after it up by a
 * bit. Without a jump, because the kernel follows both ways of each while it loads the program.
 */
export function dispositions({offsets, actionSize}: ProcessLayout): Instruction[] {
  const first = offsets.actions + offsets.userAction + offsets.actionHandler;
  const addBitIfNotZero = (sets: Register, value: Register) => [
    copy(negative, value),
    negate(negative),
    or(value, negative),
    shiftRight(value, 63),
    shiftLeft(sets, 1),
    or(sets, value),
  ];
  const each = Array.from({length: LAST_SIGNAL}, (_, at) => [
    load64(scratch, handlers, first + (LAST_SIGNAL - 1 - at) * actionSize),
    copy(other, scratch),
    flip(other, SIG_IGN),
    ...addBitIfNotZero(notDefault, scratch),
    ...addBitIfNotZero(notIgnored, other),
  ]);
  return [
    set(notDefault, 0),
    set(notIgnored, 0),
    ...each.flat(),
    keep(record.caughtOrIgnored, notDefault),
    keep(record.caughtOrDefault, notIgnored),
  ];
}
