import * as z from 'zod/mini';
import {answerOf} from './common.ts';

const content = {
  schemas: z.readonly(
    z.array(
      z.strictObject({
        command: z.string(),
        /** What the key `schema` of the command's answer says. */
        name: z.string(),
        /** Where a command was named. */
        jsonSchema: z.optional(z.record(z.string(), z.unknown())),
      }),
    ),
  ),
};

export const schemaAnswer = answerOf('schema', content);
const schemaContent = z.strictObject(content);
export type SchemaContent = z.infer<typeof schemaContent>;
