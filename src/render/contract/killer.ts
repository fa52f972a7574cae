import * as z from 'zod/mini';
import {evidenceFact} from './common.ts';

/** A process that sent a signal; null: the kernel sent it, or it wasn't readable. */
export const sender = {
  pid: z.nullable(z.int()),
  comm: z.nullable(z.string()),
  /** The arguments, cut after 128 bytes. */
  command: z.nullable(z.string()),
};

/** Who killed a process by a signal. */
export const killer = z.strictObject({
  kind: z.enum(['other', 'itself', 'parent-exit', 'oom-killer', 'kernel']),
  ...sender,
  /** For `itself`: who had sent it the same signal before, so that it likely raised it again. */
  after: z.nullable(z.strictObject(sender)),
  certainty: z.enum(['proven', 'likely']),
  evidence: z.readonly(z.array(z.string())),
  facts: z.readonly(z.array(evidenceFact)),
});

export type KillerJson = z.infer<typeof killer>;
