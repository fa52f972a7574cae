import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {it} from 'node:test';
import {askCheck} from '../../support/live/check-answers.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {realPython} from '../../support/live/script-situations.ts';

/** Has as many zombies as its argument says, until it sees EOF on its input. */
const negligent = `import os, sys
for _ in range(int(sys.argv[1])):
    if os.fork() == 0: os._exit(0)
print("ready", flush=True)
sys.stdin.read()
for _ in range(int(sys.argv[1])): os.wait()
`;

it('a baseline knows a Python by its script: it covers another start of it, and no other script', () =>
  withFiles({'known.py': negligent, 'other.py': negligent}, async folder => {
    const file = path.join(folder, 'known.json');
    const check = async (script: string, zombies: number, ...flags: string[]) => {
      let status: number | null = null;
      const command = [realPython, path.join(folder, script), `${zombies}`];
      await withRunning(command, {}, async ({pid}) => {
        ({exitStatus: status} = await askCheck(pid, '--baseline', file, ...flags));
      });
      return status;
    };
    assert.equal(await check('known.py', 3, '--write-baseline'), 0);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).findings, [
      {
        rule: 'zombies/parent-never-waits',
        subject: `process ${path.basename(realPython)}`,
        program: path.join(folder, 'known.py'),
        cause: 'zombies of *',
      },
    ]);
    assert.equal(await check('known.py', 4), 0);
    assert.equal(await check('other.py', 3), 1);
  }));
