import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {recordProgressText} from '../render/progress.ts';
import {Progress} from './progress.ts';

function watched(isTerminal: boolean, readsPerMs: number, reads: number, isQuiet = false): string[] {
  const written: string[] = [];
  let done = 0;
  const terminal = {write: (text: string) => written.push(text) > 0};
  const progress = new Progress(
    isQuiet,
    undefined,
    isTerminal ? (terminal as never) : null,
    () => done / readsPerMs,
  );
  for (; done < reads; done++) progress.onStep();
  progress.end();
  return written;
}

describe('progress', () => {
  it('is silent for a second', () => {
    assert.deepEqual(watched(true, 10, 9_000), []);
  });

  it('is shown after that, and erased at the end', () => {
    const written = watched(true, 10, 12_000);
    assert.equal(written[0], '\rprocdoc: read 10,240 files of /proc …\x1b[K');
    assert.equal(written.at(-1), '\r\x1b[K');
  });

  it('is a bar while a part is done whose size is known, no wider than the terminal', () => {
    const written: string[] = [];
    let nowMs = 0;
    const terminal = {write: (text: string) => written.push(text) > 0, columns: 60};
    const progress = new Progress(false, undefined, terminal as never, () => nowMs);
    for (const done of [1, 600, 1200, 2400]) {
      nowMs += 900;
      progress.onShare(done, 2400, recordProgressText);
    }
    nowMs += 900;
    for (let reads = 0; reads < 512; reads++) progress.onStep();
    progress.end();
    assert.deepEqual(written, [
      '\rprocdoc: [======>                 ] 600 of 2,400 processes\x1b[K',
      '\rprocdoc: [============>           ] 1,200 of 2,400 processe\x1b[K',
      '\rprocdoc: read 512 files of /proc …\x1b[K',
      '\r\x1b[K',
    ]);
  });

  it('is silent for --quiet', () => {
    assert.deepEqual(watched(true, 10, 100_000, true), []);
  });

  it('is silent where stderr is not a terminal', () => {
    assert.deepEqual(watched(false, 10, 100_000), []);
  });
});
