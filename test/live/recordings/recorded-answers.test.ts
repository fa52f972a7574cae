import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {untilChangesCount} from '../../support/live/script-answers.ts';
import {type Asked, type Case, haveSettled, withSubjects} from '../../support/live/situations.ts';
import {answers, type Question} from '../../support/live/still-answers.ts';
import {runProcdoc} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** Questions about a process whose answers do not show the test, which has the other ends of its standard streams. */
function ofOne(pid: number): Question[] {
  return [
    ['inherited-fds', `${pid}`, '--all'],
    ['tree', `${pid}`],
    ['sigchld', `${pid}`],
  ];
}

const cases: readonly Case[] = [
  ['never-waits.c', ['2'], subject => [['zombies'], ...ofOne(subject.number('parent'))]],
  ['signal-action.c', ['ignored'], subject => [['sigchld'], ...ofOne(subject.pid)]],
  [
    'heirs.c',
    ['flock'],
    subject => [
      ['locks'],
      ['locks', subject.text('path')],
      ['diagnose', `${subject.number('parent')}`, '--settle', '0s'],
      ['holders', subject.text('path'), `${subject.number('child')}:${subject.number('childFd')}`],
      ...ofOne(subject.number('child')),
    ],
  ],
  ['prefork-server.c', [], subject => [['holders', `:${subject.number('port')}`], ...ofOne(subject.pid)]],
  ['pipe-heir.c', [], subject => [['why', `${subject.number('reader')}`], ...ofOne(subject.pid)]],
  ['blocked-on-lock.c', ['flock'], subject => [['locks'], ['why', `${subject.number('waiter')}`]]],
  ['blocked-on-process.c', ['unix'], subject => [['why', `${subject.number('waiter')}`]]],
  ['adopter.c', ['subreaper'], subject => [['zombies'], ['orphans'], ['tree', `${subject.pid}`]]],
  ['orphan.c', ['to-subreaper'], subject => [['orphans'], ...ofOne(subject.number('orphan'))]],
  ['inherited-by-exec.c', ['sh-command'], subject => [['zombies'], ['scripts'], ...ofOne(subject.pid)]],
];

const WAITS = 'print("ready", flush=True)\nimport sys\nsys.stdin.read()\n';
const OF_PYTHON = [
  ['scripts', '--deep'],
  ['scripts', 'main.py'],
  ['scripts', 'main.py', '--max', '0'],
];

/** A Python that runs what is not on disk any more. */
async function withPython(use: (asked: Asked) => Promise<void>): Promise<void> {
  await withFiles({'main.py': `import helper\n${WAITS}`, 'helper.py': 'x = 1\n'}, cwd =>
    withRunning(['python3', 'main.py'], {cwd}, async ({pid}) => {
      await untilChangesCount(pid);
      writeFileSync(path.join(cwd, 'helper.py'), 'x = 2\n');
      await use({pids: [pid], questions: OF_PYTHON});
    }),
  );
}

async function record(...words: string[]): Promise<void> {
  const {status, stderr} = await runProcdoc('record', ...words);
  assert.equal(status, 0, stderr);
}

describe('a recording answers as the machine did, after the recorded processes have exited:', () => {
  let folder: string;
  /** Of the whole machine, and of the processes of the situations. */
  let files: readonly string[];
  /** What was asked about each situation, and what was answered while it stood. */
  const situations: Array<Asked & {readonly live: unknown}> = [];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-recorded-'));
    const [whole, few] = [path.join(folder, 'whole'), path.join(folder, 'few')];
    files = [whole, few];
    await withPython(ofPython =>
      withSubjects(cases, async ofSubjects => {
        const asked = [...ofSubjects, ofPython];
        const all = asked.flatMap(({pids}) => pids);
        await until('the zombies have been dead for a while', () => haveSettled(all));
        for (const {pids, questions} of asked)
          situations.push({pids, questions, live: await answers(questions, pids)});
        await record('-o', whole);
        await record(...all.map(String), '-o', few);
      }),
    );
  });
  after(() => rmSync(folder, {recursive: true}));

  const names = [
    ...cases.map(([name, args]) => [name, ...args].join(' ')),
    'a Python whose code was changed',
  ];
  for (const [at, name] of names.entries()) {
    it(name, async () => {
      const situation = situations[at];
      assert.ok(situation);
      const {pids, questions, live} = situation;
      for (const file of files) assert.deepEqual(await answers(questions, pids, '--from', file), live);
    });
  }

  it('for its user alone', () => {
    for (const file of files) assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it('but of a few processes it is not known what else runs', async () => {
    const asked = files.map(file => askProcdoc('scripts', 'helper', '--max', '0', '--from', file));
    assert.deepEqual(
      (await Promise.all(asked)).map(({status}) => status),
      [0, 3],
    );
  });
});
