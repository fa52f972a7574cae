import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseScriptCommandLine} from '../../parse/script-command-line/script-command-line.ts';
import {RunningScript} from '../../snapshot/scripts/script.ts';
import {scriptText} from './columns.ts';

function textOf(...argv: string[]): string {
  const line = parseScriptCommandLine(argv);
  assert.ok(line);
  const process = {
    ...{pid: 1, ppid: 0, comm: '', user: null, argv, exe: undefined, cwd: null},
    ...{startedAtMs: undefined, startSlackMs: 0},
    readsTerminal: () => undefined,
    bashScript: () => undefined,
    stat: () => ({ok: false, errno: 'ENOENT'}) as const,
    link: () => ({ok: false, errno: 'ENOENT'}) as const,
    list: () => ({ok: false, errno: 'ENOENT'}) as const,
    mappedFiles: () => [],
  };
  return scriptText({
    script: new RunningScript(process, line),
    freshness: 'fresh',
    staleFiles: [],
    because: null,
  });
}

test('code in arguments stands behind the flag of its own interpreter', () => {
  for (const [interpreter, flag] of [
    ['python3', '-c'],
    ['bash', '-c'],
    ['node', '-e'],
    ['perl', '-e'],
    ['ruby', '-e'],
    ['php', '-r'],
  ] as const) {
    assert.equal(textOf(interpreter, flag, 'a b'), `${flag} 'a b'`, interpreter);
  }
});

test('only a Python module stands behind -m', () => {
  assert.equal(textOf('python3', '-m', 'http.server'), '-m http.server');
  assert.equal(textOf('java', 'org.example.Main'), 'org.example.Main');
});
