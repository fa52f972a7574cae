import assert from 'node:assert/strict';
import {linkSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {runProcdoc, runProcdocUnder} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';
import {ON_A_TERMINAL} from '../../support/terminal.ts';

/** More than a second's work, also for a fast machine. */
const PROCESSES = 4000;
const RECORDINGS = 40;

const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-progress-'));
const recording = path.join(folder, '0.procdoc');
after(() => rmSync(folder, {recursive: true}));

/** How many of how many each bar in a text shows, in their order. */
function barsIn(text: string, what: string): ReadonlyArray<readonly [number, number]> {
  const bars = text.matchAll(/\rprocdoc: \[=*>? *\] ([\d,]+) of ([\d,]+) (\w+)\x1b\[K/g);
  const numberOf = (digits = '') => Number(digits.replaceAll(',', ''));
  return [...bars].map(([, done, all, of]) => {
    assert.equal(of, what);
    return [numberOf(done), numberOf(all)];
  });
}

function assertGrows(bars: ReadonlyArray<readonly [number, number]>, least: number): void {
  assert.ok(bars.length > 0, 'no bar');
  for (const [at, [done, all]] of bars.entries())
    assert.ok(done <= all && all >= least && done >= (bars[at - 1]?.[0] ?? 0));
}

describe('on a terminal, what takes longer than a second shows how far it is', () => {
  before(() =>
    withSubject('crowd', [`${PROCESSES}`, '0'], async () => {
      const {stdout, status} = await runProcdocUnder(ON_A_TERMINAL, 'record', '-o', recording);
      assert.equal(status, 0, stdout);
      assertGrows(barsIn(stdout, 'processes'), PROCESSES);
      assert.match(stdout, /\r\x1b\[Kprocdoc record: recorded /);
    }),
  );

  it('a recording, and recordings that are read', async () => {
    for (let at = 1; at < RECORDINGS; at++) linkSync(recording, path.join(folder, `${at}.procdoc`));
    const asked = ['diagnose', '--settle', '0s', '--rule', 'zombies', '--from', folder];
    const {stdout} = await runProcdocUnder(ON_A_TERMINAL, ...asked);
    assertGrows(barsIn(stdout, 'recordings'), RECORDINGS);
  });

  it('and nowhere else', async () => {
    const {stderr} = await runProcdoc('record', '-o', path.join(folder, 'again'), '--from', recording);
    assert.ok(statSync(path.join(folder, 'again')).size > 0);
    assert.doesNotMatch(stderr, /\[=|\r/);
  });
});
