import {meansGone, orUndefined} from '../../kernel/read.ts';
import {
  findSignalFrames,
  isRestorerCode,
  knowsSignalFrames,
  RESTORER_SIZE,
  SIGNAL_FRAME_SEARCH,
  type SignalFrame,
} from '../../parse/signals/signal-frame.ts';
import {onceEach, oncePer} from '../once.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMemory} from '../task-memory.ts';
import type {Thread} from '../thread.ts';

/**
 * Whether a thread is inside a signal handler right now. in-handler: a signal frame is on its stack, the innermost
 * handler's first. One that an earlier handler left behind, in memory not written to since, looks the same. none: the stack was read, and has no frame. unknown: the thread runs, its
 * memory can't be read (it needs ptrace attach access, and no recording has it), or the architecture is not known here.
 */
export type InHandler =
  | {readonly kind: 'in-handler'; readonly frames: readonly [SignalFrame, ...SignalFrame[]]}
  | {readonly kind: 'none'}
  | {readonly kind: 'unknown'};

const known = oncePer((_: Thread): {answer?: InHandler} => ({}));

/** Looks at the stack of a thread, once a snapshot: for a few kilobytes of memory, so only where a rule needs it. */
export function inHandler(snapshot: Snapshot, thread: Thread): InHandler {
  const kept = known(thread);
  kept.answer ??= readInHandler(snapshot, thread);
  return kept.answer;
}

function readInHandler(snapshot: Snapshot, thread: Thread): InHandler {
  const {arch} = snapshot.machine.host;
  const state = orUndefined(thread.syscall());
  if (state === undefined || state.kind === 'running' || !knowsSignalFrames(arch)) return {kind: 'unknown'};
  // A thread that is gone, or a recording, is no gap of an answer that has another one.
  const stack = snapshot.machine.procfs.readAt(`${thread.tid}/mem`, state.stackPointer, SIGNAL_FRAME_SEARCH);
  if (!stack.ok) {
    if (!meansGone(stack.errno) && !snapshot.machine.recorded)
      snapshot.ledger.note('mem', stack.errno, thread.pid);
    return {kind: 'unknown'};
  }
  const isRestorer = onceEach((address: bigint) => {
    const code = readMemory(snapshot, thread.tid, address, RESTORER_SIZE);
    return code !== undefined && isRestorerCode(code);
  });
  const [first, ...more] = findSignalFrames(arch, stack.value, isRestorer);
  return first ? {kind: 'in-handler', frames: [first, ...more]} : {kind: 'none'};
}
