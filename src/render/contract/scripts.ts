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
  /** A path that leads there from here. */
  address: z.nullable(z.string()),
  module: z.nullable(z.string()),
  args: z.readonly(z.array(z.string())),
  cwd: z.nullable(z.string()),
  startedAt: z.nullable(instant),
  freshness: z.enum(['fresh', 'stale', 'deleted', 'unknown']),
  staleFiles: z.readonly(z.array(z.string())),
  /** Why it isn't known to be the code on disk: a sentence. */
  because: z.nullable(z.string()),
  /** What kind of reason that is. */
  reason: z.nullable(
    z.enum([
      'written',
      'replaced-or-changed-mode',
      'changed-mode',
      'through-changed-folder',
      'loaded-files-written',
      'removed',
      'left-folder',
      'other-ending',
      'unreadable',
      'no-script-file',
      'from-descriptor',
      'folder-unknown',
      'start-unknown',
      'imports-unknown',
    ]),
  ),
});

const content = {
  scripts: z.array(script),
  /** Which of --min, --max and --fresh do not hold. */
  unmet: z.readonly(z.array(z.string())),
  /** About modules that may be the file asked for, which are not counted. */
  remarks: z.readonly(z.array(z.string())),
};

export const scriptsAnswer = answerOf('scripts', content);
const scriptsContent = z.strictObject(content);
export type ScriptsContent = z.infer<typeof scriptsContent>;
