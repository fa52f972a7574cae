/** Real sessions, by OpenSSH and by tmux, and what `inspect` says of what runs in them. */
import assert from 'node:assert/strict';
import {existsSync, rmSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {type Card, cardOf, startersOf} from '../../support/live/cards.ts';
import {type LoopbackSsh, startLoopbackSsh} from '../../support/live/loopback-ssh.ts';
import {makeFiles, withRunning} from '../../support/live/running.ts';
import {withServer} from '../../support/live/server.ts';
import {descendantNamed, parentOf} from '../../support/proc-witness.ts';
import {IS_ROOT, run, runProcdoc, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);

before(() => {
  folder = makeFiles({});
});
after(() => rmSync(folder, {recursive: true}));

describe('inspect shows a session of ssh, with where it is from', () => {
  let server: LoopbackSsh;

  before(async () => {
    server = await startLoopbackSsh(folder);
  });
  after(() => server.stop());

  const sessionIn = (card: Card) => {
    const session = startersOf(card).find(({kind}) => kind === 'ssh');
    return {user: session?.name, from: session?.from, sshd: session?.process?.pid};
  };

  it('live, from a recording, and without it as nobody, who sees no connection of others', () => {
    const unasked = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
    const login = ['-i', server.key, '-p', `${server.port}`, `${server.user}@127.0.0.1`];
    const command = 'echo $$ $SSH_CONNECTION; read x; :';
    return withRunning(
      ['ssh', ...unasked.flatMap(option => ['-o', option]), ...login, command],
      {},
      async ({said}) => {
        const [pid = '', address, port] = said.split(' ');
        const expected = {user: server.user, from: `${address}:${port}`, sshd: parentOf(Number(pid))};
        assert.deepEqual(sessionIn(await cardOf(pid)), expected);
        const recording = at('session.procdoc');
        assert.equal((await runProcdoc('record', '-o', recording)).status, 0);
        assert.deepEqual(sessionIn(await cardOf(pid, '--from', recording)), expected);
        if (!IS_ROOT) return;
        const {stdout} = await runProcdocAsNobody('inspect', pid, '--json');
        const [card] = inspectAnswer.parse(JSON.parse(stdout)).cards;
        assert.deepEqual(sessionIn(card ?? assert.fail()), {...expected, from: null});
      },
    );
  });
});

it('inspect shows that a process runs in tmux', () => {
  const tmux = ['tmux', '-S', at('tmux'), '-f', '/dev/null'];
  return withServer([...tmux, '-D'], async () => {
    // A session that is begun before the server listens would begin one of its own.
    await until('tmux listens', () => existsSync(at('tmux')));
    const isUp = async () => (await run([...tmux, 'new-session', '-d', 'exec sleep 1d'])).status === 0;
    await until('tmux has a session', isUp);
    const {stdout} = await run([...tmux, 'display-message', '-p', '#{pid}']);
    const child = await until('it has a child', () => descendantNamed(Number(stdout), 'sleep'));
    const [found] = startersOf(await cardOf(`${child}`));
    assert.deepEqual([found?.kind, found?.process?.pid], ['multiplexer', Number(stdout)]);
  });
});
