import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {zombieInspection} from '../../../src/rules/inspections/zombies.ts';
import {askZombies} from '../../support/live/answers.ts';
import {inspected} from '../../support/live/findings.ts';
import {stands} from '../../support/live/stands.ts';

/** Runs `use` on a daemon with a pid file that names one of its processes. */
async function withPidFile(
  what: string,
  use: (file: string, daemon: number, named: number) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-lock-file-'));
  const file = path.join(folder, 'daemon.pid');
  try {
    await stands('pid-file.py', [what, '--pid-file', file], subject =>
      use(file, subject.number('daemon'), subject.number('named')),
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
}

test('a zombie keeps the lock file that has its pid, which its finding says', () =>
  withPidFile('zombie', async (file, daemon, named) => {
    const {zombies} = await askZombies(daemon);
    assert.deepEqual(
      zombies.map(({pid, lockFiles}) => ({pid, lockFiles})),
      [{pid: named, lockFiles: [file]}],
    );
    assert.ok(zombies[0]?.verdict.why.includes(file));
    const [finding] = await inspected(zombieInspection, [daemon]);
    assert.ok(finding?.why.includes(file));
  }));
