import assert from 'node:assert/strict';
import {copyFileSync} from 'node:fs';
import path from 'node:path';
import {it} from 'node:test';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {procdocJson} from '../../support/procdoc.ts';

/** As a name that no other process has, and no command is like. */
const uniqueName = (folder: string) =>
  `q${[...path.basename(folder)].map(char => (char.codePointAt(0) ?? 0).toString(26)).join('')}`
    .replace(/\d/g, digit => 'qwxyzvjkuf'[Number(digit)] ?? 'q')
    .slice(-14);

it('without a command, a program, a PID and a path are inspected', () =>
  withFiles({lock: ''}, async folder => {
    const name = uniqueName(folder);
    const program = path.join(folder, name);
    copyFileSync('/bin/dash', program);
    const lock = path.join(folder, 'lock');
    const script = 'exec 9<"$0"; echo; read x';
    await withRunning([program, '-c', script, lock], {}, async ({pid}) => {
      for (const word of [name, `${pid}`, lock]) {
        const {status, json} = await procdocJson(word);
        assert.equal(status, 0, word);
        assert.deepEqual(
          inspectAnswer.parse(json).cards.map(({process}) => process.pid),
          [pid],
          word,
        );
      }
    });
    const gone = await askProcdoc(name);
    assert.deepEqual([gone.status, gone.stdout], [2, '']);
  }));

it('a slip for a command stays one', async () => {
  for (const words of [['zombis'], ['zombis', '--parent', '1'], ['lsof'], ['help', 'nginx']])
    assert.equal((await askProcdoc(...words)).status, 2, words.join(' '));
});
