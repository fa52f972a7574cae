import type * as z from 'zod/mini';
import {orUndefined} from '../kernel/read.ts';
import type {OpenFile} from '../snapshot/descriptors/open-files.ts';
import type {Sameness} from '../snapshot/descriptors/same-description.ts';
import type {holder} from './contract/common.ts';

/** A holder of an open file description as the JSON contract has it. */
export function holderJson(
  {process, descriptor}: OpenFile,
  {certainty, proof}: Sameness,
): z.infer<typeof holder> {
  const info = orUndefined(descriptor.info());
  return {
    pid: process.pid,
    comm: process.comm,
    fd: descriptor.fd,
    accessMode: info?.accessMode ?? null,
    closeOnExec: info?.closeOnExec ?? null,
    certainty,
    proof,
  };
}
