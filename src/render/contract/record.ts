import * as z from 'zod/mini';
import {answerOf} from './common.ts';

const content = {
  /** "-" never: with --json there is a file. */
  file: z.string(),
  /** The processes that were asked for; null: all. */
  asked: z.nullable(z.array(z.int())),
  processes: z.int(),
  descriptors: z.int(),
  sizeBytes: z.int(),
  redacted: z.boolean(),
};

export const recordAnswer = answerOf('record', content);
const recordContent = z.strictObject(content);
export type RecordContent = z.infer<typeof recordContent>;
