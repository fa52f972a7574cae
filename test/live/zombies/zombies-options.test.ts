import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {askZombies} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {procdocJson, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** PID_MAX_LIMIT: no pid reaches it. */
const NO_PROCESS = '4194304';

/** The lines that procdoc prints, without the empty one at the end. */
async function linesOf(...args: string[]): Promise<string[]> {
  const {status, stdout} = await askProcdoc(...args);
  assert.equal(status, 0, args.join(' '));
  return stdout.trimEnd().split('\n');
}

/** The cells of each line of a table. */
async function cellsOf(...args: string[]): Promise<string[][]> {
  return (await linesOf(...args)).map(line => line.trim().split(/ +/));
}

describe('zombies --parent', () => {
  it('says in one line that a process has no zombies', async () => {
    const parent = ['--parent', `${process.pid}`];
    const {status, stdout, stderr} = await askProcdoc('zombies', ...parent, '--exit-code');
    assert.equal(status, 0);
    assert.match(
      stdout,
      new RegExp(`^no zombies of \\S+ \\(${process.pid}\\)(?: \\([\\d,]+ elsewhere\\))?\n$`),
    );
    assert.equal(stderr, '');
    const {zombies, parents, lookedAt} = await askZombies(process.pid);
    assert.deepEqual([zombies, parents], [[], []]);
    assert.ok(lookedAt > 1);
  });

  it('of a pid that is no process is status 3, as text and as JSON', async () => {
    for (const more of [[], ['--json']]) {
      const {status, stdout, stderr} = await askProcdoc('zombies', '--parent', NO_PROCESS, ...more);
      assert.equal(status, 3);
      assert.equal(stdout, '');
      assert.match(stderr, new RegExp(`^procdoc zombies: .*\\b${NO_PROCESS}\\b`));
    }
  });

  it('leaves out the children of others, which are there without it', () =>
    stands('never-waits.c', ['2'], one =>
      stands('never-waits.c', ['1'], async other => {
        const mine = (await askZombies(one.pid)).zombies.map(({ppid}) => ppid);
        assert.deepEqual(mine, [one.pid, one.pid]);
        const {json} = await procdocJson<{parents: {pid: number}[]}>('zombies');
        const parents = json.parents.map(({pid}) => pid);
        assert.ok(parents.includes(one.pid) && parents.includes(other.pid));
        const {stdout} = await askProcdoc('zombies', '--parent', `${process.pid}`);
        assert.match(stdout, / elsewhere\)\n$/);
      }),
    ));
});

it('parents that are one program with one verdict are one block, and with --all each has its own', () =>
  stands('never-waits.c', ['2'], one =>
    stands('never-waits.c', ['1'], async other => {
      const headings = async (...more: string[]) => {
        const {stdout} = await askProcdoc('zombies', ...more);
        return stdout.split('\n').filter(line => / ha(?:s|ve) \d+ zombies?$/.test(line));
      };
      const isOf = (line: string, pid: number) => line.startsWith(`never-waits (${pid}) has `);
      const both = [one.pid, other.pid];
      // A verdict is proven once two looks agree, so that the two may differ for a moment.
      await until('none of the two has a block of its own', async () => {
        const lines = await headings();
        const areFolded = lines.some(line =>
          /^never-waits \(\d+ parents: \d+.*\) have \d+ zombies$/.test(line),
        );
        return areFolded && !both.some(pid => lines.some(line => isOf(line, pid)));
      });
      const all = await headings('--all');
      for (const pid of both)
        assert.ok(
          all.some(line => isOf(line, pid)),
          all.join('\n'),
        );
    }),
  ));

it('zombies --exit-code is 1 for a zombie, with text, table and JSON; 0 without it', () =>
  stands('never-waits.c', ['1'], async ({pid}) => {
    const ask = ['zombies', '--parent', `${pid}`];
    for (const more of [[], ['--json'], ['-o', 'pid'], ['--by-parent']]) {
      assert.equal((await askProcdoc(...ask, ...more)).status, 0);
      assert.equal((await askProcdoc(...ask, '--exit-code', ...more)).status, 1);
    }
  }));

test('--settle takes more than 24 days, the longest of a timer, for as long as they are', () =>
  stands('never-waits.c', [], async subject => {
    const asked = ['zombies', '--parent', `${subject.pid}`, '--settle', '36000m'];
    assert.equal((await runProcdocUnder(['timeout', '3'], ...asked)).status, 124);
  }));

describe('of a dozen zombies of one parent', () => {
  it('ten are shown, and how many more there are; all with --all and in JSON', () =>
    stands('never-waits.c', ['12'], async subject => {
      // Zombies of one age have one cause; younger ones may be told apart.
      const parent = ['--parent', `${subject.pid}`, '--settle', '1s'];
      const shown = async (...flags: string[]) =>
        (await linesOf('zombies', ...parent, ...flags)).filter(line =>
          /^ +\d+ +never-waits +died /.test(line),
        );
      const pids = subject.pids('zombies').map(String);
      assert.deepEqual((await shown()).map(firstWord), pids.slice(0, 10));
      assert.deepEqual((await shown('--all')).map(firstWord), pids);
      const lines = await linesOf('zombies', ...parent);
      // In a locale without UTF-8, the sign is written in ASCII.
      assert.ok(
        lines.some(line => /^ {4}(?:…|\.{3}) 2 more \(--all\)$/.test(line)),
        lines.join('\n'),
      );
      assert.match(lines[0] ?? '', new RegExp(`^never-waits \\(${subject.pid}\\) .*: 12 zombies\\.$`));
      assert.ok(lines.some(line => /^12 zombies of never-waits /.test(line)));
      assert.ok(!(await linesOf('zombies', ...parent, '--all')).some(line => line.includes('--all')));
      assert.equal((await askZombies(subject.pid)).zombies.length, 12);
    }));

  it('a table has a line each, with the columns, the order and the heading that are asked for', () =>
    stands('never-waits.c', ['12'], async subject => {
      const parent = ['--parent', `${subject.pid}`];
      const pids = subject.pids('zombies').map(String);
      const table = await cellsOf('zombies', ...parent, '--sort', 'pid');
      assert.deepEqual(table[0], ['PID', 'PPID', 'COMM', 'AGE', 'STATUS', 'RULE', 'PARENT']);
      assert.deepEqual(
        table.slice(1).map(([pid, ppid, comm, _age, status, rule]) => [pid, ppid, comm, status, rule]),
        pids.map((pid, at) => {
          const hex = `0x${at.toString(16).padStart(2, '0')}00`;
          return [pid, `${subject.pid}`, 'never-waits', hex, 'zombies/parent-never-waits'];
        }),
      );
      assert.deepEqual(
        await cellsOf('zombies', ...parent, '-n', '-o', 'pid', '--sort', '-pid'),
        pids.map(pid => [pid]).reverse(),
      );
      const [heading] = await cellsOf('zombies', ...parent, '-o', '+uid');
      assert.deepEqual(heading?.slice(-2), ['PARENT', 'UID']);
    }));
});

it('zombies --by-parent has a line a parent, in the order that is asked for', () =>
  stands('never-waits.c', ['1'], one =>
    stands('never-waits.c', ['3'], async three => {
      const ofOurs = (rows: string[][]) =>
        rows.filter(([ppid]) => [one.pid, three.pid].includes(Number(ppid)));
      const counts = async (...flags: string[]) =>
        ofOurs(await cellsOf('zombies', '--by-parent', '-n', '-o', 'ppid,zombies,rule', ...flags));
      const rowOfOne = [`${one.pid}`, '1', 'zombies/parent-never-waits'];
      const rowOfThree = [`${three.pid}`, '3', 'zombies/parent-never-waits'];
      assert.deepEqual(await counts('--sort', 'zombies'), [rowOfOne, rowOfThree]);
      assert.deepEqual(await counts('--sort', '-zombies'), [rowOfThree, rowOfOne]);
      const [heading] = await cellsOf('zombies', '--by-parent');
      assert.deepEqual(heading, ['PPID', 'ZOMBIES', 'OLDEST', 'RULE', 'COMMAND']);
    }),
  ));

function firstWord(line: string): string | undefined {
  return line.trim().split(' ')[0];
}
