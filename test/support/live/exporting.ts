import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {PROCDOC} from './accompanied.ts';

/** A sample of a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A running `procdoc exporter`. */
export interface Exporting {
  readonly pid: number;
  /** "http://127.0.0.1:43210". */
  readonly url: string;
  /** Writes a line to standard input, for what has started it. */
  readonly tell: (line: string) => void;
  /** What it said on standard error until now. */
  readonly said: () => string;
  readonly get: (path: string, method?: string) => Promise<Response>;
  /** The samples of a metric, by a scrape now. */
  readonly samples: (metric: string) => Promise<readonly Sample[]>;
  /** Asks again until the samples of a metric are as wanted. */
  readonly until: (
    metric: string,
    isWanted: (samples: readonly Sample[]) => boolean,
  ) => Promise<readonly Sample[]>;
  readonly ended: Promise<readonly [status: number | null, signal: NodeJS.Signals | null]>;
}

const SECONDS_TO_COME = 60;

/**
 * Runs `use` while an exporter serves, at a free port of the loopback address unless it is told another, and ends it.
 * @param launcher what starts it, by the words behind its own
 */
export async function withExporter(
  words: readonly string[],
  use: (exporting: Exporting) => Promise<void>,
  launcher: readonly string[] = [],
): Promise<void> {
  const listen = words.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
  const [file = '', ...args] = [...launcher, ...PROCDOC, 'exporter', ...listen, ...words];
  const child = spawn(file, args, {stdio: ['pipe', 'inherit', 'pipe']});
  await once(child, 'spawn');
  const ended = once(child, 'exit').then(([status, signal]) => [status, signal] as const);
  const {pid, stdin, stderr} = child;
  assert.ok(pid !== undefined && stdin && stderr);
  let said = '';
  stderr.setEncoding('utf8').on('data', more => {
    said += more;
  });
  try {
    const url = await comes(
      async () => /metrics at (http:\S+)\/metrics/.exec(said)?.[1],
      () => said,
    );
    const get = (path: string, method = 'GET') => fetch(`${url}${path}`, {method});
    const samples = async (metric: string) => samplesOf(await (await get('/metrics')).text(), metric);
    await use({
      pid,
      url,
      tell: line => stdin.write(`${line}\n`),
      said: () => said,
      get,
      samples,
      until: async (metric, isWanted) => {
        let last: readonly Sample[] = [];
        return comes(
          async () => {
            last = await samples(metric);
            return isWanted(last) ? last : undefined;
          },
          () => `${metric}: ${JSON.stringify(last)}`,
        );
      },
      ended,
    });
  } finally {
    stdin.end();
    child.kill('SIGTERM');
    await ended;
  }
}

/** The metrics at a URL, once there are some: on a busy machine, the first look takes longer than an answer may. */
export function metricsAt(url: string): Promise<string> {
  return comes(
    async () => {
      const answer = await fetch(url).catch(() => undefined);
      return answer?.ok ? answer.text() : undefined;
    },
    () => `metrics at ${url}`,
  );
}

/** What is there in the end; fails after a while. */
export async function comes<T>(look: () => Promise<T | undefined>, state: () => string): Promise<T> {
  for (const began = Date.now(); Date.now() - began < SECONDS_TO_COME * 1000; await sleep(50)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  return assert.fail(`did not come: ${state()}`);
}

/** The samples of a metric in Prometheus' text format. */
export function samplesOf(text: string, metric: string): Sample[] {
  return text.split('\n').flatMap(line => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name !== metric || value === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, key = '', escaped = '']) => [key, escaped.replace(/\\(.)/g, '$1')] as const,
    );
    return [{labels: Object.fromEntries(pairs), value: Number(value)}];
  });
}
