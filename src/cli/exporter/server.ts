import type {AddressInfo} from 'node:net';
import {Worker} from 'node:worker_threads';
import threadText from 'procdoc:server-thread';
import type {ListenAddress} from '../../parse/targets/listen-address.ts';
import type {PassedSocket} from './passed-sockets.ts';
import type {ThreadAnswer, ThreadData, ThreadMessage} from './server-thread.ts';

/** Where a server listens. */
export type ListenPlace = ListenAddress | PassedSocket;

/** What a server has to answer. */
export interface Served extends Pick<ThreadData, 'page' | 'metricsType' | 'nothingYet'> {
  /** Makes the text of the metrics. */
  metrics(): Promise<string>;
  /** What is said to who asked for metrics that could not be made. */
  failed(error: Error): Promise<string>;
}

/** A server that listens. */
export interface OpenServer {
  /**
   * Where it is asked, by place: "http://127.0.0.1:9957"; undefined for a Unix socket that was passed, whose path Node
   * doesn't know.
   */
  readonly urls: ReadonlyArray<string | undefined>;
  /** Ends it at once, also for who is being answered. */
  close(): void;
}

/** That no server can listen at one of the places: the errno of listen(2); EINVAL for a descriptor that is no stream socket. */
export interface CannotListen {
  readonly place: ListenPlace;
  readonly errno: string;
}

/** Serves metrics at "/metrics", and a page at "/", to GET and HEAD, from a thread of its own. */
export async function openServer(
  places: readonly ListenPlace[],
  {metrics, failed, ...pages}: Served,
): Promise<OpenServer | CannotListen> {
  const data: ThreadData = {...pages, places: places.map(optionsOf)};
  const worker = new Worker(threadText, {eval: true, workerData: data});
  const answer = (one: ThreadAnswer) => worker.postMessage(one);
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: ThreadMessage) => {
      switch (message.kind) {
        case 'listens':
          worker.off('error', reject);
          return resolve({urls: message.bound.map(urlOf), close: () => void worker.terminate()});
        case 'refused':
          void worker.terminate();
          return resolve({place: places[message.place] as ListenPlace, errno: message.errno});
        case 'asks':
          return void metrics().then(
            text => answer({isMade: true, text}),
            async error => answer({isMade: false, text: await failed(error)}),
          );
      }
    });
  });
}

function optionsOf(place: ListenPlace): ThreadData['places'][number] {
  if ('descriptor' in place) return {fd: place.descriptor};
  const {host, port} = place;
  return {port, ...(host !== null && {host})};
}

function urlOf(bound: AddressInfo | string | null): string | undefined {
  if (bound === null || typeof bound === 'string') return undefined;
  const {address, port, family} = bound;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
