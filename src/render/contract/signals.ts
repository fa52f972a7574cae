import * as z from 'zod/mini';
import {answerOf} from './common.ts';

const named = {pid: z.int(), comm: z.string()};
const disposition = z.enum(['default', 'ignored', 'caught']);

const row = z.strictObject({
  signal: z.string(),
  number: z.int(),
  disposition,
  blocked: z.boolean(),
  blockedInThreads: z.int(),
  pending: z.boolean(),
  /** null where the kernel's own record can't be read. */
  flags: z.nullable(z.readonly(z.array(z.string()))),
  handler: z.nullable(z.string().check(z.regex(/^0x[0-9a-f]+$/))),
  /**
   * What becomes of the signal, if it is sent now and the process can run. ignored, by-default and init: it is
   * discarded. kept: every thread blocks it. act: the default action, which is in `action`.
   */
  outcome: z.enum(['ignored', 'by-default', 'init', 'kept', 'waiter', 'signalfd', 'handler', 'act']),
  action: z.nullable(z.enum(['terminate', 'core', 'stop', 'continue'])),
  takerFd: z.nullable(z.int()),
  takerTid: z.nullable(z.int()),
  /** null where it is not ignored, and where the process that it came from may have exited. */
  origin: z.nullable(z.strictObject(named)),
  originKind: z.nullable(z.enum(['own', 'inherited', 'related', 'gone', 'unclear'])),
  originCertainty: z.nullable(z.enum(['proven', 'likely'])),
  /** Whether the program was started with it ignored (proven). */
  startedSo: z.boolean(),
  /** From the origin down to the process. */
  line: z.array(z.strictObject({...named, disposition})),
  /** Of signals of the terminal: whether the process is in its foreground process group; null: it has none. */
  foreground: z.nullable(z.boolean()),
});

const content = {
  process: z.strictObject({...named, startTicks: z.int(), command: z.string(), threads: z.int()}),
  /** The signal that was asked about; null: none. */
  asked: z.nullable(z.string()),
  /** What keeps the process from running, so that signals wait; null: nothing. */
  condition: z.nullable(z.enum(['exiting', 'traced', 'stopped', 'frozen', 'vforking'])),
  /** null: it has no controlling terminal. */
  terminal: z.nullable(z.strictObject({foreground: z.boolean(), pgid: z.int(), foregroundPgid: z.int()})),
  /** Each signal that is not default, or pending or blocked, and the one that was asked about. */
  signals: z.array(row),
  summary: z.string(),
};

export const signalsAnswer = answerOf('signals', content);
const signalsContent = z.strictObject(content);
export type SignalsContent = z.infer<typeof signalsContent>;
