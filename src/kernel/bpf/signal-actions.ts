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

/** Up to these it is quicker to ask for each process than for all, unless the kernel cannot (before Linux 6.1). */
const FEW = 16;

/** What the processes do with a signal, read from the kernel's memory by a BPF program: see `Syscalls.signalActions`. */
export class SignalActions {
  readonly #libc: Libc;
  readonly #types: () => Read<Btf>;
  #layout: Read<TaskLayout> | undefined;

  /** @param types the types of the kernel, or why programs cannot read its memory */
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
 * The kernel's records have the pids of the initial pid namespace, and starts since the machine's boot. If
 * our own pid and start are not among them, /proc counts otherwise, and nothing in it can be found here.
 */
function ifOfOurProc(actions: Map<number, SignalAction>): Read<Map<number, SignalAction>> {
  const stat = attempt(() => readFileSync('/proc/self/stat', 'latin1'));
  if (!stat.ok) return stat;
  const fieldsFromThird = stat.value.slice(stat.value.lastIndexOf(')') + 2).split(' ');
  const startTicks = Number(fieldsFromThird[22 - 3]);
  return actions.get(process.pid)?.startTicks === startTicks ? found(actions) : unreadable('EXDEV');
}
