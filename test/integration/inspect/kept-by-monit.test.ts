/** A real monit that starts a program which makes itself a daemon, and what `inspect` says of all that comes from there. */
import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {type Card, startersOf} from '../../support/live/cards.ts';
import {makeFiles} from '../../support/live/running.ts';
import {isGone} from '../../support/proc-witness.ts';
import {IS_ROOT, type Output, runProcdoc, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** The daemon, a child of it, and a process that an ancestor of the daemon has left behind. */
const names = ['web', 'child', 'helper'] as const;
type Name = (typeof names)[number];

/** What monit starts: its environment is that of the three. */
const START = (folder: string) => `#!/bin/sh
cd ${folder}
setsid sh -c '
(setsid sh -c "echo \\$\\$ > helper.pid; exec sleep 1d" &)
sleep 1d & echo $! > child.pid
echo $$ > web.pid
exec sleep 1d' </dev/null >/dev/null 2>&1 &
`;

const control = (folder: string, name: string, more: string) => `set daemon 1
set pidfile ${folder}/${name}.pid
set idfile ${folder}/${name}.id
set statefile ${folder}/${name}.state
${more}
`;

let folder: string;
const monits: ChildProcess[] = [];
const pids = new Map<Name, number>();
/** Of each process its card, by who asked. */
const answers = new Map<string, ReadonlyMap<Name, Card>>();
let page: string;

async function startMonit(name: string): Promise<void> {
  const monit = spawn('monit', ['-I', '-c', path.join(folder, name)], {stdio: 'ignore'});
  await once(monit, 'spawn');
  monits.push(monit);
}

function pidOf(name: Name): number | undefined {
  try {
    return Number(readFileSync(path.join(folder, `${name}.pid`), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function cardsIn({status, stdout, stderr}: Output): ReadonlyMap<Name, Card> {
  assert.equal(status, 0, stderr);
  const {cards} = inspectAnswer.parse(JSON.parse(stdout));
  const cardOf = (name: Name) =>
    cards.find(({process}) => process.pid === pids.get(name)) ?? assert.fail(name);
  return new Map(names.map(name => [name, cardOf(name)]));
}

before(async () => {
  folder = makeFiles({});
  const write = (name: string, text: string, mode: number) =>
    writeFileSync(path.join(folder, name), text, {mode});
  write('start', START(folder), 0o700);
  write(
    'services',
    `check process web with pidfile "${folder}/web.pid"\n start program = "${folder}/start"`,
    0o600,
  );
  write('keeper', control(folder, 'keeper', `include ${folder}/serv*`), 0o600);
  write('other', control(folder, 'other', `check process web with pidfile ${folder}/none.pid`), 0o600);
  await startMonit('keeper');
  for (const name of names) pids.set(name, await until(`${name} runs`, () => pidOf(name)));
  await startMonit('other');
  const asked = ['inspect', ...[...pids.values()].map(pid => `${pid}`)];
  const file = path.join(folder, 'root.procdoc');
  const isMonit = () => monits.every(({pid}) => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'monit\n');
  await until('both have executed monit', isMonit);
  page = (await runProcdoc(...asked, '--all')).stdout;
  answers.set('live', cardsIn(await runProcdoc(...asked, '--json')));
  assert.equal((await runProcdoc('record', '-o', file)).status, 0);
  assert.ok(!readFileSync(file, 'latin1').includes('start program'), 'a recording has no control file');
  answers.set('from a recording', cardsIn(await runProcdoc(...asked, '--from', file, '--json')));
  if (IS_ROOT) answers.set('as nobody', cardsIn(await runProcdocAsNobody(...asked, '--json')));
});

after(async () => {
  // A monit goes before its service, which it would start again.
  for (const monit of monits) {
    const gone = once(monit, 'exit');
    monit.kill('SIGKILL');
    await gone;
  }
  const all = names.flatMap(name => pidOf(name) ?? []);
  for (const pid of all) if (!isGone(pid)) process.kill(pid, 'SIGKILL');
  await until('the service is gone', () => all.every(isGone));
  rmSync(folder, {recursive: true});
});

/** What a card has of supervisors. */
function supervisorsOf(how: string, name: Name) {
  const card = answers.get(how)?.get(name) ?? assert.fail(how);
  return startersOf(card)
    .filter(({kind}) => kind === 'supervisor')
    .map(({name: service, process, pidFile, below, facts}) => ({
      service,
      pid: process?.pid ?? null,
      pidFile,
      below: below?.pid ?? null,
      kinds: [...new Set(facts.filter(({file}) => file.startsWith('/proc')).map(({kind}) => kind))],
    }));
}

describe('of what monit started, and init adopted, inspect shows', () => {
  it('for the service: the monit that has its pid file, of two', () => {
    const [keeper] = monits;
    const pidFile = path.join(folder, 'web.pid');
    const found = {service: 'web', pid: keeper?.pid, pidFile, below: null, kinds: ['heuristic']};
    assert.deepEqual(supervisorsOf('live', 'web'), [found]);
    const line = page
      .split('\n')
      .find(text => text.includes(`monit (${keeper?.pid})`) && text.includes(pidFile));
    assert.match(line ?? page, /\(likely\)/);
  });

  it('for a child of the service: that its parent is kept alive', () => {
    const found = supervisorsOf('live', 'child').map(({pidFile, below}) => ({pidFile, below}));
    assert.deepEqual(found, [{pidFile: path.join(folder, 'web.pid'), below: pids.get('web')}]);
  });

  it('for what merely has the environment: where it comes from, and no process that keeps it alive', () => {
    const found = {service: 'web', pid: null, pidFile: null, below: null, kinds: ['heuristic']};
    assert.deepEqual(supervisorsOf('live', 'helper'), [found]);
  });

  it('nothing of it where the environment is not to be had', () => {
    for (const how of answers.keys())
      if (how !== 'live') for (const name of names) assert.deepEqual(supervisorsOf(how, name), [], how);
  });
});
