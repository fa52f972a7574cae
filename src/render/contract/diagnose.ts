import * as z from 'zod/mini';
import {answerOf, verdict} from './common.ts';
import {host, ofHost} from './hosts.ts';

const subject = z.union([
  z.strictObject({pid: z.int(), startTicks: z.int(), comm: z.string()}),
  z.strictObject({path: z.string()}),
  z.strictObject({host: z.string()}),
]);

export const finding = z.strictObject({
  ...verdict.shape,
  severity: z.enum(['error', 'warning', 'info']),
  subject,
  /** Who has to do something about it: mostly the subject. */
  culprit: subject,
  what: z.string(),
  /** Findings of one cause have the same text here. */
  cause: z.string(),
  /** The command that shows more. */
  more: z.string(),
  ...ofHost,
});

/** A rule that could not look everywhere, once a reason. */
export const skippedRule = z.strictObject({
  rule: z.string(),
  reason: z.string(),
  /** Without the pids, which `unreadable` has. */
  gap: z.strictObject({what: z.string(), errno: z.string()}),
  ...ofHost,
});

export const summary = z.strictObject({error: z.int(), warning: z.int(), info: z.int()});

const content = {
  findings: z.readonly(z.array(finding)),
  skipped: z.readonly(z.array(skippedRule)),
  summary,
  lookedAt: z.int(),
  /** Missing in an answer about one machine. */
  hosts: z.optional(z.readonly(z.array(host))),
};

export const diagnoseAnswer = answerOf('diagnose', content);
const diagnoseContent = z.strictObject(content);
export type DiagnoseContent = z.infer<typeof diagnoseContent>;
export type FindingJson = z.infer<typeof finding>;
