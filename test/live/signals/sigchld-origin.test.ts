import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {askSigchld, type SigchldOfOne} from '../../support/live/answers.ts';
import {type ClientAndDaemon, withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {withRunning} from '../../support/live/running.ts';
import {commOf, isGone, parentOf} from '../../support/proc-witness.ts';
import {runProcdoc} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

function verdictOf({verdicts}: SigchldOfOne, rule: string): SigchldOfOne['verdicts'][number] {
  const verdict = verdicts.find(each => each.rule === rule);
  assert.ok(verdict, `${rule} is not among ${verdicts.map(each => each.rule).join()}`);
  return verdict;
}

function assertOriginIsClient({client, daemon}: ClientAndDaemon, answer: SigchldOfOne): void {
  assert.deepEqual(answer.origin, {pid: client.pid, comm: 'client'});
  assert.deepEqual(answer.line[0], {pid: client.pid, comm: 'client', disposition: 'ignored'});
  assert.deepEqual(answer.line.at(-1), {pid: daemon.pid, comm: answer.comm, disposition: 'ignored'});
}

/** Python loses exit statuses whoever is to blame. */
function assertPythonLosesStatuses({daemon}: ClientAndDaemon, answer: SigchldOfOne): void {
  assert.equal(answer.runtime, 'python');
  const verdict = verdictOf(answer, 'sigchld/python-loses-exit-status');
  assert.equal(verdict.certainty, 'proven');
  assert.ok(verdict.evidence.includes(`/proc/${daemon.pid}/status: SigIgn has SIGCHLD`));
  assert.match(verdict.remedy ?? '', /signal\.signal\(signal\.SIGCHLD, signal\.SIG_DFL\)/);
  assert.equal(daemon.returncode, 0, 'and so it was: its child had exited with 3');
}

describe('the SIGCHLD that a client ignored', {concurrency: 3}, () => {
  it('came down to its child, and is proven to', () =>
    withClientAndDaemon('attached', async scene => {
      const answer = await askSigchld(scene.daemon.pid);
      assertOriginIsClient(scene, answer);
      assertPythonLosesStatuses(scene, answer);
      assert.equal(answer.originKind, 'inherited');
      assert.equal(answer.line.length, 2);
      const {certainty, evidence, remedy} = verdictOf(answer, 'sigchld/ignored-by-inheritance');
      assert.equal(certainty, 'proven');
      assert.ok(evidence.includes(`/proc/${scene.client.pid}/status: SIGCHLD is ignored in client`));
      assert.ok(remedy?.includes(`client (${scene.client.pid})`));
    }));

  it('came down through a bash that catches it for itself', () =>
    withClientAndDaemon('in-shell', async scene => {
      const answer = await askSigchld(scene.daemon.pid);
      assertOriginIsClient(scene, answer);
      assertPythonLosesStatuses(scene, answer);
      assert.equal(answer.originKind, 'inherited');
      const shell = parentOf(scene.daemon.pid);
      assert.deepEqual(answer.line[1], {pid: shell, comm: 'bash', disposition: 'caught'});
      assert.equal(verdictOf(answer, 'sigchld/ignored-by-inheritance').certainty, 'proven');
      const {stdout} = await runProcdoc('sigchld', `${scene.daemon.pid}`, '-o', 'origin', '-n');
      assert.equal(stdout, `${scene.client.pid}\n`);
    }));

  it('came down to an orphan of its process group, but that is only likely', () =>
    withClientAndDaemon('detached', async scene => {
      const answer = await askSigchld(scene.daemon.pid);
      assertOriginIsClient(scene, answer);
      assertPythonLosesStatuses(scene, answer);
      assert.equal(answer.originKind, 'related');
      const {certainty, why} = verdictOf(answer, 'sigchld/ignored-by-inheritance');
      assert.equal(certainty, 'likely');
      assert.match(why, /^\S+ was probably started with SIGCHLD ignored by client \(\d+\)/);
    }));

  it('is of the client’s own making there, or of what started it', () =>
    withClientAndDaemon('attached', async ({client}) => {
      const answer = await askSigchld(client.pid);
      assert.equal(answer.originKind, 'own');
      assert.deepEqual(answer.origin, {pid: client.pid, comm: 'client'});
      const {certainty, evidence} = verdictOf(answer, 'sigchld/ignored');
      assert.equal(certainty, 'likely');
      assert.ok(evidence.includes(`/proc/${process.pid}/status: SigIgn of its parent has not`));
    }));

  for (const mode of ['attached', 'in-shell', 'detached'] as const) {
    it(`has no origin to be named when the client is gone (${mode})`, () =>
      withClientAndDaemon(mode, async scene => {
        const {client, daemon} = scene;
        const shell = mode === 'in-shell' ? parentOf(daemon.pid) : undefined;
        await scene.clientExits();
        const orphan = shell ?? daemon.pid;
        await until('the orphan is adopted', () => parentOf(orphan) !== client.pid);
        assert.ok(isGone(client.pid));
        const answer = await askSigchld(daemon.pid);
        assert.deepEqual([answer.origin, answer.originKind], [null, 'gone']);
        assertPythonLosesStatuses(scene, answer);
        const {certainty, why, evidence} = verdictOf(answer, 'sigchld/ignored-by-inheritance');
        assert.equal(certainty, 'likely');
        assert.match(
          why,
          shell === undefined ? /what started it is gone/ : /what started bash \(\d+\) above it is gone/,
        );
        const adopted = `/proc/${orphan}/stat: ppid (4) is ${parentOf(orphan)}, which did not start it`;
        assert.ok(evidence.includes(adopted), evidence.join('\n'));
      }));
  }

  it('is not in a daemon whose shell has reset it', () =>
    withClientAndDaemon('by-sh', async ({client, daemon}) => {
      const answer = await askSigchld(daemon.pid);
      assert.equal(answer.sigchld.disposition === 'ignored', daemon.sigchldIgnored);
      if (daemon.sigchldIgnored) return;
      assert.deepEqual([answer.origin, answer.originKind, answer.line], [null, null, []]);
      assert.deepEqual([answer.effects, answer.verdicts], [[], []]);
      assert.equal((await askSigchld(client.pid)).sigchld.disposition, 'ignored');
    }));
});

/** Ignores SIGCHLD, and becomes another program. */
const IGNORING = `
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp(sys.argv[1], sys.argv[1:])`;

describe('a bash that catches SIGCHLD, started by nobody that ignores it,', () => {
  it('likely was started with it ignored and hands that on, when its child ignores it', () =>
    withRunning(
      ['python3', '-c', IGNORING, 'bash', '-c', 'exec 5<&0; cat <&5 & echo $!; wait'],
      {},
      async ({pid, numbers: [child = 0]}) => {
        await until('the child is a cat', () => commOf(child) === 'cat');
        const answer = await askSigchld(child);
        assert.deepEqual([answer.origin, answer.originKind], [{pid, comm: 'bash'}, 'inherited']);
        assert.deepEqual(
          answer.line.map(generation => [generation.pid, generation.disposition]),
          [
            [pid, 'caught'],
            [child, 'ignored'],
          ],
        );
        assert.deepEqual(
          answer.verdicts.map(({rule, certainty}) => [rule, certainty]),
          [['sigchld/ignored-by-inheritance', 'likely']],
        );
        const [verdict] = answer.verdicts;
        assert.match(
          verdict?.why ?? '',
          new RegExp(`^cat was probably started with .* by bash \\(${pid}\\), which`),
        );
        assert.match(verdict?.remedy ?? '', /env --default-signal=CHLD/);
      },
    ));

  it('handed nothing on, if another child of it has the default', () =>
    withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0; cat <&5 & echo $!; python3 -c "$1" cat <&5 & echo $!; wait`,
        'bash',
        IGNORING,
      ],
      {lines: 2},
      async ({numbers: [plain = 0, ignoring = 0]}) => {
        await until('both are cats', () => commOf(plain) === 'cat' && commOf(ignoring) === 'cat');
        const answer = await askSigchld(ignoring);
        assert.deepEqual([answer.originKind, answer.origin?.pid], ['own', ignoring]);
        assert.deepEqual(
          answer.verdicts.map(({rule}) => rule),
          ['sigchld/ignored'],
        );
      },
    ));
});

it('the text shows the line from the client through the shell', () =>
  withClientAndDaemon('in-shell', async ({client, daemon}) => {
    const {stdout} = await runProcdoc('sigchld', `${daemon.pid}`);
    const [first, , ...prose] = stdout.split('\n');
    assert.match(first ?? '', new RegExp(`^\\S+ \\(${daemon.pid}\\): SIGCHLD ignored$`));
    const flowing = prose.join(' ').replaceAll(/\s+/g, ' ');
    const shell = parentOf(daemon.pid);
    assert.ok(
      flowing.includes(
        `line client (${client.pid}) → bash (${shell}), which catches it and passes the ignored one on → `,
      ),
      flowing,
    );
    assert.deepEqual(
      prose.filter(line => line.length > 80),
      [],
    );
  }));
