import {procdocJson} from '../procdoc.ts';

/** The words of a command line. */
export type Question = readonly string[];

/** What moves between two looks: ages; what was not readable of others; who else has the streams of the tests. */
const moving = new Set([
  ...[
    'deadForSeconds',
    'idleSeconds',
    'diedAt',
    'startedAt',
    'complete',
    'unreadable',
    'ancestors',
    'remedy',
    'skipped',
  ],
  // The test's own process is at the end of many chains, running at one moment and waiting at the next.
  ...['summary', 'roots'],
]);

/** What a second look adds to a verdict: a recording is one look, and has verdicts that are likely in place of proven. */
const seenTwice = new Set(['certainty', 'evidence', 'facts']);

/** An answer without what moves, and without numbers about the whole machine. */
function still(value: unknown, pids: readonly number[]): unknown {
  if (Array.isArray(value)) return value.filter(item => isAbout(pids, item)).map(item => still(item, pids));
  if (typeof value !== 'object' || value === null) return value;
  const isVerdict = 'rule' in value;
  const kept = Object.entries(value).filter(
    ([key]) =>
      !moving.has(key) &&
      !(isVerdict && seenTwice.has(key)) &&
      key !== 'lookedAt' &&
      key !== 'sessionLeadersOfInit',
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, still(inner, pids)]));
}

/** Whether an item names one of these pids, or no pid at all. */
function isAbout(pids: readonly number[], item: unknown): boolean {
  const borne = [...JSON.stringify(item).matchAll(/"(?:pid|acquirerPid|ppid|from)":(\d+)/g)];
  return borne.length === 0 || borne.some(([, pid]) => pids.includes(Number(pid)));
}

/** What commands say of these processes, without what moves between two looks. */
export function answers(
  questions: readonly Question[],
  pids: readonly number[],
  ...flags: string[]
): Promise<unknown[]> {
  return Promise.all(
    questions.map(async question => {
      const {status, json} = await procdocJson(...question, ...flags);
      return [question.join(' '), status, still(json, pids)];
    }),
  );
}
