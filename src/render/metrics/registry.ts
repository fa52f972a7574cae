import {Counter, Gauge, Registry} from 'prom-client';
import type {Family} from './family.ts';

/** What the text of metrics is, for an HTTP header. */
export const METRICS_TYPE: string = Registry.PROMETHEUS_CONTENT_TYPE;

/** Metrics in Prometheus' text format, and before them those that are counted over time. */
export async function metricsText(families: readonly Family[], counted: Registry): Promise<string> {
  const registry = new Registry();
  for (const {name, help, type, samples} of families) {
    if (samples.length === 0) continue;
    const labelNames = [...new Set(samples.flatMap(([labels]) => Object.keys(labels)))];
    const options = {name, help, labelNames, registers: [registry]};
    if (type === 'gauge') {
      const gauge = new Gauge(options);
      for (const [labels, value] of samples) gauge.set(labels, value);
    } else {
      const counter = new Counter(options);
      for (const [labels, value] of samples) counter.inc(labels, value);
    }
  }
  return [await counted.metrics(), await registry.metrics()].join('\n');
}
