import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';
import type {DescriptorScene} from './descriptor-scene.ts';

/** How near a process is to its limit of open descriptors. */
export interface DescriptorLimit {
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

/** A process with fewer descriptors is not asked for its limits: no program runs with so low a limit. */
const ASKED_FROM = 32;

/** Undefined for a process with few descriptors, and where its limits can't be read. */
export function readDescriptorLimit(scene: DescriptorScene, process: Process): DescriptorLimit | undefined {
  if (scene.countOf(process) < ASKED_FROM) return undefined;
  const limit = orUndefined(process.limits())?.openFiles;
  if (!limit || scene.countOf(process) < limit.soft / 2) return undefined;
  const taken = [...scene.of(process).keys()].filter(fd => fd < limit.soft).length;
  return {process, taken, ...limit};
}
