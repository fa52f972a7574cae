import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, linkSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {askScript, type ScriptAnswer, untilChangesCount} from '../../support/live/script-answers.ts';

const wait = 'print("ready", flush=True)\nimport sys\nsys.stdin.read()\n';

/** A module is only known to have been imported if its byte code lies next to it. */
const env = {PYTHONDONTWRITEBYTECODE: undefined, PYTHONPYCACHEPREFIX: undefined};

interface Change {
  readonly files: Readonly<Record<string, string>>;
  readonly run: readonly string[];
  readonly change: (folder: string) => void;
  /** Before the program is started. */
  readonly prepare?: (folder: string) => void;
}

/** Asks about a script that was fresh before a change. */
async function askAfter(
  {files, run, change, prepare}: Change,
  use: (ask: (...flags: string[]) => Promise<ScriptAnswer>, folder: string) => Promise<void>,
): Promise<void> {
  await withFiles(files, async cwd => {
    prepare?.(cwd);
    await withRunning(run, {cwd, env}, async ({pid}) => {
      const ask = (...flags: string[]) => askScript(pid, ...flags);
      const before = await ask('--deep');
      assert.deepEqual([before.staleFiles, before.freshness === 'stale'], [[], false]);
      await untilChangesCount(pid);
      change(cwd);
      await use(ask, cwd);
    });
  });
}

/** A test that a change makes a script stale, and of which files. */
function itIsStale(title: string, change: Change, ...staleFiles: readonly string[]): void {
  it(`stale: ${title}`, () =>
    askAfter(change, async (ask, folder) => {
      const answer = await ask();
      assert.equal(answer.freshness, 'stale');
      assert.deepEqual(
        answer.staleFiles,
        staleFiles.map(name => path.join(folder, name)),
      );
    }));
}

const script = {files: {'a.py': wait}, run: ['python3', 'a.py']};

describe('a script is', () => {
  itIsStale('written over', {...script, change: folder => writeFileSync(`${folder}/a.py`, '')}, 'a.py');
  itIsStale(
    'replaced by a newer one',
    {
      ...script,
      change(folder) {
        writeFileSync(`${folder}/b.py`, wait);
        renameSync(`${folder}/b.py`, `${folder}/a.py`);
      },
    },
    'a.py',
  );
  itIsStale(
    'replaced by one that is older than the process',
    {
      files: {'a.py': wait, 'b.py': wait},
      run: script.run,
      prepare: folder => execFileSync('touch', ['-d', '2020-01-01', `${folder}/b.py`]),
      change: folder => execFileSync('mv', [`${folder}/b.py`, `${folder}/a.py`]),
    },
    'a.py',
  );
  itIsStale(
    'in a folder, whose __main__.py changed',
    {
      files: {'app/__main__.py': wait},
      run: ['python3', 'app'],
      change: folder => writeFileSync(`${folder}/app/__main__.py`, ''),
    },
    'app/__main__.py',
  );
  itIsStale(
    'of bash',
    {
      files: {'a.sh': 'echo ready; read x\n'},
      run: ['bash', 'a.sh'],
      change: folder => writeFileSync(`${folder}/a.sh`, 'echo ready; read x\n# more\n'),
    },
    'a.sh',
  );

  it('fresh with a modification time in the future, as a clock that is ahead leaves it', () =>
    withFiles(script.files, folder => {
      const tomorrow = Date.now() / 1000 + 24 * 3600;
      utimesSync(`${folder}/a.py`, tomorrow, tomorrow);
      return withRunning(['python3', `${folder}/a.py`], {}, async ({pid}) => {
        const {freshness, staleFiles} = await askScript(pid);
        assert.deepEqual([freshness, staleFiles], ['fresh', []]);
      });
    }));

  it('unknown when its mode changed and nothing else in its folder: a time that was set back looks the same', () =>
    askAfter({...script, change: folder => chmodSync(`${folder}/a.py`, 0o600)}, async ask => {
      const {freshness, staleFiles, reason} = await ask();
      assert.deepEqual([freshness, staleFiles, reason], ['unknown', [], 'changed-mode']);
    }));

  for (const [what, name, from, to] of [
    ['itself', 'current.py', 'v1/a.py', 'v2/a.py'],
    ['its folder', 'current', 'v1', 'v2'],
  ] as const)
    it(`unknown when the link to ${what} was turned to an older one`, () =>
      askAfter(
        {
          files: {'v1/a.py': wait, 'v2/a.py': wait},
          run: ['python3', name.endsWith('.py') ? name : `${name}/a.py`],
          prepare: folder => symlinkSync(from, `${folder}/${name}`),
          change(folder) {
            symlinkSync(to, `${folder}/new`);
            renameSync(`${folder}/new`, `${folder}/${name}`);
          },
        },
        async (ask, folder) => {
          const {freshness, staleFiles, reason, because} = await ask();
          assert.deepEqual([freshness, staleFiles, reason], ['unknown', [], 'through-changed-folder']);
          assert.ok(because?.includes(`${folder}/${name} `), because ?? '');
        },
      ));

  it('fresh when bash has the file open to which a link leads, whatever else came into the folder', () =>
    askAfter(
      {
        files: {'v1/a.sh': 'echo ready; read x\n:\n'},
        run: ['bash', 'current.sh'],
        prepare: folder => symlinkSync('v1/a.sh', `${folder}/current.sh`),
        change: folder => writeFileSync(`${folder}/note`, ''),
      },
      async ask => assert.equal((await ask()).freshness, 'fresh'),
    ));

  it('deleted: gone from the path it was given by', () =>
    withFiles(script.files, folder =>
      withRunning(['python3', `${folder}/a.py`], {}, async ({pid}) => {
        rmSync(`${folder}/a.py`);
        const {freshness, staleFiles} = await askScript(pid);
        assert.deepEqual([freshness, staleFiles], ['deleted', [`${folder}/a.py`]]);
      }),
    ));

  for (const shell of ['bash', 'dash'])
    it(`fresh in ${shell}, stale or deleted where it lies, though the script has left the folder`, () =>
      withFiles({'a.sh': 'cd /\necho ready\nread x\n:\n'}, cwd =>
        withRunning([shell, 'a.sh'], {cwd}, async ({pid}) => {
          const before = await askScript(pid);
          assert.deepEqual([before.path, before.freshness], [`${cwd}/a.sh`, 'fresh']);
          await untilChangesCount(pid);
          writeFileSync(`${cwd}/a.sh`, '# new\n');
          const written = await askScript(pid);
          assert.deepEqual([written.freshness, written.staleFiles], ['stale', [`${cwd}/a.sh`]]);
          rmSync(`${cwd}/a.sh`);
          const removed = await askScript(pid);
          assert.deepEqual([removed.freshness, removed.staleFiles], ['deleted', [`${cwd}/a.sh`]]);
        }),
      ));

  it('unknown: gone from the working directory, which may not be the one it started in', () =>
    askAfter({...script, change: folder => rmSync(`${folder}/a.py`)}, async ask => {
      const {freshness, staleFiles, reason} = await ask();
      assert.deepEqual([freshness, staleFiles, reason], ['unknown', [], 'left-folder']);
    }));

  it('deleted: of bash, which has it open as descriptor 255, also by a relative path', () =>
    askAfter(
      {
        files: {'a.sh': 'echo ready; read x\n:\n'},
        run: ['bash', 'a.sh'],
        change: folder => rmSync(`${folder}/a.sh`),
      },
      async (ask, folder) => {
        const {freshness, staleFiles} = await ask();
        assert.deepEqual([freshness, staleFiles], ['deleted', [`${folder}/a.sh`]]);
      },
    ));

  it('not said to have another content when it was only touched', () =>
    askAfter(
      {...script, change: folder => execFileSync('touch', [`${folder}/a.py`])},
      async (ask, folder) => {
        const {reason, because} = await ask();
        assert.equal(reason, 'written');
        assert.match(because ?? '', /written or touched/);
        const {stdout} = await askProcdoc('scripts', `${folder}/a.py`);
        assert.match(
          stdout.replace(/\s+/g, ' '),
          /a\.py runs once: python3\S* \(\d+\) started before it was last written or touched\. /,
        );
      },
    ));

  it('fresh: in a folder where another file came and went', () =>
    askAfter(
      {
        files: {'app/__main__.py': wait},
        run: ['python3', 'app'],
        change(folder) {
          writeFileSync(`${folder}/app/note`, '');
          rmSync(`${folder}/app/note`);
        },
      },
      async ask => assert.equal((await ask()).freshness, 'fresh'),
    ));
});

it('the reason for an unknown freshness is shown if the script was asked for', () =>
  withFiles({'gone.py': wait}, cwd =>
    withRunning(['python3', 'gone.py'], {cwd}, async ({pid}) => {
      rmSync(`${cwd}/gone.py`);
      const {stdout} = await askProcdoc('scripts', `${cwd}/gone.py`);
      const text = stdout.replaceAll(/\s+/g, ' ');
      assert.ok(
        text.includes(`(${pid}) isn't known to run the code on disk why ${cwd}/gone.py isn't there`),
        text,
      );
    }),
  ));

describe('only --deep finds that', () => {
  it('a module next to the script changed that it had imported', () =>
    askAfter(
      {
        files: {'a.py': `import helper\n${wait}`, 'helper.py': 'x = 1\n', 'other.py': 'x = 1\n'},
        run: ['python3', 'a.py'],
        change(folder) {
          writeFileSync(`${folder}/other.py`, 'x = 2\n');
          writeFileSync(`${folder}/helper.py`, 'x = 2\n');
        },
      },
      async (ask, folder) => {
        assert.deepEqual([(await ask()).freshness, (await ask()).staleFiles], ['fresh', []]);
        const deep = await ask('--deep');
        assert.deepEqual([deep.freshness, deep.staleFiles], ['stale', [`${folder}/helper.py`]]);
        assert.equal(deep.reason, 'loaded-files-written');
      },
    ));

  for (const [how, run] of [
    ['a script', ['python3', 'a.py']],
    ['a module, whose own file is not known', ['python3', '-m', 'a']],
  ] as const) {
    it(`a shared object was replaced that it has mapped, of ${how}`, () =>
      askAfter(
        {
          files: {'a.py': `import ctypes\nctypes.CDLL('./lib.so')\n${wait}`, 'lib.c': 'int x;\n'},
          run,
          prepare: folder => compileShared(folder),
          change: folder => compileShared(folder),
        },
        async (ask, folder) => {
          assert.notEqual((await ask()).freshness, 'stale');
          const {freshness, staleFiles} = await ask('--deep');
          assert.deepEqual([freshness, staleFiles], ['stale', [`${folder}/lib.so`]]);
        },
      ));
  }

  it('a shared object that only got another name, owner or mode is the one that is mapped: fresh', () =>
    askAfter(
      {
        files: {'a.py': `import ctypes\nctypes.CDLL('./lib.so')\n${wait}`, 'lib.c': 'int x;\n'},
        run: ['python3', 'a.py'],
        prepare: folder => compileShared(folder),
        change: folder => {
          linkSync(`${folder}/lib.so`, `${folder}/other-name.so`);
          chmodSync(`${folder}/lib.so`, 0o700);
        },
      },
      async ask => {
        const {freshness, staleFiles} = await ask('--deep');
        assert.deepEqual([freshness, staleFiles], ['fresh', []]);
      },
    ));
});

/** Never written in place, which would change what is mapped. */
function compileShared(cwd: string): void {
  execFileSync(process.env.CC ?? 'cc', ['-shared', '-o', 'new.so', 'lib.c'], {cwd});
  renameSync(`${cwd}/new.so`, `${cwd}/lib.so`);
}
