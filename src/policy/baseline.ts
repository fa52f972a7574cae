import * as z from 'zod/mini';
import {escapeControls} from '../parse/text.ts';
import type {Finding} from '../rules/finding.ts';
import type {TraitsOf} from './facts.ts';

const SCHEMA = 'procdoc/baseline@1';
const anyVersion = z.object({schema: z.string().check(z.startsWith('procdoc/baseline@'))});

const fingerprint = z.object({
  rule: z.string(),
  subject: z.string(),
  program: z.nullable(z.string()),
  cause: z.string(),
});
const content = z.object({schema: z.literal(SCHEMA), findings: z.array(fingerprint)});

/**
 * What distinguishes a finding and outlives a restart: no pid, and no inode where a path is known. The number of
 * zombies or descriptors is not in it: that grows and shrinks, and is for a limit to watch.
 */
export type Fingerprint = z.infer<typeof fingerprint>;

/** A number that stands alone, as in "zombies of 4711", "flock 8:1:4242", "/proc/4711/fd", "pipe:[4242]". */
const LONE_NUMBER = /(?<![\p{L}\p{N}_])\d+(?![\p{L}\p{N}_])/gu;

/** Findings with equal fingerprints are counted, since nothing distinguishes them. */
export function fingerprintOf({rule, subject, cause}: Finding, traitsOf: TraitsOf): Fingerprint {
  return {
    rule,
    subject: subjectText(subject),
    // Every Python goes by the name of its interpreter.
    program: 'pid' in subject ? (traitsOf(subject.pid)?.program ?? null) : null,
    cause: cause.replace(LONE_NUMBER, '*'),
  };
}

function subjectText(subject: Finding['subject']): string {
  if ('pid' in subject) return `process ${subject.comm}`;
  // Another machine may be held to the same baseline.
  if ('host' in subject) return 'host';
  return `path ${subject.path.replace(/^(\/proc\/|\w+:\[)\d+/, '$1*')}`;
}

/** Findings that were there before. Each covers one finding with an equal fingerprint. */
export class Baseline {
  /** The absolute path of the file; null without one. */
  readonly file: string | null;
  readonly #findings: readonly Fingerprint[];
  readonly #left = new Map<string, number>();

  constructor(findings: readonly Fingerprint[] = [], file: string | null = null) {
    this.file = file;
    this.#findings = findings;
    for (const finding of findings) {
      const key = keyOf(finding);
      this.#left.set(key, (this.#left.get(key) ?? 0) + 1);
    }
  }

  /** The whole baseline again, for another look. */
  again(): Baseline {
    return new Baseline(this.#findings, this.file);
  }

  /** Whether a finding was there before; two equal fingerprints take two entries. */
  covers(finding: Fingerprint): boolean {
    const key = keyOf(finding);
    const left = this.#left.get(key) ?? 0;
    if (left > 0) this.#left.set(key, left - 1);
    return left > 0;
  }
}

function keyOf({rule, subject, program, cause}: Fingerprint): string {
  return JSON.stringify([rule, subject, program, cause]);
}

/** The content of a baseline file; undefined for any other text, or another version. */
export function parseBaseline(text: string): Fingerprint[] | undefined {
  const parsed = content.safeParse(jsonOf(text));
  return parsed.success ? parsed.data.findings : undefined;
}

/** Whether a text is a baseline of any version of procdoc, so that a new one may take its place. */
export function isAnyBaseline(text: string): boolean {
  return anyVersion.safeParse(jsonOf(text)).success;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The file that records these findings, in an order that does not depend on pids, so that it diffs well. */
export function formatBaseline(findings: readonly Fingerprint[]): string {
  const sorted = findings
    .map(one => ({one, key: keyOf(one)}))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({one}) => one);
  return `${escapeControls(JSON.stringify({schema: SCHEMA, findings: sorted}, null, 2))}\n`;
}
