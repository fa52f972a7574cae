/** Real supervisors, each with a child that it keeps alive, and what `inspect` says of the child. */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {type Card, startersOf} from '../../support/live/cards.ts';
import {makeFiles} from '../../support/live/running.ts';
import {descendantNamed, descendantsOf, isGone, parentOf} from '../../support/proc-witness.ts';
import {IS_ROOT, type Output, runProcdoc, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';
import {PM2} from '../tools.js';

declare const PROJECT_ROOT: string;

const RUN = '#!/bin/sh\nexec sleep 1d\n';
const SLEEP = ['/bin/sleep', '--interpreter', 'none', '--name', 'web', '--', '1d'];
const pm2 = (name: string) => path.join(PROJECT_ROOT, PM2.folder, 'node_modules/.bin', name);

interface Supervisor {
  /** What procdoc is to call the program above the child. */
  readonly program: string;
  /** Whether only the environment of the child has its service, which is called "web". */
  readonly isToldByEnvironment: boolean;
  readonly files?: (folder: string) => Record<string, string>;
  readonly command: (folder: string) => readonly string[];
  /** The file with the pid of the daemon that the command leaves behind. */
  readonly daemon?: string;
}

const services = (program: string, command: string): Supervisor => ({
  program,
  isToldByEnvironment: false,
  files: () => ({'services/web/run': RUN}),
  command: folder => [command, path.join(folder, 'services')],
});

const supervisors: readonly Supervisor[] = [
  services('runsv', 'runsvdir'),
  services('s6-supervise', 's6-svscan'),
  services('supervise', 'svscan'),
  {
    program: 'supervisord',
    isToldByEnvironment: true,
    files: folder => ({
      'supervisord.conf': `[supervisord]
nodaemon=true
logfile=/dev/null
logfile_maxbytes=0
childlogdir=${folder}
pidfile=${folder}/supervisord.pid
[program:web]
command=sleep 1d
`,
    }),
    command: folder => ['supervisord', '-c', path.join(folder, 'supervisord.conf')],
  },
  {
    program: 'monit',
    isToldByEnvironment: true,
    // Monit ends a program that has not made itself a daemon within a timeout.
    files: folder => ({
      start: `#!/bin/sh\necho $$ > ${folder}/web.pid\nexec sleep 1d\n`,
      monitrc: `set daemon 1
set pidfile ${folder}/monit.pid
set idfile ${folder}/monit.id
set statefile ${folder}/monit.state
check process web with pidfile ${folder}/web.pid
  start program = "${folder}/start" with timeout 3600 seconds
`,
    }),
    command: folder => ['monit', '-I', '-c', path.join(folder, 'monitrc')],
  },
  {
    program: 'pm2',
    isToldByEnvironment: true,
    command: () => [pm2('pm2'), 'start', ...SLEEP],
    daemon: 'pm2/pm2.pid',
  },
  {program: 'pm2-runtime', isToldByEnvironment: true, command: () => [pm2('pm2-runtime'), 'start', ...SLEEP]},
];

/** Of a supervisor: the process above the child, the child, and what must be ended for it to be over, in this order. */
interface Started {
  readonly folder: string;
  readonly supervisor: number;
  readonly child: number;
  readonly all: readonly number[];
}

const started = new Map<Supervisor, Started>();
/** The cards of all children, by who asked what. */
const answers = new Map<string, readonly Card[]>();
let recordings: string;
let page: Output;

async function start(supervisor: Supervisor): Promise<void> {
  const {files, daemon} = supervisor;
  const folder = makeFiles({});
  for (const [name, content] of Object.entries(files?.(folder) ?? {})) writeIn(folder, name, content);
  const [file = '', ...args] = supervisor.command(folder);
  // Each pm2 has a daemon for each home.
  const env = {...process.env, PM2_HOME: path.join(folder, 'pm2')};
  const top = spawn(file, args, {stdio: 'ignore', env});
  await once(top, 'spawn');
  assert.ok(top.pid !== undefined);
  const main = daemon === undefined ? top.pid : await pidIn(path.join(folder, daemon));
  const all = () => [main, ...descendantsOf(main)];
  const isRunning = `${supervisor.program} has a child`;
  try {
    const child = await until(isRunning, () => descendantNamed(main, 'sleep'));
    started.set(supervisor, {folder, supervisor: parentOf(child), child, all: all()});
  } catch (error) {
    await stop({folder, all: all()});
    throw error;
  }
}

function writeIn(folder: string, name: string, content: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), {recursive: true});
  // Monit takes a file that only its owner may read.
  writeFileSync(file, content, {mode: content.startsWith('#!') ? 0o700 : 0o600});
}

/** The pid that a daemon writes into a file. */
function pidIn(file: string): Promise<number> {
  const read = () => {
    try {
      return Number(readFileSync(file, 'utf8')) || undefined;
    } catch {
      return undefined;
    }
  };
  return until(`there is ${file}`, read);
}

/** A supervisor goes before its children, which it would start again. */
async function stop({folder, all: once}: Pick<Started, 'folder' | 'all'>): Promise<void> {
  // It may have started a child again.
  const all = [...new Set([...once, ...once.flatMap(descendantsOf)])];
  for (const pid of all) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has exited with its supervisor.
    }
  }
  await until('the supervisor and its child are gone', () => all.every(isGone));
  rmSync(folder, {recursive: true});
}

function cardsIn({status, stdout, stderr}: Output): readonly Card[] {
  assert.equal(status, 0, stderr);
  return inspectAnswer.parse(JSON.parse(stdout)).cards;
}

before(async () => {
  recordings = makeFiles({});
  const ends = await Promise.allSettled(supervisors.map(start));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const pids = [...started.values()].map(({child}) => `${child}`);
  const asked = ['inspect', ...pids];
  const file = path.join(recordings, 'root.procdoc');
  page = await runProcdoc(...asked, '--all');
  answers.set('live', cardsIn(await runProcdoc(...asked, '--json')));
  assert.equal((await runProcdoc('record', '-o', file)).status, 0);
  answers.set('from a recording', cardsIn(await runProcdoc(...asked, '--from', file, '--json')));
  if (!IS_ROOT) return;
  answers.set('as nobody', cardsIn(await runProcdocAsNobody(...asked, '--json')));
});

after(async () => {
  await Promise.all([...started.values()].map(stop));
  rmSync(recordings, {recursive: true});
});

describe('inspect shows the supervisor that keeps a process alive:', () => {
  for (const one of supervisors)
    it(one.program, () => {
      const {supervisor, child} = started.get(one) ?? assert.fail();
      const proven = new Set<string>();
      for (const [how, cards] of answers) {
        const card = cards.find(({process}) => process.pid === child) ?? assert.fail(how);
        const found = startersOf(card).filter(({kind}) => kind === 'supervisor');
        assert.deepEqual(
          found.map(({name, process}) => [name, process?.pid]),
          [[one.isToldByEnvironment && how !== 'live' ? null : 'web', supervisor]],
          how,
        );
        const [evidence] = found[0]?.facts ?? [];
        assert.deepEqual([evidence?.kind, evidence?.file], ['heuristic', `/proc/${supervisor}/cmdline`], how);
        assert.ok(!startersOf(card).some(({kind}) => kind === 'program' || kind === 'shell'), how);
        const rules = card.findings.filter(({certainty}) => certainty === 'proven').map(({rule}) => rule);
        if (how === 'live') for (const rule of rules) proven.add(rule);
        else
          assert.deepEqual(
            rules.filter(rule => !proven.has(rule)),
            [],
            how,
          );
      }
      const line = page.stdout
        .split('\n')
        .find(text => text.includes(`under ${one.program}, `) && text.includes(`(${supervisor})`));
      assert.ok(line, page.stdout);
    });
});
