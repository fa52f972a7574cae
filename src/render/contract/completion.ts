import * as z from 'zod/mini';
import {answerOf} from './common.ts';

const content = {
  shell: z.enum(['bash', 'zsh', 'fish']),
  script: z.string(),
  /** Where it was written, or would be; null: it was only printed. */
  file: z.nullable(z.string()),
  action: z.enum(['printed', 'installed', 'removed', 'absent']),
};

export const completionAnswer = answerOf('completion', content);
const completionContent = z.strictObject(content);
export type CompletionContent = z.infer<typeof completionContent>;
