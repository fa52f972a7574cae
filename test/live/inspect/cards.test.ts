import assert from 'node:assert/strict';
import path from 'node:path';
import {describe, it} from 'node:test';
import {isDeepStrictEqual} from 'node:util';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {askProcdoc} from '../../support/asked.ts';
import {cardOf, inspected} from '../../support/live/cards.ts';
import {withFiles, withLeftBehind, withRunning} from '../../support/live/running.ts';
import {certaintyByPids} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const PYTHON = process.env.PYTHON3 ?? 'python3';

/** Has a port, a connection that its peer has closed, a zombie, and an empty deleted file. */
const server = (folder: string) => `
import os, socket, sys
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
accepted, _ = server.accept()
client.close()
waiting = socket.create_connection(server.getsockname())
file = open("${folder}/gone", "w")
os.unlink("${folder}/gone")
child = os.fork()
if child == 0:
    os._exit(3)
print(server.getsockname()[1], child, flush=True)
sys.stdin.read()
os.waitpid(child, 0)
`;

describe('a card of inspect', () => {
  it('has the port, the connections, the deleted file and the zombie of a server, and what is wrong', () =>
    withFiles({}, async folder => {
      await withRunning([PYTHON, '-c', server(folder)], {}, async ({pid, numbers: [port, child]}) => {
        const card = await until('the zombie has been there for a while', async () => {
          const found = await cardOf(`:${port}`);
          return found.findings.some(({rule}) => rule.startsWith('zombies/')) && found;
        });
        assert.equal(card.process.pid, pid);
        assert.deepEqual(
          card.children.zombies.map(one => one.pid),
          [child],
        );
        assert.deepEqual(
          card.holds?.listeners.map(({local}) => local),
          [`127.0.0.1:${port}`],
        );
        const states = card.connections?.byState.map(({state, fds}) => [state, fds.length]);
        assert.deepEqual(states?.sort(), [
          ['CLOSE_WAIT', 1],
          ['ESTABLISHED', 1],
        ]);
        assert.equal(card.connections?.unaccepted, 1);
        assert.deepEqual(
          card.deletedFiles.map(file => file.path),
          [path.join(folder, 'gone')],
        );
        assert.equal(card.sigchld?.disposition, 'default');
        for (const {rule, subject} of card.findings)
          if (rule.startsWith('zombies/')) assert.equal('pid' in subject && subject.pid, pid);
        // Its input comes from the tests, which wait for something else at each moment.
        await until('why says what it waits for in the end, too', async () => {
          const {json} = await procdocJson<{roots: number[]}>('why', `${pid}`);
          return isDeepStrictEqual((await cardOf(`:${port}`)).waitsFor.roots, json.roots);
        });
        const dead = await cardOf(`${child}`);
        assert.deepEqual([dead.process.waitStatus?.exitStatus, dead.process.state], [3, 'Z']);
      });
    }));

  it('of a leftover says that it was adopted, and by the path of its lock it is found', () =>
    withFiles({lock: ''}, async folder => {
      const lock = path.join(folder, 'lock');
      const script = `exec 9>"${lock}"; flock 9; bash -c 'echo $$; read' <&5 5<&- &`;
      await withLeftBehind(script, {}, async ({numbers}) => {
        const pid = numbers[0] ?? 0;
        const card = await cardOf(lock);
        assert.equal(card.process.pid, pid);
        assert.ok(card.process.orphan);
        assert.ok(!card.within.concat(card.startedBy ?? []).some(({kind}) => kind === 'shell'));
        assert.deepEqual(
          card.holds?.locks.map(one => [one.path, one.class]),
          [[lock, 'flock']],
        );
        const found = card.findings.find(({rule}) => rule === 'locks/held-by-heir');
        assert.equal(found?.certainty, certaintyByPids());
      });
    }));

  it('stands for the processes of its name below it, unless all are asked for', () =>
    withFiles(
      {
        'family.py':
          'import os, sys\nchild = os.fork()\nprint(child or "", flush=True) if child else None\nsys.stdin.read()\nif child: os.waitpid(child, 0)\n',
      },
      async folder => {
        const script = path.join(folder, 'family.py');
        await withRunning([PYTHON, script], {}, async ({pid, numbers: [child = 0]}) => {
          const some = await inspected(script);
          assert.deepEqual(
            some.cards.map(({process}) => process.pid),
            [pid],
          );
          assert.deepEqual(
            some.below.map(one => one.pid),
            [child],
          );
          const all = await inspected(script, '--all');
          assert.deepEqual(all.cards.map(({process}) => process.pid).sort(), [pid, child].sort());
          const mixed = await inspected(`${child}`, script, `${pid}`);
          assert.deepEqual(
            mixed.cards.map(({process}) => process.pid),
            [child, pid],
          );
        });
      },
    ));

  it('of procdoc itself, which no rule is about, says nothing of what rules found', async () => {
    const launcher = ['sh', '-c', 'exec "$@" "$$"', 'sh'];
    const {status, stdout} = await runProcdocUnder(launcher, 'inspect', '--json');
    assert.equal(status, 0);
    const [card] = inspectAnswer.parse(JSON.parse(stdout)).cards;
    assert.doesNotMatch(card?.summary ?? '', /found/);
    assert.deepEqual(card?.findings, []);
  });

  it('is refused for what no process is or holds', () =>
    withFiles({free: ''}, async folder => {
      for (const target of [path.join(folder, 'free'), path.join(folder, 'missing'), 'no-such-program-here'])
        assert.equal((await askProcdoc('inspect', target)).status, 3, target);
      assert.equal((await askProcdoc('inspect', '')).status, 2);
    }));

  it("says what can't be seen, and is no bolder without privileges", {skip: !IS_ROOT && 'needs root'}, () =>
    withRunning(['sh', '-c', 'echo; read x; :'], {}, async ({pid}) => {
      const {status, stdout} = await runProcdocAsNobody('inspect', `${pid}`, '--json');
      assert.equal(status, 0);
      const {complete, cards} = JSON.parse(stdout);
      assert.equal(complete, false);
      assert.deepEqual(
        {holds: cards[0].holds, connections: cards[0].connections, program: cards[0].process.program},
        {holds: null, connections: null, program: null},
      );
      assert.ok(cards[0].skipped.length > 0);
    }),
  );
});
