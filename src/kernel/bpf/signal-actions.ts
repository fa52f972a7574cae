import {readFileSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import type {Libc} from '../libc.ts';
import {found, type Read, unreadable} from '../read.ts';
import type {SignalAction} from '../syscalls.ts';
import {runIterator} from './bpf-iterator.ts';
import type {Btf} from './btf.ts';
import {decodeSignalActions, signalActionProgram} from './signal-action-program.ts';
import {findTaskLayout, type TaskLayout} from './task-layout.ts';

const LAST_SIGNAL = 64;

/** Up to this many processes, asking for each is quicker than asking for all; a kernel before Linux 6.1 can't. */
const FEW = 16;

/** What processes do with a signal, read from the kernel's memory by a BPF program: see `Syscalls.signalActions`. */
export class SignalActions {
  readonly #libc: Libc;
  readonly #types: () => Read<Btf>;
  #layout: Read<TaskLayout> | undefined;

  /** @param types the types of the kernel, or why programs can't read its memory */
  constructor(libc: Libc, types: () => Read<Btf>) {
    this.#libc = libc;
    this.#types = types;
  }

  of(signal: number, pids?: readonly number[]): Read<ReadonlyMap<number, SignalAction>> {
    if (!(Number.isInteger(signal) && signal >= 1 && signal <= LAST_SIGNAL)) return unreadable('EINVAL');
    this.#layout ??= taskLayoutOf(this.#types());
    if (!this.#layout.ok) return this.#layout;
    const layout = this.#layout.value;
    const program = signalActionProgram(layout, signal);
    const run = (some?: readonly number[]) => runIterator(this.#libc, program, layout.iteratorId, some);
    const ofSome = pids && pids.length <= FEW ? run([...new Set([...pids, process.pid])]) : undefined;
    const records = ofSome?.ok ? ofSome : run();
    return records.ok ? ifOfOurProc(decodeSignalActions(records.value, layout.childSubreaperMask)) : records;
  }
}

function taskLayoutOf(types: Read<Btf>): Read<TaskLayout> {
  if (!types.ok) return types;
  const layout = findTaskLayout(types.value);
  return layout ? found(layout) : unreadable('EBADMSG');
}

/**
 * The actions, if their pids and starts mean the same in /proc, else EXDEV. The kernel's records have the pids of the
 * initial pid namespace, and starts since the machine's boot. Where procdoc's own pid and start are not among them,
 * no process in /proc can be found in the records.
 */
function ifOfOurProc(actions: Map<number, SignalAction>): Read<Map<number, SignalAction>> {
  const stat = attempt(() => readFileSync('/proc/self/stat', 'latin1'));
  if (!stat.ok) return stat;
  const fieldsFromThird = stat.value.slice(stat.value.lastIndexOf(')') + 2).split(' ');
  const startTicks = Number(fieldsFromThird[22 - 3]);
  return actions.get(process.pid)?.startTicks === startTicks ? found(actions) : unreadable('EXDEV');
}
