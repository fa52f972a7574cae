import * as z from 'zod/mini';
import {sigchldEffects} from '../../snapshot/sigchld/effects.ts';
import {answerOf, sigchld, verdict} from './common.ts';

const named = {pid: z.int(), comm: z.string()};

const looked = z.strictObject({
  ...named,
  command: z.string(),
  runtime: z.nullable(z.enum(['python', 'bash', 'dash', 'perl', 'node', 'make'])),
  sigchld,
  childSubreaper: z.nullable(z.boolean()),
  /** null where SIGCHLD is not ignored, and where the process that it came from may have exited. */
  origin: z.nullable(z.strictObject(named)),
  originKind: z.nullable(z.enum(['own', 'inherited', 'related', 'gone', 'unclear'])),
  /** From the origin down to the process. */
  line: z.array(z.strictObject({...named, disposition: z.enum(['default', 'ignored', 'caught'])})),
  effects: z.array(z.string()),
  /** What each sentence of `effects` says, for programs. */
  effectKinds: z.array(z.enum(sigchldEffects)),
  verdicts: z.readonly(z.array(verdict)),
});

const content = {processes: z.array(looked)};

export const sigchldAnswer = answerOf('sigchld', content);
const sigchldContent = z.strictObject(content);
export type SigchldContent = z.infer<typeof sigchldContent>;
