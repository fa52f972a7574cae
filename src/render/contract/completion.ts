import * as z from 'zod/mini';
import {answerOf} from './common.ts';

const content = {
  shell: z.enum(['bash', 'zsh', 'fish']),
  script: z.string(),
};

export const completionAnswer = answerOf('completion', content);
const completionContent = z.strictObject(content);
export type CompletionContent = z.infer<typeof completionContent>;
