import {openMachine} from '../../kernel/machine/machine.ts';
import {keepOldHeapSmall} from '../../kernel/streams/old-heap.ts';
import {keepYoungHeapSmall} from '../../kernel/streams/young-heap.ts';
import {EventCounter, openEventCounter} from '../../lifecycle/metrics/event-counter.ts';
import {exporterPage, noMetricsText, servedText} from '../../render/metrics/exporter.ts';
import {METRICS_TYPE} from '../../render/metrics/registry.ts';
import {visibilityText} from '../../render/visibility.ts';
import {countingText} from '../../render/watch/source.ts';
import {listenersAt} from '../../snapshot/named-processes/listeners.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readObstacle, readVisibility} from '../../snapshot/visibility.ts';
import {checkOrder} from '../check/ask.ts';
import {CannotLook, failureText, UsageError} from '../failures.ts';
import {programConfig} from '../program/program-config.ts';
import {print} from '../standard-output.ts';
import {stopped} from '../watch/stopped.ts';
import {Exporter} from './exporter.ts';
import {DEFAULT_ADDRESS, type ExporterFlagValues} from './flags.ts';
import {takePassedSockets} from './passed-sockets.ts';
import {type CannotListen, type ListenPlace, type OpenServer, openServer} from './server.ts';

/** Serves metrics until a signal ends it, or prints them once. */
export async function runExporter(flags: ExporterFlagValues, note: (text: string) => void): Promise<void> {
  const places = placesOf(flags);
  const machine = openMachine();
  const snapshot = new Snapshot(machine);
  const obstacle = readObstacle(snapshot, '/proc');
  if (obstacle !== undefined) throw new CannotLook({kind: 'no-procfs', obstacle});
  const order = await checkOrder({config: flags.config, baseline: undefined});
  const counter = await counterOf(flags.events);
  const exporter = new Exporter({machine, order, counter, rulesEverySeconds: flags['rules-every']});
  for (const one of readVisibility(snapshot, '/proc')) note(visibilityText(one));
  if (flags.once) {
    keepHeapSmall();
    exporter.start();
    print(await exporter.metrics());
  } else {
    const server = await serve(exporter, places, snapshot, note);
    // Only now: V8 sets the flag for young heaps back when it makes that of the server's thread.
    keepHeapSmall();
    const stop = stopped(undefined);
    exporter.start();
    note(`${servedText(server.urls)} ${countingText(counter)}`);
    await stop.promise;
    server.close();
  }
  exporter.close();
}

function keepHeapSmall(): void {
  keepYoungHeapSmall();
  keepOldHeapSmall();
}

/** Where it is to listen: at the sockets that it was passed, or at an address. */
function placesOf({listen}: ExporterFlagValues): readonly ListenPlace[] {
  const passed = takePassedSockets(process.env, process.pid);
  if (listen && passed.length > 0)
    throw new UsageError({kind: 'listen-and-passed-sockets', sockets: passed.length});
  return passed.length > 0 ? passed : [listen ?? DEFAULT_ADDRESS];
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
  places: readonly ListenPlace[],
  snapshot: Snapshot,
  note: (text: string) => void,
): Promise<OpenServer> {
  const opened = await openServer(places, {
    page: exporterPage(programConfig.version),
    metricsType: METRICS_TYPE,
    nothingYet: noMetricsText,
    metrics: () => exporter.metrics(),
    async failed(error) {
      const text = await failureText(error, 'procdoc exporter');
      note(text);
      return text;
    },
  });
  if ('errno' in opened) throw cannotListen(opened, snapshot);
  return opened;
}

/** Why no server can listen there, and who has the port. */
function cannotListen({place, errno}: CannotListen, snapshot: Snapshot): CannotLook {
  if ('descriptor' in place) return new CannotLook({kind: 'not-a-listening-socket', ...place});
  const {host, port} = place;
  const name = host?.includes(':') ? `[${host}]` : host;
  const address = `${name ?? ''}:${port}`;
  if (errno !== 'EADDRINUSE') return new CannotLook({kind: 'cannot-listen', address, errno});
  const {processes} = listenersAt(snapshot, {protocol: 'tcp', address: name, port});
  return new CannotLook({kind: 'port-taken', address, holders: processes});
}
