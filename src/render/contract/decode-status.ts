import * as z from 'zod/mini';
import {answerOf, waitStatus} from './common.ts';

const readAs = z.enum(['wait', 'shell', 'python', 'node', 'container', 'systemd', 'siginfo']);

const status = z.strictObject({
  ...waitStatus.shape,
  input: z.string(),
  readAs,
  guessed: z.boolean(),
  plausible: z.boolean(),
  implausibleBecause: z.nullable(z.string()),
  meaning: z.string(),
  causes: z.readonly(z.array(z.string())),
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

const content = {statuses: z.array(status)};

export const decodeStatusAnswer = answerOf('decode-status', content);
const decodeStatusContent = z.strictObject(content);
export type DecodeStatusContent = z.infer<typeof decodeStatusContent>;
