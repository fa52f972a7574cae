import * as z from 'zod/mini';
import {answerOf} from './common.ts';

const content = {
  rules: z.array(
    z.strictObject({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      title: z.string(),
      needs: z.readonly(z.array(z.string())),
      /** The page in Markdown, where rules were given by name. */
      page: z.optional(z.string()),
    }),
  ),
  /** Known symptoms that the words describe, with the command that shows what is behind it. */
  symptoms: z.array(z.strictObject({says: z.string(), command: z.string()})),
};

export const explainAnswer = answerOf('explain', content);
const explainContent = z.strictObject(content);
export type ExplainContent = z.infer<typeof explainContent>;
