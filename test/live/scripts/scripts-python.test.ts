import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe} from 'node:test';
import {file, itReads, python, realPython} from '../../support/live/script-situations.ts';

describe('a Python program is read from its command line:', () => {
  itReads('a script, with its own arguments', ['python3', 'tool.py', '--loud', '-c', 'x'], folder => ({
    interpreter: 'python',
    ...file('tool.py', ['--loud', '-c', 'x'])(folder),
  }));
  itReads(
    'options before it, clustered and with values',
    ['python3', '-uBW', 'ignore', '-Xutf8', 'tool.py'],
    file('tool.py'),
  );
  itReads('-m', ['python3', '-m', 'pkg', 'a'], folder => ({
    kind: 'module',
    module: 'pkg',
    script: null,
    path: null,
    args: ['a'],
    cwd: folder,
    freshness: 'unknown',
  }));
  itReads('a folder with __main__.py', ['python3', 'app'], folder => ({
    ...file('app')(folder),
    kind: 'directory',
  }));
  itReads(
    'a zip archive',
    ['python3', 'app.pyz', 'a'],
    folder => ({...file('app.pyz', ['a'])(folder), kind: 'archive'}),
    {
      prepare: folder => execFileSync('python3', ['-m', 'zipapp', 'app'], {cwd: folder}),
    },
  );
  itReads('a script that starts by env -S', ['./tool', 'a'], folder => ({
    ...file('./tool', ['a'])(folder),
    path: path.join(folder, 'tool'),
    interpreter: 'python',
  }));
  itReads(
    'a console script of a virtual environment',
    ['venv/bin/tool'],
    folder => ({
      ...file('venv/bin/tool')(folder),
      interpreter: 'python',
    }),
    {
      prepare: folder => {
        mkdirSync(`${folder}/venv/bin`, {recursive: true});
        symlinkSync(realPython, `${folder}/venv/bin/python`);
        writeFileSync(`${folder}/venv/bin/tool`, `#!${folder}/venv/bin/python\n${python}`, {mode: 0o755});
      },
    },
  );
  itReads(
    'by a link of another name',
    ['./interpreter', 'tool.py'],
    folder => ({...file('tool.py')(folder), interpreter: 'python'}),
    {
      prepare: folder => symlinkSync(realPython, `${folder}/interpreter`),
    },
  );
  itReads(
    'under another argv[0]',
    [realPython, 'tool.py'],
    folder => ({...file('tool.py')(folder), interpreter: 'python'}),
    {
      argv0: 'mail-daemon',
    },
  );
  itReads('-c', ['python3', '-c', python, 'tool.py'], folder => ({
    kind: 'command',
    script: null,
    path: null,
    args: ['tool.py'],
    cwd: folder,
    freshness: 'unknown',
  }));
});
