import {listed} from '../../rules/words/listed.ts';
import {counter, type Family, gauge, number} from './family.ts';

/** What the exporter itself takes, and when its rules were asked. */
export interface ExporterCost {
  readonly version: string;
  /** When the processes were looked at: seconds since the epoch. */
  readonly lookedAt: number;
  /** How long this look took. */
  readonly scrapeSeconds: number;
  readonly rulesSeconds: number;
  /** When the rules were asked: seconds since the epoch. */
  readonly rulesAskedAt: number;
  /** From one time that the rules are asked to the next. */
  readonly rulesIntervalSeconds: number;
  /** Of the process, in user and kernel mode, since its start. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  /** Undefined where they can't be listed. */
  readonly openFds: number | undefined;
  /** Seconds since the epoch. */
  readonly startedAt: number;
}

/** The metrics about the exporter; those that every exporter has are called as elsewhere. */
export function costFamilies(cost: ExporterCost): Family[] {
  return [
    gauge('procdoc_build_info', 'The version of procdoc.', [[{version: cost.version}, 1]]),
    gauge(
      'procdoc_scrape_duration_seconds',
      'How long the look of this scrape took.',
      number(cost.scrapeSeconds),
    ),
    gauge(
      'procdoc_look_timestamp_seconds',
      'When the processes were looked at; a look that takes longer than a scrape may is not waited for.',
      number(cost.lookedAt),
    ),
    gauge(
      'procdoc_rules_duration_seconds',
      'How long it took to ask all rules, which is not done on each scrape.',
      number(cost.rulesSeconds),
    ),
    gauge(
      'procdoc_rules_timestamp_seconds',
      'When the rules were asked that findings, orphans, leftovers, deadlocks and expectations are of.',
      number(cost.rulesAskedAt),
    ),
    gauge(
      'procdoc_rules_interval_seconds',
      'How long it is from one time that the rules are asked to the next: --rules-every, or longer where asking takes long.',
      number(cost.rulesIntervalSeconds),
    ),
    counter('process_cpu_seconds_total', 'CPU time that the exporter has used.', number(cost.cpuSeconds)),
    gauge('process_resident_memory_bytes', 'Resident memory of the exporter.', number(cost.rssBytes)),
    gauge('process_open_fds', 'Descriptors that the exporter has open.', number(cost.openFds)),
    gauge('process_start_time_seconds', 'When the exporter started.', number(cost.startedAt)),
  ];
}

/** The page at "/". */
export function exporterPage(version: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>procdoc exporter</title></head>
<body>
<h1>procdoc exporter ${version}</h1>
<p><a href="/metrics">Metrics</a> of the processes of this machine, for Prometheus.</p>
</body>
</html>
`;
}

/** Why there are no metrics, for who asks for them. */
export const noMetricsText =
  'no metrics: the first look at the processes takes longer than this answer may, or a look has taken more than five minutes';

/** Where the metrics are; a URL is undefined for a Unix socket that was passed. */
export function servedText(urls: ReadonlyArray<string | undefined>): string {
  const places = urls.map(url => (url === undefined ? 'the Unix socket that was passed' : `${url}/metrics`));
  return `metrics at ${listed(places, places.length)}.`;
}
