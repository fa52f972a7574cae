import * as z from 'zod/mini';
import {answerOf} from './common.ts';
import {finding, skippedRule, summary} from './diagnose.ts';
import {host, ofHost} from './hosts.ts';

/** ignored: there is something, and the policy lets it pass. */
const status = z.enum(['ok', 'ignored', 'unknown', 'warning', 'critical']);

const judgedFinding = z.strictObject({
  ...finding.shape,
  status,
  /** Why the finding does not fail; null where it does. */
  because: z.nullable(z.string()),
});

const check = z.strictObject({
  kind: z.enum(['rule', 'limit', 'expectation']),
  id: z.string(),
  title: z.string(),
  /** What an expectation is about: "my_daemon.py", ":8080"; null of rules and limits. */
  about: z.nullable(z.string()),
  status,
  messages: z.readonly(z.array(z.string())),
  /** What could not be seen. */
  unseen: z.readonly(z.array(z.string())),
  ...ofHost,
});

const measure = z.strictObject({
  name: z.enum(['zombies', 'zombies-per-parent', 'zombie-age', 'orphans']),
  /** null: not known. */
  value: z.nullable(z.number()),
  /** "s": seconds; empty: a count. */
  unit: z.enum(['', 's']),
  /** Nagios ranges; null: no limit. */
  warning: z.nullable(z.string()),
  critical: z.nullable(z.string()),
  ...ofHost,
});

const content = {
  status: z.enum(['ok', 'unknown', 'warning', 'critical']),
  /** The absolute paths of the policy file and of the baseline; null without one. */
  policy: z.nullable(z.string()),
  baseline: z.nullable(z.string()),
  checks: z.readonly(z.array(check)),
  measures: z.readonly(z.array(measure)),
  findings: z.readonly(z.array(judgedFinding)),
  skipped: z.readonly(z.array(skippedRule)),
  /** Counts all findings, also what passes. */
  summary,
  lookedAt: z.int(),
  /** Missing in an answer about one machine. */
  hosts: z.optional(z.readonly(z.array(host))),
};

export const checkAnswer = answerOf('check', content);
const checkContent = z.strictObject(content);
export type CheckContent = z.infer<typeof checkContent>;
