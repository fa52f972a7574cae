import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';

/** Takes a lock, and ignores SIGCHLD: a row of every listing but those of zombies and orphans. */
const PROGRAM = `
import fcntl, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
kept = open(sys.argv[1], 'w')
fcntl.flock(kept, fcntl.LOCK_EX)
print('stands', flush=True)
sys.stdin.read()
`;

function psOf(pid: number, what: string): string {
  // What procdoc says is in UTC, too.
  const env = {...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8'};
  return execFileSync('ps', ['-ww', '-o', `${what}=`, '-p', `${pid}`], {encoding: 'utf8', env}).trim();
}

test('user, start and command line are columns of every listing of processes, as ps(1) has them', () =>
  withFiles({'who.py': PROGRAM, lock: ''}, folder =>
    withRunning(['python3', `${folder}/who.py`, `${folder}/lock`], {}, async ({pid}) => {
      const [user, command] = ['user:32', 'args'].map(what => psOf(pid, what));
      const [, , , time = ''] = psOf(pid, 'lstart').split(/ +/);
      for (const question of [
        ['holders', `${folder}/lock`],
        ['locks', `${folder}/lock`],
        ['sigchld', `${pid}`],
        ['scripts', 'who.py'],
      ]) {
        const {stdout} = await askProcdoc(...question, '-n', '-o', 'user,started,command', '--format', 'tsv');
        const row = stdout.split('\n').find(line => line.endsWith(`${folder}/lock`));
        const [itsUser, started = '', itsCommand] = row?.split('\t') ?? [];
        assert.deepEqual([itsUser, itsCommand], [user, command], `${question[0]}: ${stdout}`);
        // ps(1) cuts the moment to a second of its own reckoning; at midnight the column has the date.
        const apart = Math.abs(Date.parse(`1970-01-01T${started}Z`) - Date.parse(`1970-01-01T${time}Z`));
        assert.ok(/^\d{4}-\d\d-\d\d$/.test(started) || apart <= 2000, `${started} is not ${time}`);
      }
    }),
  ));

test('what started a process stands where an answer first names it, if that is known', () =>
  withFiles({'who.py': PROGRAM, lock: ''}, folder =>
    withRunning(['python3', `${folder}/who.py`, `${folder}/lock`], {}, async ({pid}) => {
      for (const question of [
        ['holders', `${folder}/lock`],
        ['locks', `${folder}/lock`],
        ['sigchld', `${pid}`],
        ['signals', `${pid}`],
        ['inherited-fds', `${pid}`],
        ['tree', `${pid}`],
      ]) {
        const {stdout} = await askProcdoc(...question);
        const introduced = new RegExp(`who\\.py .* · started [^·]* ago by [^·]+ \\(${process.pid}\\)`);
        // Without the kernel's own record nothing shows that the parent adopts no orphans.
        assert.equal(
          introduced.test(stdout.replaceAll(/\s+/g, ' ')),
          signalActionErrno() === undefined,
          `${question[0]}: ${stdout}`,
        );
      }
    }),
  ));
