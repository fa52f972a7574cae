// Makes health checks one after the other in this process: each a snapshot, and all rules about zombies.
// Prints a line of JSON after every part of them: done, seconds, rssKb, descriptors.
// Usage: node health-checks.mjs CHECKS PARTS
import {readdirSync} from 'node:fs';
import {openMachine} from '../../src/kernel/machine/machine.ts';
import {diagnose} from '../../src/rules/diagnosis/diagnosis.ts';
import {everything} from '../../src/rules/diagnosis/selection.ts';
import {Scope} from '../../src/rules/scope.ts';
import {Snapshot} from '../../src/snapshot/snapshot.ts';
import {vantageOfProcfs} from '../../src/snapshot/vantage.ts';

const [checks = 1_000, parts = 10] = process.argv.slice(2).map(Number);
const selection = {...everything, isAsked: ({id}: {id: string}) => /^zombies\//.test(id)};

const machine = openMachine();

async function check(): Promise<void> {
  const snapshot = new Snapshot(machine, vantageOfProcfs(machine, '/proc'));
  await diagnose(new Scope(snapshot), selection);
}

for (let done = 0; done < checks; ) {
  const part = Math.ceil(checks / parts);
  for (let at = 0; at < part; at++) await check();
  done += part;
  const {rss} = process.memoryUsage();
  const line = {
    done,
    seconds: process.uptime(),
    rssKb: rss / 1024,
    descriptors: readdirSync('/proc/self/fd').length,
  };
  console.log(JSON.stringify(line));
}
