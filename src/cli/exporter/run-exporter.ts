import {openMachine} from '../../kernel/machine/machine.ts';
import {keepOldHeapSmall} from '../../kernel/streams/old-heap.ts';
import {keepYoungHeapSmall} from '../../kernel/streams/young-heap.ts';
import {EventCounter, openEventCounter} from '../../lifecycle/metrics/event-counter.ts';
import type {ListenAddress} from '../../parse/targets/listen-address.ts';
import {exporterPage, servedText} from '../../render/metrics/exporter.ts';
import {METRICS_TYPE} from '../../render/metrics/registry.ts';
import {visibilityText} from '../../render/visibility.ts';
import {countingText} from '../../render/watch/source.ts';
import {listenersAt} from '../../snapshot/named-processes/listeners.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readObstacle, readVisibility} from '../../snapshot/visibility.ts';
import {checkOrder} from '../check/ask.ts';
import {CannotLook, failureText} from '../failures.ts';
import {programConfig} from '../program/program-config.ts';
import {print} from '../standard-output.ts';
import {stopped} from '../watch/stopped.ts';
import {Exporter} from './exporter.ts';
import type {ExporterFlagValues} from './flags.ts';
import {type OpenServer, openServer} from './server.ts';

/** Serves metrics until a signal ends it, or prints them once. */
export async function runExporter(flags: ExporterFlagValues, note: (text: string) => void): Promise<void> {
  keepYoungHeapSmall();
  keepOldHeapSmall();
  const machine = openMachine();
  const snapshot = new Snapshot(machine);
  const obstacle = readObstacle(snapshot, '/proc');
  if (obstacle !== undefined) throw new CannotLook({kind: 'no-procfs', obstacle});
  const order = await checkOrder({config: flags.config, baseline: undefined});
  const counter = await counterOf(flags.events);
  const exporter = new Exporter({machine, order, counter, rulesEverySeconds: flags['rules-every']});
  for (const one of readVisibility(snapshot, '/proc')) note(visibilityText(one));
  if (flags.once) {
    exporter.start();
    print(await exporter.metrics());
  } else {
    const server = await serve(exporter, flags.listen, snapshot, note);
    const stop = stopped(undefined);
    exporter.start();
    note(`${servedText(server.url)} ${countingText(counter)}`);
    await stop.promise;
    server.close();
  }
  exporter.close();
}

async function counterOf(events: ExporterFlagValues['events']): Promise<EventCounter> {
  if (events === 'none') return new EventCounter({opened: undefined, refused: []});
  const counter = await openEventCounter(events);
  const [refusal] = counter.refused;
  if (counter.countable || events === 'auto' || !refusal) return counter;
  throw new CannotLook({kind: 'no-event-source', source: events, errno: refusal.errno});
}

async function serve(
  exporter: Exporter,
  address: ListenAddress,
  snapshot: Snapshot,
  note: (text: string) => void,
): Promise<OpenServer> {
  const pages = new Map([
    ['/', {type: 'text/html; charset=utf-8', text: () => exporterPage(programConfig.version)}],
    ['/metrics', {type: METRICS_TYPE, text: () => exporter.metrics()}],
  ]);
  const failed = async (error: Error) => {
    const text = await failureText(error, 'procdoc exporter');
    note(text);
    return text;
  };
  try {
    return await openServer(address, pages, failed);
  } catch (error) {
    throw cannotListen(address, (error as NodeJS.ErrnoException).code, snapshot) ?? error;
  }
}

/** Why no server can listen there, and who has the port; undefined for what no listen(2) says. */
function cannotListen(
  {host, port}: ListenAddress,
  errno: string | undefined,
  snapshot: Snapshot,
): CannotLook | undefined {
  if (errno === undefined) return undefined;
  const name = host?.includes(':') ? `[${host}]` : host;
  const address = `${name ?? ''}:${port}`;
  if (errno !== 'EADDRINUSE') return new CannotLook({kind: 'cannot-listen', address, errno});
  const {processes} = listenersAt(snapshot, {protocol: 'tcp', address: name, port});
  return new CannotLook({kind: 'port-taken', address, holders: processes});
}
