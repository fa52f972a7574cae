import {Counter, Histogram, Registry} from 'prom-client';
import type {CountableEvents, EventSink, Losses} from '../../lifecycle/metrics/event-counter.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {termSignal, waitKind} from '../../parse/wait-status/wait-macros.ts';
import {counter, type Family, gauge, number} from './family.ts';

/** From a parent that waits for its child, to one that has to be told: seconds. */
const LATENCY_BUCKETS = [0.0001, 0.001, 0.01, 0.1, 1, 10, 60, 600];

/** What the events of the machine are counted as. What the source doesn't see has no metric. */
export class EventMetrics implements EventSink {
  readonly registry = new Registry();
  readonly #source: string;
  readonly #forks: Counter | undefined;
  readonly #exits: Counter | undefined;
  readonly #ooms: Counter | undefined;
  readonly #latencies: Histogram | undefined;

  /** @param countable undefined where there is no source of events */
  constructor(countable: CountableEvents | undefined) {
    this.#source = countable?.source ?? 'none';
    if (!countable) return;
    const registers = [this.registry];
    this.#forks = new Counter({
      name: 'procdoc_forks_total',
      help: 'Processes that were created, by fork(2) and its like; threads are not counted.',
      registers,
    });
    this.#exits = new Counter({
      name: 'procdoc_exits_total',
      help: 'Processes that exited: with status 0 (success), with another (failure), or killed by a signal.',
      labelNames: ['outcome', 'signal'],
      registers,
    });
    for (const outcome of ['success', 'failure', 'killed']) this.#exits.inc({outcome, signal: ''}, 0);
    if (countable.hasOoms)
      this.#ooms = new Counter({
        name: 'procdoc_oom_kills_total',
        help: 'Processes that the OOM killer chose.',
        registers,
      });
    if (countable.hasReaps)
      this.#latencies = new Histogram({
        name: 'procdoc_reap_latency_seconds',
        help: 'How long processes that were reaped had been zombies.',
        buckets: LATENCY_BUCKETS,
        registers,
      });
  }

  fork(): void {
    this.#forks?.inc();
  }

  exit(status: number | undefined): void {
    this.#exits?.inc(exitLabels(status));
  }

  oomKill(): void {
    this.#ooms?.inc();
  }

  reap(latencySeconds: number): void {
    this.#latencies?.observe(latencySeconds);
  }

  /** Where the events come from, and how many of them are missing. */
  families({times, events}: Losses): Family[] {
    const isCounted = this.#source !== 'none';
    return [
      gauge(
        'procdoc_event_source_info',
        'Where forks, exits, OOM kills and reaps are counted: bpf, connector (without OOM kills and reaps), or none.',
        [[{source: this.#source}, 1]],
      ),
      counter(
        'procdoc_event_losses_total',
        'How often events were lost, so that too few are counted.',
        isCounted ? number(times) : [],
      ),
      counter(
        'procdoc_events_lost_total',
        'Events that were lost, where the source knows how many.',
        isCounted ? number(events) : [],
      ),
    ];
  }
}

/** At most as many as there are signals, and a few more. */
function exitLabels(status: number | undefined): {outcome: string; signal: string} {
  if (status === undefined) return {outcome: 'unknown', signal: ''};
  if (waitKind.linux(status) !== 'signaled')
    return {outcome: status === 0 ? 'success' : 'failure', signal: ''};
  const signal = termSignal(status);
  return {outcome: 'killed', signal: signalName(signal) ?? `${signal}`};
}
