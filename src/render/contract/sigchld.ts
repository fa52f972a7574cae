import * as z from 'zod/mini';
import {answerOf, sigchld, verdict} from './common.ts';

const named = {pid: z.int(), comm: z.string()};

const looked = z.strictObject({
  ...named,
  command: z.string(),
  runtime: z.nullable(z.enum(['python', 'bash', 'dash', 'perl', 'node', 'make'])),
  sigchld,
  childSubreaper: z.nullable(z.boolean()),
  /** null where it is not ignored, and where the process it came from is gone. */
  origin: z.nullable(z.strictObject(named)),
  originKind: z.nullable(z.enum(['own', 'inherited', 'related', 'gone', 'unclear'])),
  /** From the origin down to the process. */
  line: z.array(z.strictObject({...named, disposition: z.enum(['default', 'ignored', 'caught'])})),
  effects: z.array(z.string()),
  verdicts: z.readonly(z.array(verdict)),
});

const content = {processes: z.array(looked)};

export const sigchldAnswer = answerOf('sigchld', content);
const sigchldContent = z.strictObject(content);
export type SigchldContent = z.infer<typeof sigchldContent>;
