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

/** That the status of a process shows SIGCHLD as ignored. */
function ignoredIn(pid: number): SigchldOfOne['verdicts'][number]['facts'][number] {
  return {file: `/proc/${pid}/status`, field: 'SigIgn', value: 'SIGCHLD'};
}

function assertOriginIsClient({client, daemon}: ClientAndDaemon, answer: SigchldOfOne): void {
  assert.deepEqual(answer.origin, {pid: client.pid, comm: 'client'});
  assert.deepEqual(answer.line[0], {pid: client.pid, comm: 'client', disposition: 'ignored'});
  assert.deepEqual(answer.line.at(-1), {pid: daemon.pid, comm: answer.comm, disposition: 'ignored'});
}

/** Python loses exit statuses, wherever the ignored SIGCHLD came from. */
function assertPythonLosesStatuses({daemon}: ClientAndDaemon, answer: SigchldOfOne): void {
  assert.equal(answer.runtime, 'python');
  const verdict = verdictOf(answer, 'sigchld/python-loses-exit-status');
  assert.equal(verdict.certainty, 'proven');
  assert.deepEqual(verdict.facts[0], ignoredIn(daemon.pid));
  assert.match(verdict.remedy ?? '', /signal\.signal\(signal\.SIGCHLD, signal\.SIG_DFL\)/);
  assert.equal(daemon.returncode, 0, 'and so it was: its child had exited with 3');
}

describe('the SIGCHLD that a client ignored', {concurrency: 3}, () => {
  it('was inherited by its child, proven', () =>
    withClientAndDaemon('attached', async scene => {
      const answer = await askSigchld(scene.daemon.pid);
      assertOriginIsClient(scene, answer);
      assertPythonLosesStatuses(scene, answer);
      assert.equal(answer.originKind, 'inherited');
      assert.equal(answer.line.length, 2);
      const {certainty, facts, remedy} = verdictOf(answer, 'sigchld/ignored-by-inheritance');
      assert.equal(certainty, 'proven');
      assert.deepEqual(facts, [ignoredIn(scene.daemon.pid), ignoredIn(scene.client.pid)]);
      assert.ok(remedy?.includes(`client (${scene.client.pid})`));
    }));

  it('was inherited through a bash that catches it for itself', () =>
    withClientAndDaemon('in-shell', async scene => {
      const answer = await askSigchld(scene.daemon.pid);
      assertOriginIsClient(scene, answer);
      assertPythonLosesStatuses(scene, answer);
      assert.equal(answer.originKind, 'inherited');
      const shell = parentOf(scene.daemon.pid);
      assert.deepEqual(answer.line[1], {pid: shell, comm: 'bash', disposition: 'caught'});
      const {certainty, facts} = verdictOf(answer, 'sigchld/ignored-by-inheritance');
      assert.equal(certainty, 'proven');
      const inShell = {file: `/proc/${shell}/status`, field: 'SigCgt', value: 'SIGCHLD'};
      assert.deepEqual(facts, [ignoredIn(scene.daemon.pid), ignoredIn(scene.client.pid), inShell]);
      const {stdout} = await runProcdoc('sigchld', `${scene.daemon.pid}`, '-o', 'origin', '-n');
      assert.equal(stdout, `${scene.client.pid}\n`);
    }));

  it('was inherited by an orphan of its process group, likely', () =>
    withClientAndDaemon('detached', async scene => {
      const answer = await askSigchld(scene.daemon.pid);
      assertOriginIsClient(scene, answer);
      assertPythonLosesStatuses(scene, answer);
      assert.equal(answer.originKind, 'related');
      const {certainty, facts} = verdictOf(answer, 'sigchld/ignored-by-inheritance');
      assert.equal(certainty, 'likely');
      const {pid} = scene.daemon;
      assert.deepEqual(facts, [
        ignoredIn(pid),
        ignoredIn(scene.client.pid),
        {file: `/proc/${pid}/stat`, field: 'ppid (4)', value: `${parentOf(pid)}`},
      ]);
    }));

  it('is set by the client itself, or by the program that started it', () =>
    withClientAndDaemon('attached', async ({client}) => {
      const answer = await askSigchld(client.pid);
      assert.equal(answer.originKind, 'own');
      assert.deepEqual(answer.origin, {pid: client.pid, comm: 'client'});
      const {certainty, facts} = verdictOf(answer, 'sigchld/ignored');
      assert.equal(certainty, 'likely');
      const [own, ofParent] = facts;
      assert.deepEqual(own, ignoredIn(client.pid));
      assert.deepEqual([ofParent?.file, ofParent?.field], [`/proc/${process.pid}/status`, 'SigIgn']);
      assert.doesNotMatch(ofParent?.value ?? '', /SIGCHLD/);
    }));

  for (const mode of ['attached', 'in-shell', 'detached'] as const) {
    it(`has no known origin once the client has exited (${mode})`, () =>
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
        const {certainty, facts} = verdictOf(answer, 'sigchld/ignored-by-inheritance');
        assert.equal(certainty, 'likely');
        const adopter = {file: `/proc/${orphan}/stat`, field: 'ppid (4)', value: `${parentOf(orphan)}`};
        assert.deepEqual(facts.at(-1), adopter);
      }));
  }

  it('is not in a daemon whose shell has reset it', () =>
    withClientAndDaemon('by-sh', async ({client, daemon}) => {
      const answer = await askSigchld(daemon.pid);
      assert.equal(answer.sigchld.disposition === 'ignored', daemon.sigchldIgnored);
      if (daemon.sigchldIgnored) return;
      assert.deepEqual([answer.origin, answer.originKind, answer.line], [null, null, []]);
      assert.deepEqual([answer.effects, answer.effectKinds, answer.verdicts], [[], [], []]);
      assert.equal((await askSigchld(client.pid)).sigchld.disposition, 'ignored');
    }));
});

/** Ignores SIGCHLD, and becomes another program. */
const IGNORING = `
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp(sys.argv[1], sys.argv[1:])`;

describe('a bash that catches SIGCHLD, below no process that ignores it,', () => {
  it('was likely started with it ignored, and passed that on, if its child ignores it', () =>
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
        assert.deepEqual(verdict?.facts, [
          ignoredIn(child),
          {file: `/proc/${pid}/status`, field: 'SigCgt', value: 'SIGCHLD'},
        ]);
        assert.match(verdict.remedy ?? '', /env --default-signal=CHLD/);
      },
    ));

  it('passed nothing on if another child of it has the default', () =>
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
        `line client (${client.pid}) → bash (${shell}), which catches SIGCHLD and passes the ignored one on → `,
      ),
      flowing,
    );
    assert.deepEqual(
      prose.filter(line => line.length > 80),
      [],
    );
  }));
