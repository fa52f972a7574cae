import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {readStatus} from './status-readings.ts';

/** A line as people paste it; what is taken of it, by which reading, and what that says. */
const PASTED: ReadonlyArray<readonly [line: string, taken: string | null, readAs: string, says: string]> = [
  ['status=0/SUCCESS', null, 'systemd', 'exited 0'],
  ['code=exited, status=143/n/a', null, 'systemd', 'exited 143'],
  [
    'Main process exited, code=exited, status=1/FAILURE',
    'code=exited, status=1/FAILURE',
    'systemd',
    'exited 1',
  ],
  ['Main process exited, code=killed, status=9/KILL', 'code=killed, status=9/KILL', 'systemd', 'SIGKILL'],
  ['(code=dumped, signal=SEGV)', 'code=dumped, signal=SEGV', 'systemd', 'SIGSEGV core'],
  ['203/EXEC', null, 'systemd', 'exited 203'],
  ['0:9', null, 'slurm', 'SIGKILL'],
  ['1:0', null, 'slurm', 'exited 1'],
  ['JobId=7 ExitCode=0:15 DerivedExitCode', 'ExitCode=0:15', 'slurm', 'SIGTERM'],
  ['Exited (137) 3 minutes ago', '137', 'container', 'SIGKILL'],
  ['killed by signal 9', 'signal 9', 'text', 'SIGKILL'],
  [
    'worker process 1234 exited on signal 11 (core dumped)',
    'signal 11 (core dumped)',
    'text',
    'SIGSEGV core',
  ],
  ['signal: killed', null, 'text', 'SIGKILL'],
  ['make: *** [Makefile:5: all] Error 139', '139', 'shell', 'SIGSEGV'],
  ['make: *** [Makefile:5: all] Killed', 'Killed', 'text', 'SIGKILL'],
  ['exit code 137', '137', 'shell', 'SIGKILL'],
  ['exit code 9', '9', 'shell', 'exited 9'],
  ['rc=137', '137', 'shell', 'SIGKILL'],
  ['rc=265', '265', 'shell', 'SIGKILL'],
  ['returncode=-11', '-11', 'python', 'SIGSEGV'],
  ['Segmentation fault (core dumped)', null, 'text', 'SIGSEGV core'],
  ['./run.sh: line 3: 1234 Aborted                 ./a.out', 'Aborted', 'text', 'SIGABRT'],
  ['zsh: killed     ./a', 'killed', 'text', 'SIGKILL'],
  ['zsh: segmentation fault (core dumped)  ./a', 'segmentation fault (core dumped)', 'text', 'SIGSEGV core'],
  ['c++: fatal error: Killed signal terminated program cc1plus', 'Killed signal', 'text', 'SIGKILL'],
  ['child process 4711 exit signal Segmentation fault (11)', 'signal Segmentation fault', 'text', 'SIGSEGV'],
  ['User defined signal 1', null, 'text', 'SIGUSR1'],
  ['Terminated', null, 'text', 'SIGTERM'],
  ['TERM', null, 'text', 'SIGTERM'],
  ['State: Terminated Reason: Error Exit Code: 3', '3', 'shell', 'exited 3'],
  ['Reason: OOMKilled Exit Code: 137', '137', 'shell', 'SIGKILL'],
  ['--- stopped by SIGSTOP ---', 'SIGSTOP', 'text', 'SIGSTOP'],
  ['returned 256', '256', 'wait', 'exited 1'],
  ['exit status 0x100', '0x100', 'wait', 'exited 1'],
  ['job 12 OUT_OF_MEMORY 0:125', '0:125', 'slurm', 'SIGKILL'],
  ['+++ killed by SIGSEGV (core dumped) +++', 'SIGSEGV (core dumped)', 'text', 'SIGSEGV core'],
  ['+++ exited with 3 +++', '3', 'shell', 'exited 3'],
  ['[{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 1234', '3', 'shell', 'exited 3'],
  ['[{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL) = 1234', 'SIGKILL', 'text', 'SIGKILL'],
  ["Command 'x' died with <Signals.SIGSEGV: 11>.", 'SIGSEGV', 'text', 'SIGSEGV'],
  ["Command '['x']' returned non-zero exit status 247.", '247', 'shell', 'exited 247'],
  ['Attempted to kill init! exitcode=0x00007f00', '0x00007f00', 'wait', 'exited 127'],
  ['Process completed with exit code 143.', '143', 'shell', 'SIGTERM'],
  ['Process finished with exit code 139 (interrupted by signal 11: SIGSEGV)', 'SIGSEGV', 'text', 'SIGSEGV'],
  ['Out of memory: Killed process 1234 (python3) total-vm:9kB', 'Killed', 'text', 'SIGKILL'],
  ['exited with code -1073741819 (0xc0000005)', '-1073741819', 'windows', 'exited'],
  ['terminated by SIGRTMIN+3', 'SIGRTMIN+3', 'text', 'SIGRTMIN+3'],
  ['it said 137', '137', 'shell', 'SIGKILL'],
];

describe('a line that people paste', () => {
  for (const [line, taken, readAs, says] of PASTED)
    it(`${line}: ${taken ?? 'all of it'}, as ${readAs}`, () => {
      const result = readStatus(line);
      if (!result.ok) assert.fail(result.problem.kind);
      const {notation, status} = result.reading;
      const core = status.coreDumped === true ? ' core' : '';
      const said =
        status.signal === undefined ? `exited ${status.exitStatus ?? ''}`.trim() : status.signal + core;
      assert.deepEqual([result.reading.input, result.reading.taken], [line, taken]);
      assert.deepEqual([notation.readAs, said], [readAs, says]);
    });

  it('is read as --as says, where it has a form for that', () => {
    const result = readStatus('rc=137', 'python');
    assert.ok(result.ok && result.reading.notation.readAs === 'python');
    assert.equal(result.reading.status.exitStatus, 137);
  });

  it('with two numbers or two signals is refused, and both are named', () => {
    for (const [line, found] of [
      ['128 and 9', ['128', '9']],
      ['SIGTERM, then SIGKILL', ['SIGTERM', 'SIGKILL']],
      ['exit code 3, status 4', ['3', '4']],
      ['got SIGTERM, exit code 3', ['SIGTERM', '3']],
    ] as const) {
      const result = readStatus(line);
      assert.ok(!result.ok);
      assert.deepEqual(result.problem, {kind: 'several-statuses', text: line, found});
    }
  });

  it('may be long and hostile, and is read at once', () => {
    for (const part of ['exit ', 'si_code=A ', ' killed', 'exit with ', '1 2 ', 'SIG', 'signal ', "'"]) {
      const before = performance.now();
      readStatus(part.repeat(20_000));
      assert.ok(performance.now() - before < 2000, part);
    }
  });

  it('without any is refused', () => {
    for (const line of [
      'many',
      'v1.5',
      '0xZZ',
      '12:30:59',
      'a1b2',
      'write error: Broken pipe',
      'Quit now',
      'It was killed by a user',
    ])
      assert.equal(readStatus(line).ok, false, line);
  });
});
