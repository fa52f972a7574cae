// Makes scrapes one after the other in this process, as the exporter does, and asks all rules after each part of them.
// Prints a line of JSON then: done, seconds, rssKb, descriptors.
// Usage: node scrapes.mjs SCRAPES PARTS
import {readdirSync} from 'node:fs';
import {Registry} from 'prom-client';
import {checkOrder} from '../../src/cli/check/ask.ts';
import {MachineLooks} from '../../src/cli/exporter/machine-looks.ts';
import {askRules} from '../../src/cli/exporter/rule-looks.ts';
import {openMachine} from '../../src/kernel/machine/machine.ts';
import {keepOldHeapSmall} from '../../src/kernel/streams/old-heap.ts';
import {keepYoungHeapSmall} from '../../src/kernel/streams/young-heap.ts';
import {metricsText} from '../../src/render/metrics/registry.ts';

const [scrapes = 1_000, parts = 10] = process.argv.slice(2).map(Number);

keepYoungHeapSmall();
keepOldHeapSmall();
const machine = openMachine();
const looks = new MachineLooks(machine);
const order = await checkOrder({config: undefined, baseline: undefined});
const counted = new Registry();
let rules = await askRules(machine, order);

for (let done = 0; done < scrapes; ) {
  const part = Math.ceil(scrapes / parts);
  for (let at = 0; at < part; at++) {
    const {families} = await looks.look();
    await metricsText([...families, ...rules.families], counted);
  }
  done += part;
  rules = await askRules(machine, order);
  const line = {
    done,
    seconds: process.uptime(),
    rssKb: process.memoryUsage.rss() / 1024,
    descriptors: readdirSync('/proc/self/fd').length,
  };
  console.log(JSON.stringify(line));
}
