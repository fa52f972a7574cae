import type {Libc} from './libc.ts';
import {found, type Read} from './read.ts';

/** cpu_set_t of the C library: a bit a CPU, 1,024 of them. */
const CPU_SET_BYTES = 128;

/**
 * Asks while procdoc's main thread runs on a certain CPU: sched_setaffinity(2). Where it may run is put back
 * as it was. EINVAL: there is no such CPU, or procdoc may not run on it (cpuset(7)).
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
