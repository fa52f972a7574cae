import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {openMachine} from '../../src/kernel/machine.ts';
import {Snapshot} from '../../src/snapshot/snapshot.ts';
import {readZombies} from '../../src/snapshot/zombies.ts';
import {descendantsOf} from '../proc-witness.ts';
import {procdocJson, runProcdoc} from '../procdoc.ts';
import {until} from '../subject.ts';
import {stands} from './stands.ts';

/** What moves between two looks: ages; what the test itself does; what was not readable of others. */
const moving = new Set(['deadForSeconds', 'diedAt', 'startedAt', 'complete', 'unreadable', 'ancestors']);

/** The same without what moves. */
function still(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(still);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !moving.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, still(inner)]));
}

/** The items of a list that are about certain processes: which the JSON of each names somehow. */
function about(pids: readonly number[], list: unknown): unknown[] {
  assert.ok(Array.isArray(list));
  const pattern = new RegExp(`"(?:pid|acquirerPid|ppid|from)":(?:${pids.join('|')})\\b`);
  return list.filter(item => pattern.test(JSON.stringify(item)));
}

const listings = ['zombies', 'orphans', 'locks', 'scripts', 'sigchld'] as const;

/** Every answer that has to do with a family. */
async function answers(pids: readonly number[], targets: readonly string[], flags: readonly string[]) {
  const all: Record<string, unknown> = {};
  const ask = async (...words: string[]) => {
    const {status, json} = await procdocJson<Record<string, unknown>>(...words, ...flags);
    return {status, json: still(json) as Record<string, unknown>};
  };
  for (const command of listings) {
    const {json} = await ask(command, ...(command === 'scripts' ? ['--deep'] : []));
    all[command] = about(pids, json[command === 'sigchld' ? 'processes' : command]);
  }
  for (const pid of pids) {
    for (const command of ['tree', 'sigchld']) all[`${command} ${pid}`] = await ask(command, `${pid}`);
    const {status, json} = await ask('why', `${pid}`);
    // The test stands at the other end of its subjects' standard streams, and is always at something else.
    const nodes = about(pids, json.nodes);
    // What poll(2) watches is in the memory of the process, which no recording holds.
    if (!JSON.stringify(nodes).includes('"poll"'))
      all[`why ${pid}`] = [status, json.cycles, json.deadlocked, nodes, about(pids, json.edges)];
    const descriptors = await runProcdoc('inherited-fds', `${pid}`, '--all', '--json', ...flags);
    all[`inherited-fds ${pid}`] =
      descriptors.stdout === '' ? descriptors.status : still(JSON.parse(descriptors.stdout));
  }
  for (const target of targets) all[`holders ${target}`] = await ask('holders', target);
  for (const target of targets.filter(one => one.startsWith('/')))
    all[`locks ${target}`] = await ask('locks', target);
  return all;
}

describe('a recording answers as the machine did, when what was recorded is gone', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-recorded-'));
  });
  after(() => rmSync(folder, {recursive: true}));

  for (const [subject, args, facts] of [
    ['never-waits.c', ['2'], []],
    ['heirs.c', ['flock'], ['path']],
    ['prefork-server.c', [], []],
    ['pipe-heir.c', [], []],
    ['blocked-on-lock.c', ['flock'], []],
    ['blocked-on-process.c', ['unix'], []],
    ['adopter.c', ['subreaper'], []],
    ['orphan.c', ['to-subreaper'], []],
  ] as const) {
    it([subject, ...args].join(' '), async () => {
      const file = (name: string) => path.join(folder, `${subject}-${args[0]}-${name}`);
      const [whole, family] = [file('whole'), file('family')];
      let pids: number[] = [];
      let targets: string[] = [];
      let live: unknown;
      await stands(subject, args, async standing => {
        pids = [standing.pid, ...descendantsOf(standing.pid)];
        targets = [`${standing.pid}:1`, ...facts.map(fact => standing.text(fact))];
        await until('its zombies have been dead for a while', async () =>
          (await readZombies(new Snapshot(openMachine()), {parent: standing.pid})).zombies.every(
            ({isSettled}) => isSettled,
          ),
        );
        live = await answers(pids, targets, []);
        for (const output of [
          await runProcdoc('record', '-o', whole),
          await runProcdoc('record', ...pids.map(String), '-o', family),
        ])
          assert.equal(output.status, 0, output.stderr);
      });
      const [ofWhole, ofFamily] = await Promise.all(
        [whole, family].map(recording => answers(pids, targets, ['--from', recording])),
      );
      assert.deepEqual(ofWhole, live);
      assert.deepEqual(ofFamily, live);
      assert.equal(statSync(whole).mode & 0o777, 0o600);
    });
  }
});
