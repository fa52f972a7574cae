import assert from 'node:assert/strict';
import path from 'node:path';
import {describe, it} from 'node:test';
import pidtree from 'pidtree';
import psList from 'ps-list';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {askScript, askScripts} from '../../support/live/script-answers.ts';

const files = {'work.py': 'print("ready", flush=True)\nimport sys\nsys.stdin.read()\n'};

describe('scripts --source ps', () => {
  it('finds the same scripts as by /proc, where their paths are whole', () =>
    withFiles(files, folder =>
      withRunning(['python3', path.join(folder, 'work.py'), 'a', 'b'], {}, async ({pid}) => {
        const name = path.join(folder, 'work.py');
        const [byPs, byProc] = [await askScripts(name, '--source', 'ps'), await askScripts(name)];
        assert.deepEqual([byPs.pids, byProc.pids], [[pid], [pid]]);
        const [ps, proc] = [byPs.scripts[0], byProc.scripts[0]];
        for (const key of [
          'ppid',
          'user',
          'interpreter',
          'kind',
          'script',
          'path',
          'args',
          'freshness',
        ] as const)
          assert.deepEqual(ps?.[key], proc?.[key], key);
      }),
    ));

  it('says what ps(1) does not know', async () => {
    const {complete, unreadable} = await askScripts('--source', 'ps');
    assert.equal(complete, false);
    assert.ok(unreadable.some(({what}) => what === 'states'));
    const {stdout} = await askProcdoc('scripts', '--source', 'ps');
    assert.match(stdout, /\n {2}note .*ps\(1\).* states, /);
  });

  it('knows no working directory, and so of a relative script neither path nor freshness', () =>
    withFiles(files, cwd =>
      withRunning(['python3', 'work.py'], {cwd}, async ({pid}) => {
        const {script, path: found, cwd: known, freshness} = await askScript(pid, '--source', 'ps');
        assert.deepEqual([script, found, known, freshness], ['work.py', null, null, 'unknown']);
      }),
    ));

  it('finds neither procdoc nor the ps that it asks', async () => {
    const {scripts} = await askScripts('--source', 'ps');
    assert.ok(!scripts.some(({args}) => args.includes('--source')));
  });
});

describe('an independent witness', () => {
  it('ps-list and pidtree agree on a script that scripts finds, its parent, and no other of its name', () =>
    withFiles(files, folder =>
      withRunning(['python3', path.join(folder, 'work.py')], {}, async ({pid}) => {
        const name = path.join(folder, 'work.py');
        const {scripts} = await askScripts(name);
        const listed = (await psList()).filter(({cmd}) => cmd?.includes(name));
        assert.deepEqual(
          scripts.map(script => [script.pid, script.ppid]),
          listed.map(process => [process.pid, process.ppid]),
        );
        assert.ok((await pidtree(process.pid)).includes(pid));
      }),
    ));
});
