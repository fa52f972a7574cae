import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {copyFileSync, existsSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {describe, it} from 'node:test';
import {SYMPTOMS} from '../../../src/render/symptoms.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {commOf} from '../../support/proc-witness.ts';
import {IS_ROOT, run} from '../../support/procdoc.ts';
import {until, withSubject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

const PROCDOC = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js')];
const noTracepoints = signalActionErrno();

/** The command of a symptom, as somebody types it who has the symptom. */
interface Typed {
  /** Its words, with what is real here in place of what the list has as an example. */
  words(real?: Readonly<Record<string, string>>): string[];
  /** Asks until the first line has all of these names, for a process may need a moment to get into its trouble. */
  answers(real: Readonly<Record<string, string>>, ...names: readonly (string | number)[]): Promise<void>;
}

interface Situation {
  readonly skip?: string | false;
  readonly make: (typed: Typed) => Promise<void>;
}

const needsRoot = {skip: !IS_ROOT && 'needs root, for a pid namespace where nothing else is wrong'};

/** A pid stands for the process as sentences name it: "python3 (4711)". */
function written(name: string | number): string {
  return typeof name === 'number' ? `(${name})` : name;
}

/** The first line of an answer; no line of it is broken where COLUMNS doesn't say how wide it is. */
async function firstLine(command: readonly string[], stream: 'stdout' | 'stderr' = 'stdout') {
  const output = await run(command, {env: {COLUMNS: ''}});
  return output[stream].split('\n')[0] ?? '';
}

function typedOf(command: string): Typed {
  const words = (real: Readonly<Record<string, string>> = {}) => {
    const [, ...listed] = command.split(' ');
    for (const example of Object.keys(real)) assert.ok(listed.includes(example), `${command}: ${example}`);
    return listed.map(word => real[word] ?? word);
  };
  return {
    words,
    async answers(real, ...names) {
      let line = '';
      const isAnswered = async () => {
        line = await firstLine([...PROCDOC, ...words(real)]);
        return names.map(written).every(name => line.includes(name));
      };
      await until(`the first line has ${names.join(', ')}`, isAnswered).catch(error => {
        throw new Error(`${error.message}: ${line}`);
      });
    },
  };
}

/** A Python program that lives until its input ends. */
function python(...lines: readonly string[]): string[] {
  return ['python3', '-c', ['import sys', ...lines, 'sys.stdin.read()'].join('\n')];
}

/**
 * Asks about a machine where nothing else is wrong: a pid namespace with mounts of its own, in which bash gets a folder
 * as its first argument, makes the situation, and prints the pid that the first line has to have.
 */
function aloneIn(
  situation: string,
  real: (folder: string) => Readonly<Record<string, string>>,
  object: string,
) {
  return (typed: Typed) =>
    withFiles({}, async folder => {
      const alone = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c'];
      const words = typed.words(real(folder));
      // Without a command after procdoc, bash would become procdoc, and the situation procdoc's own child.
      const {stdout, stderr} = await run(
        [...alone, `cd "$1"; ${situation}\ncd /; shift; "$@"; exit`, 'bash', folder, ...PROCDOC, ...words],
        {env: {COLUMNS: ''}},
      );
      const [pid, line = ''] = stdout.split('\n');
      assert.match(pid ?? '', /^\d+$/, stderr);
      for (const name of [`(${pid})`, object])
        assert.ok(line.includes(name), `no ${name}: ${stdout}${stderr}`);
    });
}

/** For bash: runs a Python program, and goes on when it has printed its pid. */
function pythonThat(...lines: readonly string[]): string {
  const program = ['import os, time', ...lines, 'print(os.getpid(), flush=True)', 'time.sleep(1000)'];
  return `read pid < <(exec python3 -c '${program.join('\n')}'); echo $pid`;
}

const DAEMON = 'import sys\nprint("stands", flush=True)\nsys.stdin.read()\n';

/** How to get into each trouble of the list with programs that everybody has, and what the first line has to name. */
const situations: Readonly<Record<string, Situation>> = {
  'It hangs': {
    make: typed =>
      withFiles({}, folder => {
        const script = 'exec 5<&0; echo stands; x=$(cat <&5 & echo $! >pid)';
        return withRunning(['bash', '-c', script], {cwd: folder}, async ({pid}) => {
          const isLeft = () => existsSync(`${folder}/pid`) && Number(readFileSync(`${folder}/pid`, 'utf8'));
          const left = await until('bash has left cat behind', () => isLeft() || undefined);
          await until('it is cat', () => commOf(left) === 'cat');
          await typed.answers({4711: `${pid}`}, pid, left);
        });
      }),
  },
  'Done, but still runs': {
    make: typed => {
      const ask = [...PROCDOC, ...typed.words()].map(word => `'${word}'`).join(' ');
      return withSubject('agent.py', ['finished', 'sleep 1000 & echo $!', ask], async subject => {
        const [line = ''] = subject.text('said').split('\n');
        assert.ok(line.includes(`(${subject.number('pid')})`), line);
      });
    },
  },
  'Address already in use': {
    make: typed =>
      withRunning(
        python(
          'import socket',
          'server = socket.create_server(("127.0.0.1", 0))',
          'print(server.getsockname()[1], flush=True)',
        ),
        {},
        ({pid, numbers: [port = 0]}) => typed.answers({':8080': `:${port}`}, pid, `${port}`),
      ),
  },
  'Who has the lock?': {
    make: typed =>
      withFiles({}, folder => {
        const file = `${folder}/backup.lock`;
        const command = ['flock', file, 'sh', '-c', 'echo $$; exec cat'];
        return withRunning(command, {}, async ({pid, numbers: [heir = 0]}) => {
          const waiter = spawn('flock', [file, 'true'], {stdio: 'ignore'});
          try {
            await typed.answers({'/run/backup.lock': file}, pid, heir, file, waiter.pid ?? 0);
          } finally {
            waiter.kill();
          }
        });
      }),
  },
  Zombies: {
    ...needsRoot,
    make: aloneIn(
      pythonThat(
        'for _ in range(3):',
        '  child = os.fork()',
        '  if child == 0: os._exit(0)',
        '  os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)',
      ),
      () => ({}),
      '3 zombies',
    ),
  },
  'Exit code 137': {
    async make(typed) {
      const {status} = spawnSync('bash', ['-c', `sh -c 'kill -KILL $$'; exit $?`]);
      await typed.answers({137: `${status}`}, '137', 'SIGKILL');
    },
  },
  'Who kills my process?': {
    skip: noTracepoints !== undefined && `no tracepoints: ${noTracepoints}`,
    async make(typed) {
      const [node = '', ...words] = [...PROCDOC, ...typed.words()];
      const watch = spawn(node, words, {stdio: ['ignore', 'pipe', 'pipe']});
      const ended = once(watch, 'close');
      const [lines, remarks]: [string[], string[]] = [[], []];
      createInterface({input: watch.stdout}).on('line', line => lines.push(line));
      createInterface({input: watch.stderr}).on('line', line => remarks.push(line));
      try {
        await until('it watches', () => remarks.length > 0);
        const victim = spawn('sleep', ['1000'], {stdio: 'ignore'});
        victim.kill('SIGKILL');
        const line = await until('it says so', () => lines.find(each => each.includes(`(${victim.pid})`)));
        for (const name of ['SIGKILL', `(${process.pid})`]) assert.ok(line.includes(name), line);
      } finally {
        watch.kill();
        await ended;
      }
    },
  },
  'Is it my new code?': {
    make: typed => {
      const name = `my_daemon_${process.pid}.py`;
      return withFiles({[name]: DAEMON}, folder => {
        const file = `${folder}/${name}`;
        utimesSync(file, 1, 1);
        return withRunning(['python3', file], {}, async ({pid}) => {
          const real = {'my_daemon.py': name};
          await typed.answers(real, pid, name);
          const before = await firstLine([...PROCDOC, ...typed.words(real)]);
          await until('the answer is another one', async () => {
            // A write within the tick of the clock in which the process started may have been before.
            writeFileSync(file, `${DAEMON}\n`);
            return (await firstLine([...PROCDOC, ...typed.words(real)])) !== before;
          });
          await typed.answers(real, pid, name);
        });
      });
    },
  },
  'Disk full, du disagrees': {
    ...needsRoot,
    make: aloneIn(
      pythonThat(
        'log = open("big.log", "wb")',
        'log.write(bytes(24 << 20))',
        'log.flush()',
        'os.unlink("big.log")',
      ),
      () => ({}),
      '/big.log',
    ),
  },
  'umount: target is busy': {
    ...needsRoot,
    make: aloneIn(
      `mkdir mnt; mount -t tmpfs procdoc-test mnt; ${pythonThat('os.chdir("mnt")')}; umount mnt && echo not busy`,
      folder => ({'/mnt': `${folder}/mnt`}),
      '/mnt',
    ),
  },
  'Text file busy': {
    make: typed =>
      withFiles({}, folder => {
        const server = `${folder}/server`;
        copyFileSync('/bin/sleep', server);
        const writer = python(`kept = open(${JSON.stringify(server)}, 'ab')`, 'print("stands", flush=True)');
        return withRunning(writer, {}, async ({pid}) => {
          const {error} = spawnSync(server, ['0']);
          assert.match(`${error}`, /ETXTBSY/);
          await typed.answers({'./server': server}, pid, server);
        });
      }),
  },
  'Too many open files': {
    make: typed =>
      withRunning(
        python(
          'import resource',
          'resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))',
          'files = []',
          'try:',
          '  while True: files.append(open("/dev/null"))',
          'except OSError: print("stands", flush=True)',
        ),
        {},
        ({pid}) => typed.answers({4711: `${pid}`}, pid, '64'),
      ),
  },
  'Ctrl-C does nothing': {
    make: typed =>
      withRunning(['bash', '-c', 'trap "" INT; echo stands; exec cat'], {}, async ({pid}) => {
        await until('it is cat', () => commOf(pid) === 'cat');
        await typed.answers({4711: `${pid}`}, pid, 'SIGINT');
      }),
  },
  'What did it leave behind?': {
    make: typed =>
      withFiles({job: '#!/bin/sh\nsleep 1000 >/dev/null 2>&1 &\necho $!\n'}, async folder => {
        const {stdout, stderr} = await run([...PROCDOC, ...typed.words({'./job': `${folder}/job`})]);
        const left = Number(stdout);
        assert.ok(left > 0, stderr);
        try {
          assert.ok(stderr.split('\n')[0]?.includes(`(${left})`), stderr);
        } finally {
          process.kill(left);
        }
      }),
  },
  "What's wrong here?": {
    ...needsRoot,
    make: aloneIn(
      `${pythonThat(
        'import socket',
        'server = socket.create_server(("127.0.0.1", 0))',
        'server.set_inheritable(True)',
        'if os.fork(): os._exit(0)',
        'while os.getppid() != 1: time.sleep(0.01)',
        'print(os.getpid(), flush=True)',
        'os.execvp("sleep", ["sleep", "1000"])',
      )}; until [[ $(</proc/$pid/comm) = sleep ]]; do sleep 0.05; done`,
      () => ({}),
      '127.0.0.1:',
    ),
  },
};

describe('the first line of the command for a symptom names the process and the thing', {
  concurrency: 2,
}, () => {
  it('each symptom has its situation', () => {
    assert.deepEqual(
      Object.keys(situations),
      SYMPTOMS.map(({symptom}) => symptom),
    );
  });

  for (const {symptom, command} of SYMPTOMS) {
    const {make, skip = false} = situations[symptom] ?? assert.fail(`${symptom} has no situation`);
    it(`${symptom}: ${command}`, {skip}, () => make(typedOf(command)));
  }
});
