import * as z from 'zod/mini';
import {answerOf} from './common.ts';
import {summary} from './diagnose.ts';

const content = {
  /** Never "-": with --json, the page goes to a file. */
  file: z.string(),
  /** The pids that the page is about, with their families; null: the whole machine. */
  asked: z.nullable(z.array(z.int())),
  redacted: z.boolean(),
  sizeBytes: z.int(),
  /** The sentence that the page begins with. */
  sentence: z.string(),
  /** How many findings of each severity are on it. */
  summary,
  lookedAt: z.int(),
};

export const reportAnswer = answerOf('report', content);
const reportContent = z.strictObject(content);
export type ReportContent = z.infer<typeof reportContent>;
