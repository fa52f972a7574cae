import type {Machine} from '../../kernel/machine/machine.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {EventCounter} from '../../lifecycle/metrics/event-counter.ts';
import {EventMetrics} from '../../render/metrics/event-metrics.ts';
import {costFamilies, type ExporterCost} from '../../render/metrics/exporter.ts';
import {gapFamilies} from '../../render/metrics/machine.ts';
import {metricsText} from '../../render/metrics/registry.ts';
import type {CheckOrder} from '../check/ask.ts';
import {programConfig} from '../program/program-config.ts';
import {KeptText} from './kept-text.ts';
import {MachineLooks} from './machine-looks.ts';
import {type RuleAnswer, RuleLooks} from './rule-looks.ts';

/** How long an answer serves all who ask: milliseconds. */
const KEPT_MS = 1000;

/** What it takes to make metrics. */
export interface ExporterParts {
  readonly machine: Machine;
  readonly order: CheckOrder;
  readonly counter: EventCounter;
  readonly rulesEverySeconds: number;
}

/** Metrics of this machine, for as long as it is asked; one look is made at a time. */
export class Exporter {
  readonly #machine: Machine;
  readonly #counter: EventCounter;
  readonly #events: EventMetrics;
  readonly #looks: MachineLooks;
  readonly #rules: RuleLooks;
  readonly #text = new KeptText(() => this.#make(), KEPT_MS);

  constructor({machine, order, counter, rulesEverySeconds}: ExporterParts) {
    this.#machine = machine;
    this.#counter = counter;
    this.#events = new EventMetrics(counter.countable);
    this.#looks = new MachineLooks(machine);
    this.#rules = new RuleLooks(machine, order, rulesEverySeconds);
  }

  start(): void {
    this.#counter.start(this.#events);
    this.#rules.start();
  }

  /** The text of all metrics; one that is not older than a second. */
  metrics(): Promise<string> {
    return this.#text.get();
  }

  close(): void {
    this.#counter.close();
    this.#rules.close();
  }

  async #make(): Promise<string> {
    const rules = await this.#rules.answer();
    const [lookedAt, began] = [Date.now() / 1000, performance.now()];
    const {families, gaps} = await this.#looks.look();
    this.#counter.drain();
    return metricsText(
      [
        ...families,
        ...rules.families,
        ...this.#events.families(this.#counter.lost),
        ...gapFamilies([...gaps, ...rules.gaps]),
        ...costFamilies(this.#cost(rules, {lookedAt, scrapeSeconds: (performance.now() - began) / 1000})),
      ],
      this.#events.registry,
    );
  }

  #cost(
    {askedAt, seconds}: RuleAnswer,
    look: Pick<ExporterCost, 'lookedAt' | 'scrapeSeconds'>,
  ): ExporterCost {
    const {user, system} = process.cpuUsage();
    return {
      version: programConfig.version,
      ...look,
      rulesSeconds: seconds,
      rulesAskedAt: askedAt,
      rulesIntervalSeconds: this.#rules.intervalAfter(seconds),
      cpuSeconds: (user + system) / 1e6,
      rssBytes: process.memoryUsage.rss(),
      openFds: orUndefined(this.#machine.procfs.list('self/fd'))?.length,
      startedAt: Date.now() / 1000 - process.uptime(),
    };
  }
}
