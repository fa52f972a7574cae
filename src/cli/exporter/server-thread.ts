/**
 * The thread in which `procdoc exporter` answers, so that each request has an answer in time also while procdoc looks at
 * the processes, or is stuck in that: a read of /proc/PID/cmdline waits as long as something keeps the memory map of that
 * process locked. The build makes one text of this module.
 */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, ListenOptions} from 'node:net';
import {parentPort, workerData} from 'node:worker_threads';

/** What the thread is given. */
export interface ThreadData {
  /** Where to listen; `fd` is a socket that does. */
  readonly places: ReadonlyArray<ListenOptions & {readonly fd?: number}>;
  /** The page at "/", in HTML. */
  readonly page: string;
  readonly metricsType: string;
  /** What is said where no metrics are there in time, and none that are recent. */
  readonly nothingYet: string;
}

/** What the thread says: that it listens, or where it can't; and that metrics are asked for. */
export type ThreadMessage =
  | {readonly kind: 'listens'; readonly bound: ReadonlyArray<AddressInfo | string | null>}
  | {readonly kind: 'refused'; readonly place: number; readonly errno: string}
  | {readonly kind: 'asks'};

/** The answer to `asks`: the metrics, or why there are none. */
export interface ThreadAnswer {
  readonly isMade: boolean;
  readonly text: string;
}

/** More at a time than that is no monitoring system. */
const MOST_CONNECTIONS = 100;

/** Prometheus gives a scrape 10 s where it is not told otherwise. */
const MOST_MS = 8000;

/** Of the time that Prometheus says a scrape has. */
const PART_OF_TIMEOUT = 0.8;

/** For how long metrics are served that a look should have replaced: as long as Prometheus keeps a sample. */
const MOST_STALE_MS = 5 * 60_000;

const {places, page, metricsType, nothingYet} = workerData as ThreadData;

/** The question that is not answered yet, and since when. */
let asked: {readonly sinceMs: number; readonly answer: Promise<ThreadAnswer>} | undefined;
let resolveAsked: (answer: ThreadAnswer) => void = () => {};
let last: string | undefined;

const say = (message: ThreadMessage) => parentPort?.postMessage(message);

parentPort?.on('message', (answer: ThreadAnswer) => {
  if (answer.isMade) last = answer.text;
  asked = undefined;
  resolveAsked(answer);
});

function ask(): Promise<ThreadAnswer> {
  if (!asked) {
    const answer = new Promise<ThreadAnswer>(resolve => {
      resolveAsked = resolve;
    });
    asked = {sinceMs: performance.now(), answer};
    say({kind: 'asks'});
  }
  return asked.answer;
}

const isStuck = () => asked !== undefined && performance.now() - asked.sinceMs > MOST_STALE_MS;

/** How long a request waits for an answer: milliseconds. */
function limitOf({headers}: IncomingMessage): number {
  const seconds = Number(headers['x-prometheus-scrape-timeout-seconds']);
  return seconds > 0 ? Math.min(seconds * 1000 * PART_OF_TIMEOUT, MOST_MS) : MOST_MS;
}

async function answerWithin(limitMs: number): Promise<ThreadAnswer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  const answer = await Promise.race([ask(), late]);
  clearTimeout(timer);
  return answer;
}

async function endWithMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerWithin(limitOf(request));
  if (answer && !answer.isMade) return end(response, 500, `${answer.text}\n`);
  const text = answer?.text ?? (isStuck() ? undefined : last);
  if (text === undefined) return end(response, 503, `${nothingYet}\n`);
  end(response.setHeader('Content-Type', metricsType), 200, text);
}

/** Without a text, the status is one; the body is left out by node:http where it was asked for by HEAD. */
function end(response: ServerResponse, status: number, text?: string): void {
  response.statusCode = status;
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(text ?? `${status}\n`);
}

async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const {method = '', url = ''} = request;
  const path = url.replace(/[?#].*$/s, '');
  if (path !== '/' && path !== '/metrics') return end(response, 404);
  if (method !== 'GET' && method !== 'HEAD') return end(response.setHeader('Allow', 'GET, HEAD'), 405);
  if (path === '/metrics') return endWithMetrics(request, response);
  if (isStuck()) return end(response, 503, `${nothingYet}\n`);
  end(response.setHeader('Content-Type', 'text/html; charset=utf-8'), 200, page);
}

function listen(options: ListenOptions): Promise<Server> {
  const server = createServer(answerTo);
  server.maxConnections = MOST_CONNECTIONS;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

async function listenAtAll(): Promise<void> {
  const bound: Array<AddressInfo | string | null> = [];
  for (const [place, options] of places.entries()) {
    try {
      bound.push((await listen(options)).address());
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return say({kind: 'refused', place, errno: code});
    }
  }
  say({kind: 'listens', bound});
}

void listenAtAll();
