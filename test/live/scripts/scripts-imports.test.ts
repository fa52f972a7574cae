import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {askScript, type ScriptAnswer, untilChangesCount} from '../../support/live/script-answers.ts';

const wait = 'print("ready", flush=True)\nimport sys\nsys.stdin.read()\n';
const files = {
  'main.py': `import helper, pkg.inner.part\n${wait}`,
  'helper.py': 'x = 1\n',
  'pkg/__init__.py': '',
  'pkg/inner/part.py': 'x = 1\n',
  'data/notes.txt': '',
};

interface Change {
  /** Whether Python leaves byte code behind. */
  readonly compiles: boolean;
  readonly change: (folder: string) => void;
  readonly run?: readonly string[];
  readonly prepare?: (folder: string) => void;
}

/** A test of what --deep says of main.py after a change. */
function itSays(
  title: string,
  {compiles, change, run = ['python3', 'main.py'], prepare}: Change,
  expected: (folder: string) => Pick<ScriptAnswer, 'freshness' | 'staleFiles' | 'reason'> & {
    /** A changed file that the sentence names. */
    readonly named?: string;
  },
): void {
  it(title, () =>
    withFiles(files, async cwd => {
      prepare?.(cwd);
      const env = {PYTHONDONTWRITEBYTECODE: compiles ? undefined : '1', PYTHONPYCACHEPREFIX: undefined};
      await withRunning(run, {cwd, env}, async ({pid}) => {
        assert.equal((await askScript(pid, '--deep')).freshness, 'fresh');
        await untilChangesCount(pid);
        change(cwd);
        const {freshness, staleFiles, reason, because} = await askScript(pid, '--deep');
        const {named, ...facts} = expected(cwd);
        assert.deepEqual({freshness, staleFiles, reason}, facts);
        if (named !== undefined) assert.ok(because?.startsWith(`${named} was `), because ?? '');
      });
    }),
  );
}

const write = (name: string) => (folder: string) => writeFileSync(`${folder}/${name}`, 'x = 2\n');
const fresh = () => ({freshness: 'fresh', staleFiles: [], reason: null}) as const;
const unproven = (name: string) => (folder: string) =>
  ({
    freshness: 'unknown',
    staleFiles: [],
    reason: 'imports-unknown',
    named: `${folder}/${name}`,
  }) as const;
const stale = (name: string) => (folder: string) =>
  ({
    freshness: 'stale',
    staleFiles: [`${folder}/${name}`],
    reason: 'loaded-files-written',
  }) as const;

describe('scripts --deep of a Python that leaves no byte code', () => {
  const compiles = false;
  itSays(
    'a changed module next to it: unknown',
    {compiles, change: write('helper.py')},
    unproven('helper.py'),
  );
  itSays(
    'a changed module in a package next to it: unknown',
    {compiles, change: write('pkg/inner/part.py')},
    unproven('pkg/inner/part.py'),
  );
  itSays(
    'a changed module, though an earlier run left byte code of another: unknown',
    {
      compiles,
      prepare: cwd =>
        execFileSync('python3', ['-m', 'compileall', '-q', 'pkg'], {
          cwd,
          env: {...process.env, PYTHONPYCACHEPREFIX: ''},
        }),
      change: write('helper.py'),
    },
    unproven('helper.py'),
  );
  itSays('a changed file that isn’t a module: fresh', {compiles, change: write('data/notes.txt')}, fresh);
  itSays(
    'a changed file in a hidden folder, which no import reaches: fresh',
    {compiles, prepare: folder => mkdirSync(`${folder}/.hidden`), change: write('.hidden/x.py')},
    fresh,
  );
  itSays(
    'run by way of a symbolic link, modules next to the file it leads to: unknown',
    {
      compiles,
      prepare: cwd => execFileSync('sh', ['-c', 'mkdir bin && ln -s ../main.py bin/tool'], {cwd}),
      run: ['python3', 'bin/tool'],
      change: write('helper.py'),
    },
    unproven('helper.py'),
  );
});

describe('scripts --deep of a Python that leaves byte code', () => {
  const compiles = true;
  itSays('a changed module next to it: stale', {compiles, change: write('helper.py')}, stale('helper.py'));
  itSays(
    'a changed module in a package next to it: stale',
    {compiles, change: write('pkg/inner/part.py')},
    stale('pkg/inner/part.py'),
  );
});
