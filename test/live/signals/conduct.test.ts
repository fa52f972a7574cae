import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {stopsWithChild} from '../../../src/snapshot/programs/conduct.ts';
import {conducts} from '../../../src/snapshot/programs/conducts.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withRunning} from '../../support/live/running.ts';
import {childSignalsBelow, SHOW_SIGNALS} from '../../support/live/started-with.ts';
import {descendantNamed, stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-conduct-'));
after(() => rmSync(folder, {recursive: true}));

/** gdb and make run their commands in $SHELL; what a shell that was not meant to be measured resets would hide theirs. */
process.env.SHELL = '/bin/bash';

const quoted = SHOW_SIGNALS.map(word => `'${word}'`).join(' ');
const listed = SHOW_SIGNALS.map(word => `"${word}"`).join(', ');
writeFileSync(path.join(folder, 'Makefile'), `all:\n\t@${quoted}\n`);
writeFileSync(
  path.join(folder, 'Run.java'),
  `public class Run { public static void main(String[] a) throws Exception {
    System.exit(new ProcessBuilder(${listed}).inheritIO().start().waitFor()); } }`,
);

/** A service of runit: bash(1) passes on what it was started with. */
const service = path.join(folder, 'service');
mkdirSync(service);
writeFileSync(path.join(service, 'run'), `#!/bin/bash\n${quoted}\nprintf x >supervise/control\n`, {
  mode: 0o755,
});

/** bash(1) again, below servers whose master it is to end. */
const worker = path.join(folder, 'worker');
writeFileSync(worker, `#!/bin/bash\n${quoted}\nkill -KILL $PPID\n`, {mode: 0o755});

/**
 * nginx executes the file that it was started as once more when it is to be upgraded, if it is in the background: a signal
 * that comes before the process that started it has exited is ignored.
 */
const ofNginx = path.join(folder, 'nginx');
mkdirSync(ofNginx);
writeFileSync(path.join(ofNginx, 'nginx.conf'), 'pid nginx.pid; error_log error.log; events {}\n');
writeFileSync(
  path.join(ofNginx, 'upgrade'),
  `#!/bin/bash\n${quoted} >shown\nkill -TERM $PPID\nmv shown upgraded\n`,
  {mode: 0o755},
);
const upgradesNginx = `cd ${ofNginx} && ln -s "$(type -P nginx)" server &&
"$PWD/server" -p . -c nginx.conf -e error.log && mv upgrade server && for try in {1..500}; do
  [ -e upgraded ] && break; kill -USR2 "$(<nginx.pid)"; sleep 0.02
done 2>/dev/null; cat upgraded`;

const ofGunicorn = path.join(folder, 'gunicorn.py');
writeFileSync(
  ofGunicorn,
  `import os, signal
def when_ready(server):
    os.spawnvp(os.P_WAIT, "${SHOW_SIGNALS[0]}", [${listed}])
    os.kill(os.getpid(), signal.SIGKILL)
`,
);

/** How each program is told to start a child without a shell in between. A shell must not exec it in its own place. */
const commands: Readonly<Record<string, readonly string[]>> = {
  perl: ['-e', `system(${listed})`],
  python3: ['-c', `import subprocess; subprocess.run([${listed}])`],
  node: [
    '-e',
    `require("child_process").spawnSync("${SHOW_SIGNALS[0]}", [${listed}].slice(1), {stdio: "inherit"})`,
  ],
  java: [path.join(folder, 'Run.java')],
  make: ['-C', folder],
  gdb: ['-batch', '-ex', `shell ${quoted}; true`],
  xargs: ['-a', '/dev/null', ...SHOW_SIGNALS],
  find: ['/dev/null', '-exec', ...SHOW_SIGNALS, ';'],
  flock: [path.join(folder, 'lock'), ...SHOW_SIGNALS],
  timeout: ['30', ...SHOW_SIGNALS],
  strace: ['-o', '/dev/null', ...SHOW_SIGNALS],
  'dumb-init': SHOW_SIGNALS,
  gunicorn: ['--bind', '127.0.0.1:0', '--config', ofGunicorn, 'http.server:test'],
  'uwsgi-core': ['--master', '--http-socket', '127.0.0.1:0', '--worker-exec', worker],
  // It ends itself when its service has told it to.
  runsv: [service],
  ...Object.fromEntries(
    ['bash', 'dash', 'zsh', 'fish', 'ksh', 'mksh', 'posh', 'yash', 'tcsh', 'rc'].map(shell => [
      shell,
      ['-c', `${quoted}; true`],
    ]),
  ),
};

/** Started by a bash(1), which shows what they have shown to a file. */
const daemons: Readonly<Record<string, readonly string[]>> = {nginx: ['bash', '-c', upgradesNginx]};

describe('what a program makes of the signals that it was started with:', () => {
  const direct = Object.entries(commands).map(([name, args]) => [name, [name, ...args]] as const);
  for (const [name, command] of [...direct, ...Object.entries(daemons)]) {
    const known = conducts.find(({program}) => program.test(name));
    it(`${name}, measured with ${known?.measured}`, {
      skip: spawnSync(name, ['--version']).error && `needs ${name}`,
    }, () => {
      assert.ok(known, `nothing is known of ${name}`);
      const child = childSignalsBelow(...command);
      assert.deepEqual(child, {
        ignoresSigchld: known.passesOnSigchld,
        ignoresSigpipe: known.sigpipe === 'either' ? child.ignoresSigpipe : known.sigpipe !== 'default',
        blocksSigterm: known.passesOnMask,
      });
    });
  }

  for (const [how, expected, ...command] of [
    ['a job of zsh in the foreground', true, 'zsh', '-c', `${quoted}; true`],
    ['a job of zsh in the background', false, 'zsh', '-c', `${quoted} & wait`],
    ['os.spawnvp of Python', true, 'python3', '-c', `import os; os.spawnvp(os.P_WAIT, "grep", [${listed}])`],
    ['subprocess of Python', false, 'python3', '-c', `import subprocess; subprocess.run([${listed}])`],
  ] as const)
    it(`${how}: ignores SIGPIPE, if its parent was started so: ${expected}`, () =>
      assert.equal(childSignalsBelow(...command).ignoresSigpipe, expected));
});

/** Programs that are to stop themselves as their child stops, and to continue it: each runs a cat. */
describe('a program whose child stops', {skip: !IS_ROOT && 'needs root'}, () => {
  for (const [program, stops, ...args] of [
    ['runuser', true, '-u', 'root', '--', 'cat'],
    ['su', true, 'root', '-c', 'exec cat'],
    ['nsenter', true, '--target', `${process.pid}`, '--pid', 'cat'],
    ['setsid', false, '--fork', '--wait', 'cat'],
  ] as const)
    it(`${stops ? 'stops, and continues it when it is continued' : 'waits on'}: ${program}`, () =>
      withRunning([program, ...args], {lines: 0}, async ({pid}) => {
        const child = await until('its child runs', () => descendantNamed(pid, 'cat'));
        process.kill(child, 'SIGSTOP');
        try {
          await until('the child is stopped', () => stateOf(child) === 'T');
          if (!stops) return void (await until('it sleeps, not stopped', () => stateOf(pid) === 'S'));
          await until('its parent is stopped', () => stateOf(pid) === 'T');
          const snapshot = new Snapshot(openMachine());
          assert.ok(stopsWithChild(snapshot.find(pid) ?? assert.fail()));
          process.kill(pid, 'SIGCONT');
          await until('the child is continued', () => stateOf(child) === 'S');
        } finally {
          for (const each of [pid, child]) process.kill(each, 'SIGCONT');
        }
      }));
});
