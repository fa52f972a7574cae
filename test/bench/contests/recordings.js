// What a recording of 10,000 processes costs, how large it is, and what answers from it take.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {holdContest, ratioOf} from '../contest.js';
import {env, race} from '../measure.js';
import {procdoc, procdocIn} from '../programs.js';
import {amid, requireRoom} from '../situations.js';

const PROCESSES = 10_000;
/** Questions about the whole machine. */
const QUESTIONS = [
  ['zombies'],
  ['sigchld'],
  ['orphans'],
  ['tree'],
  ['scripts'],
  ['locks'],
  ['diagnose', '--settle', '0s'],
];

function sizeLine(file, old, revision) {
  const size = {peakMb: statSync(file).size / 1e6, isEnded: false};
  const line = {what: 'record: MB of the file', ours: size, why: 'Nothing is in it twice.'};
  if (old === undefined) return line;
  const ratio = statSync(file).size / statSync(old).size;
  return {...line, name: revision.name, ratio, budget: 0.3};
}

export async function recordings({revision}) {
  requireRoom(PROCESSES);
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-bench-'));
  const [file, old] = ['ours', 'theirs'].map(name => path.join(folder, name));
  const record = (program, target) =>
    execFileSync(program[0], [...program.slice(1), 'record', '-o', target], {env, stdio: 'ignore'});
  try {
    return await amid('subjects/crowd.c', [PROCESSES - 100, 100], () => {
      record(procdoc, file);
      if (revision) record(procdocIn(revision.folder), old);
      const contest = {
        what: 'record of 10,000 processes',
        ask: ['record', '-o', '/dev/null'],
        rounds: 3,
        ofToday: 0.15,
        peakMb: 150,
        why: 'It is written as it is read, so that it needs no more memory than an answer.',
      };
      const commands = QUESTIONS.flatMap(ask => [
        {words: [...procdoc, ...ask, '--from', file]},
        {words: [...procdoc, ...ask]},
      ]);
      const results = race(commands, {rounds: 3, seconds: 120});
      const answers = QUESTIONS.map(([command], at) =>
        ratioOf({
          what: `${command} --from`,
          ours: results[2 * at],
          name: 'the same, live',
          theirs: results[2 * at + 1],
          budget: 2,
          why: 'A recording is read once and in order; who looks at one should not wait longer than on the machine itself.',
        }),
      );
      return [...holdContest(contest, revision), sizeLine(file, revision && old, revision), ...answers];
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
}
