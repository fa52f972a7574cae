import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {kill} from 'node:process';
import {test} from 'node:test';
import {orUndefined, unreadable} from '../../../src/kernel/read.ts';
import {recordedMachine} from '../../../src/kernel/recorded/recorded-machine.ts';
import {comes, samplesOf, withExporter} from '../../support/live/exporting.ts';
import {withoutFuse} from '../../support/live/fuse.ts';
import {withRunning} from '../../support/live/running.ts';
import {edgesFrom, wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {descendantsOf, descriptorInfo, stateOf} from '../../support/proc-witness.ts';
import {type Output, run, runProcdoc} from '../../support/procdoc.ts';
import {type Subject, until, withSubject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

interface HoldersAnswer {
  readonly descriptions: readonly {readonly peers: readonly {readonly pid: number; readonly fd: number}[]}[];
}

/** Without an end of its own it would wait for ever. On a busy machine, the ten seconds of procdoc may be minutes. */
const MOST_MS = 600_000;

/** A test that has to meet a moment may miss it often on a busy machine. */
const SECONDS_TO_MEET_IT = 600;

/** False where the process exits meanwhile. */
function waitsForAnswer(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/wchan`, 'latin1') === 'request_wait_answer';
  } catch {
    return false;
  }
}

function isServerKnown(subject: Subject): boolean {
  return /^fuse_connection:/m.test(descriptorInfo(subject.number('daemon'), 3));
}

/** A program whose look at the file is never answered. */
async function whileSilent(use: (subject: Subject, victim: number) => Promise<void>): Promise<void> {
  await withSubject('silent-fuse.c', [], async subject => {
    subject.tell('');
    await until('the daemon is stopped', () => stateOf(subject.number('daemon')) === 'T');
    const victim = spawn('cat', [`${subject.text('folder')}/file`], {stdio: 'ignore'});
    const left = once(victim, 'exit');
    const pid = victim.pid as number;
    try {
      await until('a request waits', () => waitsForAnswer(pid));
      await use(subject, pid);
    } finally {
      kill(subject.number('daemon'), 'SIGCONT');
      await left;
    }
  });
}

async function within(what: string, asked: Promise<Output>): Promise<Output> {
  const startedMs = performance.now();
  const answer = await asked;
  assert.ok(performance.now() - startedMs < MOST_MS, `${what} took more than ${MOST_MS} ms`);
  return answer;
}

test('every command ends though a FUSE file system does not answer, and names it', {skip: withoutFuse}, () =>
  whileSilent(async subject => {
    const folder = subject.text('folder');
    const holder = subject.number('holder');
    for (const args of [
      ['holders', folder],
      ['inherited-fds', `${holder}`],
      ['diagnose', `${holder}`, '--settle', '0s'],
      ['check', '--scope', `${holder}`, '--settle', '0s'],
    ]) {
      const {stdout, status} = await within(args.join(' '), runProcdoc(...args, '--json'));
      assert.ok(status === 0 || status === 1 || status === 3, `${args[0]}: ${status}`);
      const {complete, unreadable} = JSON.parse(stdout);
      assert.equal(complete, false);
      const silent = unreadable.filter((gap: {what: string}) => gap.what === folder);
      assert.deepEqual(silent, [{what: folder, errno: 'ETIMEDOUT', pids: []}], args[0]);
    }
    for (const command of ['holders', 'locks']) {
      const {status, stderr} = await within(command, runProcdoc(command, `${folder}/file`));
      assert.equal(status, 3);
      assert.match(stderr, /ETIMEDOUT/);
      assert.ok(stderr.includes(`procdoc holders ${folder}\``), stderr);
      // Without fuse_connection in fdinfo, the kernel doesn't say which mount a process serves.
      if (isServerKnown(subject))
        assert.ok(stderr.includes(`kill -CONT ${subject.number('daemon')}\``), stderr);
    }
  }),
);

test(
  'the exporter answers in time though a FUSE file system does not, and names it',
  {
    skip: withoutFuse,
  },
  () =>
    whileSilent(subject =>
      withExporter(['--events', 'none', '--rules-every', '1s'], async ({get}) => {
        const scrape = async () => {
          const startedMs = performance.now();
          const text = await (await get('/metrics')).text();
          assert.ok(performance.now() - startedMs < MOST_MS);
          return text;
        };
        const text = await comes(
          async () => {
            const answer = await scrape();
            const gaps = samplesOf(answer, 'procdoc_unreadable');
            return gaps.some(({labels}) => labels.what === subject.text('folder')) ? answer : undefined;
          },
          () => 'the file system is named',
        );
        assert.equal(samplesOf(text, 'procdoc_complete')[0]?.value, 0);
      }),
    ),
);

test('the script that records without procdoc does not ask a FUSE file system', {skip: withoutFuse}, () =>
  whileSilent(async subject => {
    const {stdout: input} = await runProcdoc('record', '--script');
    const {stdout} = await within('the script', run(['dash'], {input}));
    const {procfs} = recordedMachine(stdout);
    const holder = subject.number('holder');
    const files = (orUndefined(procfs.list(`${holder}/fd`)) ?? []).filter(fd =>
      String(orUndefined(procfs.link(`${holder}/fd/${fd}`))).startsWith(subject.text('folder')),
    );
    assert.ok(files.length > 0);
    for (const fd of files) assert.deepEqual(procfs.stat(`${holder}/fd/${fd}`), unreadable('ENODATA'));
  }),
);

test('of a silent file system, holders shows who keeps it from being unmounted', {skip: withoutFuse}, () =>
  whileSilent(async subject => {
    const {stdout} = await runProcdoc('holders', subject.text('folder'), '--json');
    const users = JSON.parse(stdout).usedBy.map(({pid, use}: {pid: number; use: string}) => [pid, use]);
    const holder = subject.number('holder');
    assert.deepEqual(users, [
      [holder, 'open'],
      [holder, 'cwd'],
    ]);
  }),
);

test('a process that waits for the server of a FUSE file system is led to it', {skip: withoutFuse}, () =>
  whileSilent(async (subject, victim) => {
    const answer = await whyOf(victim);
    const [daemon, folder] = [subject.number('daemon'), subject.text('folder')];
    const edge = edgesFrom(answer, victim).find(({to}) => to === daemon);
    if (!isServerKnown(subject)) {
      assert.equal(edge, undefined);
      assert.equal(wakeUpsOf(answer, victim)[0]?.kind, 'kernel-function');
      return;
    }
    assert.deepEqual(
      [edge?.kind, edge?.target, edge?.certainty, edge?.fds],
      ['waits-for-server', folder, 'likely', [3]],
    );
    assert.deepEqual(
      edge?.facts.map(({file, field}) => [file, field]),
      [
        [`/proc/${victim}/wchan`, null],
        [`/proc/${daemon}/fdinfo/3`, 'fuse_connection'],
      ],
    );
    assert.ok(answer.roots.includes(daemon));
    assert.ok(answer.edges.some(({from, kind}) => from === daemon && kind === 'stopped-by'));
  }),
);

test('SIGTERM ends procdoc at once while it waits for a silent file system', {skip: withoutFuse}, () =>
  whileSilent(async subject => {
    // On a busy machine the test may miss the second in which procdoc waits, or the moment at which it ends.
    await until(
      'SIGTERM ends it at once',
      async () => {
        const procdoc = spawn(
          process.execPath,
          [path.join(PROJECT_ROOT, 'bin/run.js'), 'holders', `${subject.text('folder')}/file`],
          {stdio: 'ignore'},
        );
        const left = once(procdoc, 'exit');
        const isOver = () => procdoc.exitCode !== null;
        await until(
          'its helper waits',
          () => isOver() || descendantsOf(procdoc.pid as number).some(waitsForAnswer),
        );
        const startedMs = performance.now();
        procdoc.kill('SIGTERM');
        const [, signal] = await left;
        return signal === 'SIGTERM' && performance.now() - startedMs < 500;
      },
      SECONDS_TO_MEET_IT,
    );
  }),
);

test('the other end of a terminal is found while a file system does not answer', {skip: withoutFuse}, () =>
  whileSilent(() =>
    withRunning(
      ['python3', '-c', 'import os; m, s = os.openpty(); print(m, os.ttyname(s), flush=True); input()'],
      {},
      async ({pid, said}) => {
        const [master, name = ''] = said.split(' ');
        const {stdout} = await runProcdoc('holders', name, '--json');
        const {descriptions}: HoldersAnswer = JSON.parse(stdout);
        const peers = descriptions.flatMap(one => one.peers.map(({pid, fd}) => `${pid}:${fd}`));
        assert.deepEqual(peers, [`${pid}:${master}`]);
      },
    ),
  ),
);
