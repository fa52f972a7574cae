import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseScriptCommandLine} from '../../parse/script-command-line/script-command-line.ts';
import {RunningScript} from '../../snapshot/scripts/script.ts';
import type {ScriptProcess} from '../../snapshot/scripts/script-process.ts';
import {scriptColumns, scriptText} from './columns.ts';

function processOf(argv: readonly string[]): ScriptProcess {
  return {
    ...{pid: 1, ppid: 0, comm: '', user: null, argv, exe: undefined, cwd: null},
    ...{startTicks: null, startedAtMs: undefined, seenAtMs: 0, startSlackMs: 0},
    readsTerminal: () => undefined,
    opened: () => undefined,
    address: path => path,
    stat: () => ({ok: false, errno: 'ENOENT'}) as const,
    link: () => ({ok: false, errno: 'ENOENT'}) as const,
    list: () => ({ok: false, errno: 'ENOENT'}) as const,
    mappedFiles: () => [],
  };
}

function textOf(...argv: string[]): string {
  const line = parseScriptCommandLine(argv);
  assert.ok(line);
  return scriptText({
    script: new RunningScript(processOf(argv), line),
    freshness: 'fresh',
    staleFiles: [],
    reason: null,
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

test('a start is shown by its time on the day of the look, by its date on a later day', () => {
  const line = parseScriptCommandLine(['python3', 'a.py']);
  assert.ok(line);
  const noon = new Date(2026, 0, 2, 12).getTime();
  const started = scriptColumns.find(({name}) => name === 'started');
  const shownAt = (seenAtMs: number) =>
    started?.of({
      script: new RunningScript({...processOf([]), startedAtMs: noon, seenAtMs}, line),
      freshness: 'fresh',
      staleFiles: [],
      reason: null,
    });
  assert.equal(shownAt(noon + 1000), '12:00:00');
  assert.equal(shownAt(noon + 86_400_000), '2026-01-02');
});
