// What a million statuses on standard input cost.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {holdContest} from '../contest.js';

const LINES = 1_000_000;
/** A step that is coprime to 65,536, so that every wait status of 16 bits comes before one comes again. */
const STEP = 40_503;

const statuses = Array.from({length: LINES}, (_, at) => (at * STEP) % 65_536).join('\n');

export function millionStatuses() {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-bench-'));
  const input = path.join(folder, 'statuses');
  try {
    writeFileSync(input, `${statuses}\n`);
    // Without a revision: one that reads all of its input first takes minutes and gigabytes for it.
    return holdContest({
      what: 'decode-status -, 1,000,000 lines',
      ask: ['decode-status', '-'],
      input,
      rounds: 3,
      peakMb: 120,
      cpuSeconds: 3,
      why: 'All 65,536 statuses are read and worded once, in 15 µs each; what comes again is copied. The memory is Node itself, 20 MB of answers, and a small heap.',
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
}
