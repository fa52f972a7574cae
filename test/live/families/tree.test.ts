import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {describe, it} from 'node:test';
import pidtree from 'pidtree';
import psList from 'ps-list';
import type * as z from 'zod/mini';
import {treeAnswer} from '../../../src/render/contract/tree.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {DAEMON, LEFT_BEHIND, withLeftBehind} from '../../support/live/left-behind.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, parentOf, stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody, runProcdocUnder} from '../../support/procdoc.ts';
import {compile, until} from '../../support/subject.ts';
import {ON_A_TERMINAL} from '../../support/terminal.ts';

type Answer = z.infer<typeof treeAnswer>;
type Node = Answer['root'];

async function ask(...args: (string | number)[]): Promise<Answer> {
  const {status, json} = await procdocJson('tree', ...args.map(String));
  assert.equal(status, 0);
  return treeAnswer.parse(json);
}

/** The node and all below it. */
function allOf(node: Node): Node[] {
  return [node, ...node.children.flatMap(allOf)];
}

function nodeOf({root}: Answer, pid: number): Node {
  const node = allOf(root).find(one => one.pid === pid);
  assert.ok(node, `${pid} is not in the tree`);
  return node;
}

/** The parents of all but the root, by pid. */
function kinshipOf(root: Node): [pid: number, ppid: number][] {
  return allOf(root).flatMap(node => node.children.map(({pid}): [number, number] => [pid, node.pid]));
}

const byPid = ([a]: [number, number], [b]: [number, number]) => a - b;

async function lineOf(pid: number, ...args: string[]): Promise<string> {
  const {stdout} = await askProcdoc('tree', ...args);
  // Below the sentence, which names processes, too.
  const line = stdout
    .slice(stdout.indexOf('\n\n'))
    .split('\n')
    .find(candidate => new RegExp(` \\(${pid}[,)]`).test(candidate));
  assert.ok(line !== undefined, stdout);
  return line;
}

describe('the tree of a process', () => {
  it('has the descendants that pidtree and ps-list name, from /proc and by ps', () =>
    stands('prefork-server.c', [], async subject => {
      const pidtrees = (await pidtree(subject.pid, {advanced: true})).map(({pid, ppid}): [number, number] => [
        pid,
        ppid,
      ]);
      const psLists = new Map((await psList()).map(({pid, ppid}) => [pid, ppid]));
      for (const source of ['proc', 'ps']) {
        const kinship = kinshipOf((await ask(subject.pid, '--source', source)).root).sort(byPid);
        assert.deepEqual(kinship, pidtrees.sort(byPid));
        assert.deepEqual(
          kinship.map(([pid]) => pid),
          subject.pids('workers'),
        );
        for (const [pid, ppid] of kinship) assert.equal(psLists.get(pid), ppid);
      }
    }));

  it('has the ancestors, nearest first', async () => {
    const {root, ancestors} = await ask(process.pid, '--depth', 0);
    assert.equal(root.pid, process.pid);
    assert.deepEqual(root.children, []);
    assert.ok(root.hidden > 0);
    let child = process.pid;
    for (const {pid, comm} of ancestors) {
      assert.equal(pid, parentOf(child));
      assert.equal(comm, commOf(pid));
      child = pid;
    }
    assert.equal(parentOf(child), 0);
  });

  it('is cut at a depth, and says what is left out', () =>
    stands('prefork-server.c', [], async subject => {
      const {stdout} = await runProcdocUnder(
        ['env', 'LC_ALL=C.UTF-8'],
        'tree',
        `${subject.pid}`,
        '--depth',
        '0',
      );
      assert.match(stdout, /\n +└─ … 3 more below \(--depth\)\n$/);
    }));

  it('cannot be shown where there is no such process', async () => {
    const gone = execFileSync('sh', ['-c', 'echo $$'], {encoding: 'utf8'}).trim();
    for (const source of ['proc', 'ps']) {
      const {status, stdout, stderr} = await askProcdoc('tree', gone, '--source', source);
      assert.deepEqual([status, stdout], [3, '']);
      assert.match(stderr, new RegExp(`^procdoc tree: .*\\b${gone}\\b`));
    }
  });
});

describe('in the tree', () => {
  it('a zombie shows how it died', () =>
    stands('never-waits.c', ['3'], async subject => {
      const answer = await ask(subject.pid);
      const zombies = subject.pids('zombies');
      assert.deepEqual(
        zombies.map(pid => nodeOf(answer, pid)).map(({state, waitStatus}) => [state, waitStatus?.exitStatus]),
        [
          ['Z', 0],
          ['Z', 1],
          ['Z', 2],
        ],
      );
      assert.equal(answer.root.waitStatus, null);
      const [, second = 0] = zombies;
      assert.ok(
        (await lineOf(second, `${subject.pid}`)).endsWith(
          ` (${second}) Z [zombie: exited with status 1]  [never-waits]`,
        ),
      );
    }));

  it('a process whose main thread has exited isn’t a zombie', () =>
    stands('exited-leader.c', ['running'], async subject => {
      const leader = subject.number('leader');
      const {state, threadsAfterLeader, waitStatus} = nodeOf(await ask(subject.pid), leader);
      assert.deepEqual([state, threadsAfterLeader, waitStatus], ['Z', 1, null]);
      assert.match(await lineOf(leader, `${subject.pid}`), /\[main thread exited, 1 thread left\]/);
    }));

  it('a daemon shows its script, that it ignores SIGCHLD, and that it is an orphan, once it is one', () =>
    withClientAndDaemon('attached', async ({client, daemon, script, clientExits}) => {
      const child = nodeOf(await ask(client.pid), daemon.pid);
      assert.deepEqual(
        [child.sigchld?.disposition, child.script?.path, child.orphan],
        ['ignored', script, null],
      );
      await clientExits();
      const {root, ancestors} = await ask(daemon.pid);
      assert.match(root.orphan?.certainty ?? '', /^(proven|likely)$/);
      assert.equal(ancestors[0]?.pid, parentOf(daemon.pid));
      const marks = /\[orphan \((proven|likely)\), SIGCHLD ignored\] {2}(\S+)$/.exec(
        await lineOf(daemon.pid, `${daemon.pid}`),
      );
      assert.equal(marks?.[2], script);
    }));

  it('an orphan that is a daemon (likely) is marked as one', () =>
    withLeftBehind(DAEMON, [], async subject => {
      const pid = subject.number('orphan');
      assert.match(
        await lineOf(pid, `${subject.pid}`),
        /\[orphan \((proven|likely)\), daemon \(likely\)[,\]]/,
      );
      assert.equal(nodeOf(await ask(subject.pid), pid).orphan?.daemonized, true);
    }));

  it('a pid namespace begins where its PID 1 does', () =>
    stands('adopter.c', ['init'], async subject => {
      const adopter = subject.number('adopter');
      const answer = await ask(subject.pid);
      assert.equal(answer.root.boundary, null);
      assert.deepEqual(nodeOf(answer, adopter).boundary, {container: null, innerPid: 1});
      for (const zombie of subject.pids('zombies')) assert.equal(nodeOf(answer, zombie).boundary, null);
      assert.match(await lineOf(adopter, `${subject.pid}`), /\(\d+, 1 inside\) S \[pid namespace\]/);
    }));

  it('a name cannot move the cursor, and is whole in JSON', () =>
    stands('hostile-name.c', ['escapes'], async subject => {
      const {root} = await ask(subject.pid);
      assert.equal(root.comm, '\n\u001b[31m\u001b]0;x\u0007');
      const {stdout} = await askProcdoc('tree', `${subject.pid}`);
      assert.ok(stdout.includes(`\\n\\x1b[31m\\x1b]0;x\\x07 (${subject.pid}) S`), stdout);
      assert.ok(!stdout.includes('\u001b'));
    }));
});

describe('the tree of a whole machine', () => {
  it('starts at pid 0, and leaves out the threads of the kernel', async () => {
    const {root, ancestors} = await ask();
    assert.deepEqual([root.pid, root.comm, root.state, ancestors], [0, null, null, []]);
    assert.ok(root.children.some(({pid}) => pid === 1));
    assert.ok(allOf(root).every(({comm}) => comm !== 'kthreadd'));
    assert.equal(nodeOf({root} as Answer, process.pid).comm, commOf(process.pid));
  });

  it('by ps starts there, too', async () => {
    const {root, complete, unreadable} = await ask('--source', 'ps');
    assert.deepEqual([root.pid, complete], [0, false]);
    assert.ok(unreadable.some(({what}) => what === 'states'));
    const known = allOf(root).filter(({state, sigchld}) => state !== null || sigchld !== null);
    assert.deepEqual(known, []);
    assert.ok(allOf(root).every(({comm}) => comm !== 'kthreadd'));
    nodeOf({root} as Answer, process.pid);
  });
});

describe('the text', () => {
  it('is ASCII where the locale is, and box drawing where it is UTF-8', () =>
    withLeftBehind(LEFT_BEHIND, [], async subject => {
      const inLocale = async (locale: string) => {
        const {stdout} = await runProcdocUnder(['env', `LC_ALL=${locale}`], 'tree', `${subject.pid}`);
        return stdout.split('\n').slice(-2)[0]?.trim();
      };
      const orphan = subject.number('orphan');
      await until('cat reads', () => commOf(orphan) === 'cat' && stateOf(orphan) === 'S');
      const said = `cat (${orphan}) S [orphan (likely)]  cat`;
      assert.equal(await inLocale('C'), `\`- ${said}`);
      assert.equal(await inLocale('C.UTF-8'), `└─ ${said}`);
    }));

  it('is cut to a terminal of 80 columns', async () => {
    const program = await compile('hostile-name');
    await withLeftBehind(
      `setsid sh -c '"$0" direction "$1" <&3 >&4 &' "$0" "$1"`,
      [program, 'x'.repeat(200)],
      async subject => {
        const {status, stdout} = await runProcdocUnder(ON_A_TERMINAL, 'tree', `${subject.number('parent')}`);
        const isData = (line: string) => line !== '' && !line.startsWith('procdoc tree: ');
        const lines = stdout.split('\r\n').filter(isData);
        assert.equal(status, 0);
        assert.deepEqual(
          lines.filter(line => line.length > 80),
          [],
        );
        const line = lines.findLast(one => one.includes(`(${subject.number('parent')})`)) ?? '';
        assert.match(line, /ab\\u\{202e\}dc \(\d+\) S \[orphan/);
        const whole = await lineOf(subject.number('parent'), `${subject.number('parent')}`);
        assert.ok(whole.endsWith('x'.repeat(200)));
      },
    );
  });

  it('says to another user what it could not see', {skip: !IS_ROOT && 'needs root'}, () =>
    stands('never-waits.c', ['1'], async subject => {
      const {status, stdout} = await runProcdocAsNobody('tree', `${subject.pid}`);
      assert.equal(status, 0);
      assert.match(stdout, /Z \[zombie: wait status can't be read\]/);
      assert.match(stdout, /\n {2}note .*wait status.*\(EACCES\)/s);
    }),
  );
});
