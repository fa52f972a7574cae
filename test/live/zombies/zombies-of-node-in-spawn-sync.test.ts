import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {askedJson} from '../../support/asked.ts';
import {withRunning} from '../../support/live/running.ts';
import {descendantNamed, stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

interface Answer {
  readonly findings: ReadonlyArray<{readonly rule: string; readonly severity: string; readonly why: string}>;
}

/** Runs `use` while Node is in spawnSync() for a `cat`, and has a child that has been dead for over a second. */
function inSpawnSync(use: (node: number, cat: number) => Promise<void>): Promise<void> {
  const program = `
    const {spawn, spawnSync} = require('node:child_process');
    spawn('true');
    spawnSync('cat', {stdio: ['inherit', 'pipe', 'pipe']});`;
  return withRunning([process.execPath, '-e', program], {lines: 0}, async ({pid}) => {
    const cat = await until('its child is there', () => descendantNamed(pid, 'cat'));
    const zombie = await until('a child is dead', () =>
      descendantNamed(pid, 'true', each => stateOf(each) === 'Z'),
    );
    const since = performance.now();
    await until('it has been dead for a while', () => performance.now() - since > 1500 || undefined);
    assert.equal(stateOf(zombie), 'Z');
    await use(pid, cat);
  });
}

describe('Node in spawnSync() that has a dead child', {concurrency: 2}, () => {
  it('reaps it later: that is worth knowing, and the child that it waits for is named', () =>
    inSpawnSync(async (node, cat) => {
      const {findings} = await askedJson<Answer>('diagnose', `${node}`);
      assert.deepEqual(
        findings.map(({rule, severity}) => [rule, severity]),
        [['zombies/handler-misses-children', 'info']],
      );
      assert.match(findings[0]?.why ?? '', new RegExp(`spawnSync\\(\\) .* cat \\(${cat}\\) exits`));
    }));

  it('is not accused by another user, who sees no system call', {skip: !IS_ROOT && 'needs root'}, () =>
    inSpawnSync(async node => {
      const {stdout} = await runProcdocAsNobody('diagnose', `${node}`, '--json');
      const {findings} = JSON.parse(stdout) as Answer;
      assert.deepEqual(
        findings.filter(({severity}) => severity !== 'info'),
        [],
      );
    }),
  );
});
