import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {type Fact, factIn, factsOf} from '../../support/facts.ts';
import {askSigchld, type SigchldOfOne} from '../../support/live/answers.ts';
import {type ClientAndDaemon, withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {startRunning, withRunning} from '../../support/live/running.ts';
import {commOf, hasSignal, isGone, parentOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

function verdictOf({verdicts}: SigchldOfOne, rule: string): SigchldOfOne['verdicts'][number] {
  const verdict = verdicts.find(each => each.rule === rule);
  assert.ok(verdict, `${rule} is not among ${verdicts.map(each => each.rule).join()}`);
  return verdict;
}

/** That the status of a process shows SIGCHLD as ignored. */
function ignoredIn(pid: number): Fact {
  return factIn(pid, 'status', 'SigIgn', 'SIGCHLD');
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
  assert.equal(verdict.certainty, 'likely', 'it has no child at the moment');
  assert.deepEqual(factsOf(verdict.facts)[0], ignoredIn(daemon.pid));
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
      assert.deepEqual(factsOf(facts), [ignoredIn(scene.daemon.pid), ignoredIn(scene.client.pid)]);
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
      assert.deepEqual(factsOf(facts), [ignoredIn(scene.daemon.pid), ignoredIn(scene.client.pid), inShell]);
      const {stdout} = await askProcdoc('sigchld', `${scene.daemon.pid}`, '-o', 'origin', '-n');
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
      assert.deepEqual(factsOf(facts), [
        ignoredIn(pid),
        ignoredIn(scene.client.pid),
        {file: `/proc/${pid}/stat`, field: 'ppid (4)', value: `${parentOf(pid)}`},
      ]);
    }));

  it('is set by the client itself, as its flags show', () =>
    withClientAndDaemon('attached', async ({client}) => {
      const answer = await askSigchld(client.pid);
      assert.equal(answer.originKind, 'own');
      assert.deepEqual(answer.origin, {pid: client.pid, comm: 'client'});
      const {certainty, facts} = verdictOf(answer, 'sigchld/ignored');
      assert.equal(certainty, 'proven');
      const flags = {file: `sigaction(2) of ${client.pid}`, field: 'sa_flags', value: 'SA_RESTART'};
      assert.deepEqual(factsOf(facts), [ignoredIn(client.pid), flags]);
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
        assert.deepEqual(factsOf(facts).at(-1), adopter);
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

/** Sets SIG_IGN itself, and says who it is. */
const SETS_ITSELF = `
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print(os.getpid(), flush=True)
sys.stdin.read()`;

/** Sets SIG_IGN, and starts a program; the kernel starts that with SIGCHLD ignored. */
const LAUNCHING = `
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
sys.stdin.read()`;

const CAT = 'exec 5<&0; exec cat <&5 & echo $!; wait';
/** How each program that passes SIGCHLD on starts a cat and says its pid. */
const passing: Readonly<Record<string, readonly string[]>> = {
  bash: ['-c', CAT],
  mksh: ['-c', CAT],
  posh: ['-c', CAT],
  yash: ['-c', CAT],
  strace: ['-o', '/dev/null', 'bash', '-c', 'echo $$; exec cat'],
};
/** Its worker ignores SIGCHLD, as the process of Apache that starts CGI programs. */
const FORKS_WORKER = `import os, signal, sys
worker = os.fork()
if worker == 0:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print(os.getpid(), flush=True)
sys.stdin.read()
if worker: os.waitpid(worker, 0)`;
const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined;

/** Asks about the cat below a program that a launcher started, which ignores SIGCHLD, or became. */
async function askBelow(launcher: string, program: string, args: readonly string[]): Promise<SigchldOfOne> {
  const running = await startRunning(['python3', '-c', launcher, program, ...args]);
  try {
    const [child = 0] = running.numbers;
    await until('the child is a cat', () => commOf(child) === 'cat');
    return await askSigchld(child);
  } finally {
    await running.stop();
  }
}

const judgedIn = ({verdicts}: SigchldOfOne) => verdicts.map(({rule, certainty}) => `${rule}, ${certainty}`);

describe('below a parent that does not ignore SIGCHLD, but passes it on,', () => {
  for (const [program, args] of Object.entries(passing))
    it(`${program}: below no process that ignores it, its child or its launcher set it`, {
      skip: !isThere(program) && `needs ${program}`,
    }, async () => {
      const answer = await askBelow(IGNORING, program, args);
      assert.deepEqual([answer.origin, answer.originKind], [null, 'unclear']);
      assert.deepEqual(judgedIn(answer), ['sigchld/ignored, unknown']);
    });

  for (const [program, args] of Object.entries(passing))
    it(`${program}: the origin is the launcher above it`, {
      skip: !isThere(program) && `needs ${program}`,
    }, async () => {
      const answer = await askBelow(LAUNCHING, program, args);
      assert.equal(answer.originKind, 'inherited');
      assert.deepEqual(
        answer.line.map(({disposition}) => disposition === 'ignored'),
        [true, false, true],
      );
      assert.deepEqual(judgedIn(answer), ['sigchld/ignored-by-inheritance, proven']);
    });

  it('bash: a Python that sets it itself is seen to, whatever bash does', () =>
    withRunning(
      ['bash', '-c', 'python3 -c "$1"; true', 'bash', SETS_ITSELF],
      {},
      async ({numbers: [child = 0]}) => {
        const answer = await askSigchld(child);
        assert.deepEqual([answer.originKind, answer.origin?.pid], ['own', child]);
        assert.ok(judgedIn(answer).includes('sigchld/ignored, proven'));
        assert.ok(!answer.verdicts.some(({rule}) => rule === 'sigchld/ignored-by-inheritance'));
      },
    ));

  it('a worker that was forked from its living parent sets it for itself, and is not accused', () =>
    withRunning(['python3', '-c', FORKS_WORKER], {}, async ({numbers: [worker = 0]}) => {
      const answer = await askSigchld(worker);
      assert.deepEqual([answer.sigchld.disposition, answer.originKind], ['ignored', 'own']);
      assert.ok(!answer.verdicts.some(({rule}) => rule === 'sigchld/ignored'));
    }));

  for (const [sibling, command] of [
    ['xargs', 'xargs cat'],
    ['flock', 'flock /dev/null cat'],
    ['perl', `perl -e '<STDIN>'`],
  ])
    it(
      `bash: ${sibling}, which resets it, shows nothing of what bash was started with`,
      {
        skip: !isThere(sibling ?? '') && `needs ${sibling}`,
      },
      () =>
        withRunning(
          [
            'python3',
            '-c',
            IGNORING,
            'bash',
            '-c',
            `exec 5<&0; ${command} <&5 & echo $!; cat <&5 & echo $!; wait`,
          ],
          {lines: 2},
          async ({numbers: [other = 0, child = 0]}) => {
            await until('both have exec’d', () => commOf(other) === sibling && commOf(child) === 'cat');
            await until('the sibling has reset it', () => !hasSignal(other, 'SigIgn', 'SIGCHLD'));
            const answer = await askSigchld(child);
            assert.deepEqual(
              [answer.originKind, judgedIn(answer)],
              ['unclear', ['sigchld/ignored, unknown']],
            );
          },
        ),
    );

  it('bash: passed nothing on if another child of it has the default', () =>
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

it(
  'clisp ignores SIGCHLD by design, and still learns every status',
  {
    skip: !isThere('clisp') && 'needs clisp',
  },
  () =>
    withRunning(
      [
        'clisp',
        '-q',
        '-q',
        '-x',
        '(progn (print 1) (terpri) (finish-output) (read-line (make-stream :input) nil))',
      ],
      {},
      async ({pid}) => {
        const answer = await until('it ignores SIGCHLD', async () => {
          const seen = await askSigchld(pid);
          return seen.sigchld.disposition === 'ignored' && seen;
        });
        assert.deepEqual([answer.verdicts, answer.effectKinds], [[], ['statuses-learned-otherwise']]);
      },
    ),
);

it('the text shows the line from the client through the shell', () =>
  withClientAndDaemon('in-shell', async ({client, daemon}) => {
    const {stdout} = await askProcdoc('sigchld', `${daemon.pid}`);
    const [first, ...prose] = stdout.split('\n').filter(line => !line.includes('/daemon.py · '));
    assert.match(first ?? '', new RegExp(`^\\S+ \\(${daemon.pid}\\) ignores SIGCHLD: `));
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
