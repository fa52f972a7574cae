// Whether a process that makes one health check after the other keeps its size and its descriptors.
import {looped} from '../looped.js';

export const looping = () =>
  looped({
    source: 'health-checks.ts',
    what: 'health check',
    looks: 10_000,
    parts: 20,
    leavesNothing: 'A check leaves nothing behind',
  });
