import * as z from 'zod/mini';
import {answerOf, instant} from './common.ts';

const script = z.strictObject({
  pid: z.int(),
  ppid: z.int(),
  comm: z.string(),
  user: z.nullable(z.string()),
  interpreter: z.enum(['python', 'node', 'ruby', 'perl', 'shell', 'php', 'java']),
  kind: z.enum(['file', 'module', 'command', 'stdin', 'interactive', 'archive', 'directory', 'unknown']),
  script: z.nullable(z.string()),
  path: z.nullable(z.string()),
  module: z.nullable(z.string()),
  args: z.readonly(z.array(z.string())),
  cwd: z.nullable(z.string()),
  startedAt: z.nullable(instant),
  freshness: z.enum(['fresh', 'stale', 'deleted', 'unknown']),
  staleFiles: z.readonly(z.array(z.string())),
  because: z.nullable(z.string()),
});

const content = {
  scripts: z.array(script),
  /** What does not hold of --min, --max and --fresh. */
  unmet: z.readonly(z.array(z.string())),
  /** Of modules that may be the file asked for, which are not counted. */
  remarks: z.readonly(z.array(z.string())),
};

export const scriptsAnswer = answerOf('scripts', content);
const scriptsContent = z.strictObject(content);
export type ScriptsContent = z.infer<typeof scriptsContent>;
