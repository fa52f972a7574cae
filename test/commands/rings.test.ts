import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {askEach, askedJson} from '../support/asked.ts';
import {statField} from '../support/recorded/edits.ts';

declare const PROJECT_ROOT: string;

const PPID = 4;
const STARTTIME = 22;

const text = readFileSync(path.join(PROJECT_ROOT, 'test/recordings/inherited-flock.txt'), 'latin1');
/** The child was forked by the parent, and that by the supervisor. */
const {supervisor, parent, child} = JSON.parse(/^# (\{.*\})$/m.exec(text)?.[1] ?? '{}');

function withStat(
  recording: string,
  pid: number,
  ...fields: ReadonlyArray<readonly [number, number]>
): string {
  const line = new RegExp(`(?<=^file ${pid}/stat\n\\|).*$`, 'm');
  assert.match(recording, line);
  return recording.replace(line, stat =>
    fields.reduce((edited, [field, value]) => statField(field, value)(edited), stat),
  );
}

interface Tree {
  /** Of the machine, a root above all. */
  readonly root: Node;
  readonly ancestors: readonly Node[];
}

interface Node {
  readonly pid: number;
  readonly children: readonly Node[];
}

function pidsBelow({pid, children}: Node): number[] {
  return [pid, ...children.flatMap(pidsBelow)];
}

describe('a recording edited by hand', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-rings-'));
  });
  after(() => rmSync(folder, {recursive: true}));

  function written(name: string, content: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, content, 'latin1');
    return file;
  }

  /** Every question that reads processes, of the machine and of each process. */
  function everyQuestion(file: string): string[][] {
    const ofOne = [supervisor, parent, child].flatMap(pid => [
      ['diagnose', `${pid}`],
      ['check', '--scope', `${pid}`],
      ['zombies', '--parent', `${pid}`],
      ['sigchld', `${pid}`],
      ['tree', `${pid}`],
      ['why', `${pid}`],
      ['inherited-fds', `${pid}`],
      ['holders', `${pid}:0`],
      ['record', `${pid}`, '-o', '-'],
    ]);
    const ofAll = ['diagnose', 'check', 'zombies', 'sigchld', 'tree', 'orphans', 'locks', 'scripts'];
    const questions = [...ofOne, ...ofAll.map(command => [command]), ['record', '-o', '-']];
    return questions.map(question => [...question, '--from', file]);
  }

  const startingAtOnce = [supervisor, parent, child].reduce(
    (recording, pid) => withStat(recording, pid, [STARTTIME, 559645]),
    text,
  );
  for (const [name, content] of [
    ['a ring of parents', withStat(startingAtOnce, supervisor, [PPID, child])],
    ['a process that is its own parent', withStat(startingAtOnce, supervisor, [PPID, supervisor])],
    ['a parent younger than its child', withStat(text, child, [STARTTIME, 1])],
  ] as const) {
    it(`with ${name}, answers every command`, {timeout: 300_000}, async () => {
      const questions = everyQuestion(written('edited', content));
      for (const [at, {status, stderr}] of (await askEach(questions)).entries())
        assert.ok(
          status === 0 || status === 1 || status === 3,
          `${questions[at]?.join(' ')}: ${status} ${stderr}`,
        );
    });
  }

  it('shows every process of a ring once in the tree of the machine', {timeout: 300_000}, async () => {
    const file = written('ring', withStat(startingAtOnce, supervisor, [PPID, child]));
    const {root: machine} = await askedJson<Tree>('tree', '--from', file);
    assert.deepEqual(machine.children.flatMap(pidsBelow), [supervisor, parent, child]);
  });

  it('takes no process that started later for a parent', async () => {
    const file = written('younger', withStat(text, child, [STARTTIME, 1]));
    const {root: machine} = await askedJson<Tree>('tree', '--from', file);
    assert.deepEqual(machine.children.map(pidsBelow), [[supervisor, parent], [child]]);
    const {ancestors, root} = await askedJson<Tree>('tree', `${child}`, '--from', file);
    assert.deepEqual([ancestors, root.pid], [[], child]);
    const {descriptors} = await askedJson<{descriptors: ReadonlyArray<{inheritedFrom: unknown}>}>(
      'inherited-fds',
      `${child}`,
      '--from',
      file,
    );
    assert.ok(descriptors.length > 0);
    for (const {inheritedFrom} of descriptors)
      assert.ok(!JSON.stringify(inheritedFrom ?? null).includes(`"pid":${parent}`));
  });
});
