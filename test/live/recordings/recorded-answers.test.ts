import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {answers, type Question} from '../../support/live/still-answers.ts';
import {descendantsOf} from '../../support/proc-witness.ts';
import {runProcdoc} from '../../support/procdoc.ts';
import {type Subject, until} from '../../support/subject.ts';

/** Questions about a process whose answers do not show the test, which has the other ends of its standard streams. */
function ofOne(pid: number): Question[] {
  return [
    ['inherited-fds', `${pid}`, '--all'],
    ['tree', `${pid}`],
    ['sigchld', `${pid}`],
  ];
}

const cases: ReadonlyArray<readonly [string, readonly string[], (subject: Subject) => Question[]]> = [
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

/** Two recordings of a family, one in the midst of its machine, and what the commands said then. */
class Recordings {
  /** Of the whole machine, and of a few processes. */
  readonly files: readonly [whole: string, family: string];
  #pids: readonly number[] = [];
  #questions: readonly Question[] = [];
  #live: unknown;

  constructor(name: string) {
    this.files = [`${name}.whole`, `${name}.family`];
  }

  async make(pids: readonly number[], questions: readonly Question[]): Promise<void> {
    const [whole, family] = this.files;
    this.#pids = pids;
    this.#questions = questions;
    this.#live = await answers(questions, pids);
    for (const words of [
      ['-o', whole],
      [...pids.map(String), '-o', family],
    ]) {
      const {status, stderr} = await runProcdoc('record', ...words);
      assert.equal(status, 0, stderr);
    }
  }

  async compare(): Promise<void> {
    for (const file of this.files) {
      assert.deepEqual(await answers(this.#questions, this.#pids, '--from', file), this.#live);
      assert.equal(statSync(file).mode & 0o777, 0o600);
    }
  }
}

describe('a recording answers as the machine did, after the recorded processes have exited:', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-recorded-'));
  });
  after(() => rmSync(folder, {recursive: true}));

  for (const [at, [name, args, questionsOf]] of cases.entries()) {
    it([name, ...args].join(' '), async () => {
      const recorded = new Recordings(path.join(folder, `${at}`));
      await stands(name, args, async subject => {
        const pids = [subject.pid, ...descendantsOf(subject.pid)];
        await until('its zombies have been dead for a while', async () =>
          (await readZombies(new Snapshot(openMachine()))).zombies.every(
            ({pid, isSettled}) => isSettled || !pids.includes(pid),
          ),
        );
        await recorded.make(pids, questionsOf(subject));
      });
      await recorded.compare();
    });
  }

  it('scripts --deep, of a Python that runs what is not on disk any more', async () => {
    const recorded = new Recordings(path.join(folder, 'scripts'));
    const waits = 'print("ready", flush=True)\nimport sys\nsys.stdin.read()\n';
    await withFiles({'main.py': `import helper\n${waits}`, 'helper.py': 'x = 1\n'}, cwd =>
      withRunning(['python3', 'main.py'], {cwd}, async ({pid}) => {
        writeFileSync(path.join(cwd, 'helper.py'), 'x = 2\n');
        await recorded.make(
          [pid],
          [
            ['scripts', '--deep'],
            ['scripts', 'main.py'],
            ['scripts', 'main.py', '--max', '0'],
          ],
        );
      }),
    );
    await recorded.compare();
    // Of a few processes it isn't known what else runs.
    const atMost = async (file: string) =>
      (await runProcdoc('scripts', 'helper', '--max', '0', '--from', file)).status;
    assert.deepEqual(await Promise.all(recorded.files.map(atMost)), [0, 3]);
  });
});
