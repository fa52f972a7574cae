import {readFileSync} from 'node:fs';
import {mayRunIterators, runIterator} from './bpf-iterator.ts';
import {parseBtf} from './btf.ts';
import {attempt} from './descriptor.ts';
import type {Libc} from './libc.ts';
import {found, type Read, unreadable} from './read.ts';
import {decodeSignalActions, signalActionProgram} from './signal-action-program.ts';
import type {SignalAction} from './syscalls.ts';
import {findTaskLayout, type TaskLayout} from './task-layout.ts';

const KERNEL_TYPES = '/sys/kernel/btf/vmlinux';
const LAST_SIGNAL = 64;

/** What the processes do with a signal, read from the kernel's memory by a BPF program: see `Syscalls.signalActions`. */
export class SignalActions {
  readonly #libc: Libc;
  #layout: Read<TaskLayout> | undefined;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  of(signal: number): Read<ReadonlyMap<number, SignalAction>> {
    if (!(Number.isInteger(signal) && signal >= 1 && signal <= LAST_SIGNAL)) return unreadable('EINVAL');
    // Most users may not; they need not wait for the megabytes of types to be read.
    if (!mayRunIterators(this.#libc)) return unreadable('EPERM');
    this.#layout ??= readTaskLayout();
    if (!this.#layout.ok) return this.#layout;
    const layout = this.#layout.value;
    const records = runIterator(this.#libc, signalActionProgram(layout, signal), layout.iteratorId);
    return records.ok ? ifOfOurProc(decodeSignalActions(records.value, layout.childSubreaperMask)) : records;
  }
}

function readTaskLayout(): Read<TaskLayout> {
  const bytes = attempt(() => readFileSync(KERNEL_TYPES));
  if (!bytes.ok) return bytes;
  const btf = parseBtf(bytes.value);
  const layout = btf && findTaskLayout(btf);
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
