import {createServer, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, ListenOptions} from 'node:net';
import type {ListenAddress} from '../../parse/targets/listen-address.ts';
import type {PassedSocket} from './passed-sockets.ts';

/** A page: what it is, and its text. */
export interface ServedPage {
  readonly type: string;
  readonly text: () => string | Promise<string>;
}

/** A server that listens. */
export interface OpenServer {
  /** Where it is asked: "http://127.0.0.1:9957"; undefined for a Unix socket that was passed, whose path Node doesn't know. */
  readonly url: string | undefined;
  /** Ends it at once, also for who is being answered. */
  close(): void;
}

/** More at a time than that is no monitoring system. */
const MOST_CONNECTIONS = 100;

/**
 * Serves pages by their paths, to GET and HEAD.
 * @param failed what is said to who asked for a page that could not be made
 * @returns rejects with the errno of listen(2) as `code`; EINVAL for a descriptor that is no stream socket
 */
export async function openServer(
  place: ListenAddress | PassedSocket,
  pages: ReadonlyMap<string, ServedPage>,
  failed: (error: Error) => Promise<string>,
): Promise<OpenServer> {
  const server = createServer(async ({method = '', url = ''}, response) => {
    const page = pages.get(url.replace(/[?#].*$/s, ''));
    if (page === undefined) return end(response, 404);
    if (method !== 'GET' && method !== 'HEAD') return end(response.setHeader('Allow', 'GET, HEAD'), 405);
    try {
      const text = await page.text();
      end(response.setHeader('Content-Type', page.type), 200, text);
    } catch (error) {
      end(response, 500, `${await failed(error as Error)}\n`);
    }
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, place);
  return {
    url: urlOf(server.address()),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Without a text, what the status is called; the body is left out by node:http where it was asked for by HEAD. */
function end(response: ServerResponse, status: number, text?: string): void {
  response.statusCode = status;
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(text ?? `${status}\n`);
}

function listen(server: Server, place: ListenAddress | PassedSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(optionsOf(place), () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function optionsOf(place: ListenAddress | PassedSocket): ListenOptions & {readonly fd?: number} {
  if ('descriptor' in place) return {fd: place.descriptor};
  const {host, port} = place;
  return {port, ...(host !== null && {host})};
}

function urlOf(bound: AddressInfo | string | null): string | undefined {
  if (bound === null || typeof bound === 'string') return undefined;
  const {address, port, family} = bound;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
