import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {parseScriptCommandLine} from '../../../src/parse/script-command-line/script-command-line.ts';

/** argv of a process that was asked for its own /proc/PID/cmdline. */
function argvOf(cmdline: string): string[] {
  return cmdline.replace(/\0$/, '').split('\0');
}

test('a title that Node gave itself is not read as its argv', () => {
  for (const title of ['node', 'my server', 'x'.repeat(300)]) {
    const program = `process.title = ${JSON.stringify(title)};
      process.stdout.write(require('node:fs').readFileSync('/proc/self/cmdline'))`;
    const cmdline = execFileSync(process.execPath, ['-e', program, 'x.js'], {encoding: 'utf8'});
    const read = parseScriptCommandLine(argvOf(cmdline), process.execPath);
    assert.deepEqual([read?.interpreter, read?.kind], ['node', 'unknown'], title);
  }
});

test('an argv[0] of another name leaves the script where it was', () => {
  const program = 'cat /proc/$$/cmdline; :';
  const words = ['-c', program, 'name', 'a'];
  const {stdout: cmdline} = spawnSync('/bin/sh', words, {argv0: 'my daemon', encoding: 'utf8'});
  assert.equal(argvOf(cmdline)[0], 'my daemon');
  const read = parseScriptCommandLine(argvOf(cmdline), '/bin/sh');
  assert.deepEqual([read?.command, read?.args], [program, ['a']]);
});
