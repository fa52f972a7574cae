import type {Libc} from './libc.ts';
import {found, type Read} from './read.ts';

/** The size of cpu_set_t in the C library, which has a bit for each of 1,024 CPUs. */
const CPU_SET_BYTES = 128;

/**
 * Calls `ask` while procdoc's main thread runs on this CPU, and restores its CPU affinity afterwards:
 * sched_setaffinity(2). EINVAL: no such CPU, or procdoc may not run on it (cpuset(7)).
 */
export function onProcessor<T>(libc: Libc, processor: number, ask: () => T): Read<T> {
  const before = new Uint8Array(CPU_SET_BYTES);
  const only = new Uint8Array(CPU_SET_BYTES);
  only[processor >> 3] = 1 << (processor & 7);
  const allowed = libc.getAffinity(before);
  if (!allowed.ok) return allowed;
  const moved = libc.setAffinity(only);
  if (!moved.ok) return moved;
  try {
    return found(ask());
  } finally {
    libc.setAffinity(before);
  }
}
