import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import path from 'node:path';
import {it} from 'node:test';
import {parentOf} from '../proc-witness.ts';
import {makeFiles, type RunningOptions, withRunning} from './running.ts';
import {askScripts, type ScriptAnswer} from './script-answers.ts';

/** A Python program that says it is ready, and lives until the end of its input. */
export const python = 'print("ready", flush=True)\nimport sys\nsys.stdin.read()\n';
/** Where the python3 of this machine really is. */
export const realPython = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).trim();

const files = {
  'tool.py': python,
  tool: `#!/usr/bin/env -S python3 -u\n${python}`,
  'pkg/__main__.py': python,
  'app/__main__.py': python,
  'server.js': 'console.log("ready"); process.stdin.resume();\n',
  'report.pl': '$| = 1; print "ready\\n"; <STDIN>;\n',
  'job.sh': '#!/bin/sh\necho ready; read x\n',
  'task.bash': 'echo ready; read x\n',
};

type Expected = Partial<ScriptAnswer>;

/** A test of the answer of `scripts` for a command, run in a folder with the files above. */
export function itReads(
  title: string,
  command: readonly string[],
  expect: (folder: string) => Expected,
  {prepare, ...options}: RunningOptions & {readonly prepare?: (folder: string) => void} = {},
): void {
  it(title, async () => {
    const cwd = makeFiles(files);
    try {
      prepare?.(cwd);
      await withRunning(command, {cwd, ...options}, async ({pid}) => {
        const {scripts} = await askScripts();
        const script = scripts.find(candidate => candidate.pid === pid);
        assert.ok(script, `${command.join(' ')} is not found`);
        assert.deepEqual({...script, ...expect(cwd)}, script);
        assert.equal(script.ppid, parentOf(pid));
      });
    } finally {
      rmSync(cwd, {recursive: true});
    }
  });
}

/** The answer for a script of this name that lies in the folder. */
export const file =
  (name: string, args: string[] = []) =>
  (folder: string): Expected => ({
    kind: 'file',
    script: name,
    path: path.join(folder, name),
    module: null,
    args,
    cwd: folder,
    freshness: 'fresh',
  });
