import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {describe, it} from 'node:test';

const IGNORING_LAUNCHER = `
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp(sys.argv[1], sys.argv[1:])`;

/** Whether SIGCHLD is ignored in the shell command's own process, said by grep, which asks nothing of wait(2). */
const SHOW = "grep -c '^SigIgn:.*[13579bdf]....$' /proc/self/status";
const [IGNORED, NOT_IGNORED] = ['1', '0'];

/** What a program prints, and its exit status, when it is started with SIGCHLD ignored. */
function startedIgnoring(...command: string[]): {lines: string[]; status: number | null} {
  const python = process.env.PYTHON3 ?? 'python3';
  const run = spawnSync(python, ['-c', IGNORING_LAUNCHER, ...command], {encoding: 'utf8', timeout: 120_000});
  if (run.error) throw run.error;
  return {lines: run.stdout.split('\n').filter(line => line !== ''), status: run.status};
}

function without(program: string, option = '-c'): {skip: string | false} {
  const missing = spawnSync(program, [option, ':']).error !== undefined;
  return {skip: missing && `needs ${program}`};
}

/** What runtimes really do is what `procdoc sigchld` says of its effects (src/render/sigchld/effects.ts). */
describe('started with SIGCHLD ignored,', () => {
  it('a program that resets nothing has it ignored: the measure measures', () => {
    assert.deepEqual(startedIgnoring('grep', '-c', '^SigIgn:.*[13579bdf]....$', '/proc/self/status').lines, [
      IGNORED,
    ]);
  });

  it('bash waits correctly, and passes the ignored one on to what it starts', without('bash'), () => {
    const script = `(exit 3); echo $?; sh -c "exit 4" & wait $!; echo $?; x=$(exit 5); echo $?; ${SHOW}`;
    assert.deepEqual(startedIgnoring('bash', '-c', script).lines, ['3', '4', '5', IGNORED]);
  });

  it('dash waits correctly, and what it starts has the default', without('dash'), () => {
    const script = `(exit 3); echo $?; (exit 4) & wait $!; echo $?; x=$(exit 5); echo $?; ${SHOW}`;
    assert.deepEqual(startedIgnoring('dash', '-c', script).lines, ['3', '4', '5', NOT_IGNORED]);
  });

  it('make sees a recipe fail, and what it starts has the default', without('make'), () => {
    const recipe = `--eval=all: ; @${SHOW.replaceAll('$', '$$$$')}; exit 3`;
    const {lines, status} = startedIgnoring('make', '-s', recipe, 'all');
    assert.deepEqual([lines, status], [[NOT_IGNORED], 2]);
  });

  it('perl waits correctly, and what it starts has the default', without('perl'), () => {
    const script = `$| = 1; print system('sh', '-c', 'exit 3') >> 8, "\\n"; system(q{${SHOW}});`;
    assert.deepEqual(startedIgnoring('perl', '-e', script).lines, ['3', NOT_IGNORED]);
  });

  it('node waits correctly, and what it starts has the default', () => {
    const script = `
      const {spawnSync} = require('node:child_process');
      const {status, stdout} = spawnSync('sh', ['-c', ${JSON.stringify(`${SHOW}; exit 3`)}]);
      console.log(status + '\\n' + stdout);`;
    assert.deepEqual(startedIgnoring(process.execPath, '-e', script).lines, ['3', NOT_IGNORED]);
  });

  it('Python reports 0 for what failed, and what it starts has it ignored', () => {
    const script = `
import os, subprocess
failing = ["sh", "-c", "exit 3"]
print(subprocess.run(failing).returncode, subprocess.check_call(failing), os.system("exit 3"), os.popen("exit 3").close())
try: os.waitpid(os.spawnvp(os.P_NOWAIT, "false", ["false"]), 0)
except ChildProcessError: print("ChildProcessError", flush=True)
subprocess.run(["grep", "-c", "^SigIgn:.*[13579bdf]....$", "/proc/self/status"])`;
    const {lines} = startedIgnoring(process.env.PYTHON3 ?? 'python3', '-c', script);
    assert.deepEqual(lines, ['0 0 -1 None', 'ChildProcessError', IGNORED]);
  });
});

describe('started with SIGCHLD ignored, a program reports a status that it never got:', () => {
  it('asyncio and multiprocessing of Python', () => {
    const script = `
import asyncio, multiprocessing, time
async def main():
    process = await asyncio.create_subprocess_exec('sh', '-c', 'exit 3')
    return await process.wait()
print(asyncio.run(main()))
process = multiprocessing.get_context('fork').Process(target=exit, args=(3,))
process.start()
import os
while os.path.exists(f'/proc/{process.pid}'): time.sleep(0.01)
print(process.exitcode, process.is_alive())`;
    const {lines} = startedIgnoring(process.env.PYTHON3 ?? 'python3', '-c', script);
    assert.deepEqual(lines, ['255', 'None True']);
  });

  it('close() of gawk', without('gawk', '--version'), () => {
    const script = 'BEGIN {command = "exit 3"; command | getline; print close(command)}';
    assert.deepEqual(startedIgnoring('gawk', script).lines, ['0']);
  });

  it('split --filter', () => {
    const {status} = startedIgnoring(
      'env',
      'SHELL=/bin/sh',
      'split',
      '-n2',
      '--filter=exit 3',
      process.execPath,
    );
    assert.equal(status, 0);
  });
});

it("in perl, after $SIG{CHLD} = 'IGNORE', system() returns -1 and $? is -1", without('perl'), () => {
  const script = `$SIG{CHLD} = 'IGNORE'; print system('sh', '-c', 'exit 3'), " $?\\n"`;
  assert.equal(spawnSync('perl', ['-e', script], {encoding: 'utf8'}).stdout, '-1 -1\n');
});
