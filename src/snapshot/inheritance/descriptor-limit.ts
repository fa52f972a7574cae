import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';
import type {DescriptorScene} from './descriptor-scene.ts';

/** How much room is left in a process's descriptor table. */
export interface DescriptorRoom {
  readonly process: Process;
  /**
   * How many of the numbers below the soft limit are taken: a new descriptor gets the lowest that is free, or
   * EMFILE. (Above it there may be some from before the limit was lowered.)
   */
  readonly taken: number;
  /** RLIMIT_NOFILE. Infinity: unlimited. */
  readonly soft: number;
  readonly hard: number;
}

/** With fewer descriptors nobody is asked for the limits: no program lives with so low a limit. */
const ASKED_FROM = 32;

/** Undefined for a process with few descriptors, and where its limits may not be read. */
export function readDescriptorRoom(scene: DescriptorScene, process: Process): DescriptorRoom | undefined {
  if (scene.countOf(process) < ASKED_FROM) return undefined;
  const limit = orUndefined(process.limits())?.openFiles;
  if (!limit || scene.countOf(process) < limit.soft / 2) return undefined;
  const taken = [...scene.of(process).keys()].filter(fd => fd < limit.soft).length;
  return {process, taken, ...limit};
}
