import * as z from 'zod/mini';
import {answerOf, waitStatus} from './common.ts';

const readAs = z.enum([
  'wait',
  'shell',
  'python',
  'ocaml',
  'node',
  'container',
  'systemd',
  'siginfo',
  'windows',
  'slurm',
  'wrapper',
  'text',
]);

const signal = z.string();

/** What can have become of a command whose wrapper ended so; exit statuses are pairs of the first and the last. */
const through = z.strictObject({
  summary: z.string(),
  wrappers: z.readonly(
    z.array(
      z.strictObject({
        /** The form that was measured; `asked` is what --through named. */
        name: z.string(),
        asked: z.string(),
        /** Forms of the same program that pass an end on in another way. */
        otherForms: z.readonly(z.array(z.string())),
        version: z.string(),
        /** What it makes of signal n: "same", "128+n", "n", "256-n", an exit status; then exceptions, "INT:same". */
        signalRule: z.string(),
        pid1: z.boolean(),
      }),
    ),
  ),
  exitStatuses: z.readonly(z.array(z.tuple([z.int(), z.int()]))),
  signals: z.readonly(z.array(signal)),
  notStarted: z.readonly(z.array(z.enum(['not-found', 'not-executable']))),
  itself: z.readonly(
    z.array(z.strictObject({wrapper: z.string(), failed: z.boolean(), signals: z.readonly(z.array(signal))})),
  ),
  provesNothing: z.boolean(),
});

const status = z.strictObject({
  ...waitStatus.shape,
  input: z.string(),
  /** The words of the input that were taken for the status; null: all of it. */
  taken: z.nullable(z.string()),
  readAs,
  guessed: z.boolean(),
  plausible: z.boolean(),
  implausibleBecause: z.nullable(z.string()),
  meaning: z.string(),
  causes: z.readonly(z.array(z.string())),
  /** null without --through. */
  through: z.nullable(through),
  alternatives: z.readonly(
    z.array(
      z.strictObject({
        readAs,
        summary: z.string(),
        plausible: z.boolean(),
        implausibleBecause: z.nullable(z.string()),
        meaning: z.string(),
        causes: z.readonly(z.array(z.string())),
      }),
    ),
  ),
});

/** What was given and is no status; `line` of standard input, null for an argument. */
const refused = z.strictObject({
  input: z.string(),
  line: z.nullable(z.int()),
  because: z.string(),
});

const content = {statuses: z.array(status), refused: z.array(refused)};

export const decodeStatusAnswer = answerOf('decode-status', content);
const decodeStatusContent = z.strictObject(content);
export type DecodeStatusContent = z.infer<typeof decodeStatusContent>;
