import * as z from 'zod/mini';
import {answerOf} from './common.ts';

const content = {
  /** Never "-": with --json, the recording goes to a file. */
  file: z.string(),
  /** The pids that were given; null: the whole machine. */
  asked: z.nullable(z.array(z.int())),
  processes: z.int(),
  descriptors: z.int(),
  sizeBytes: z.int(),
  redacted: z.boolean(),
};

export const recordAnswer = answerOf('record', content);
const recordContent = z.strictObject(content);
export type RecordContent = z.infer<typeof recordContent>;
