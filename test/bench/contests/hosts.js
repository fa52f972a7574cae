// Hosts without procdoc: one is recorded by the shell script, and many of its recordings are answered from.
import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {holdContest} from '../contest.js';
import {env, race} from '../measure.js';
import {procdoc} from '../programs.js';
import {amid} from '../situations.js';

/** Hosts as they are asked for by their recordings, and how many processes each has. */
const HOSTS = 200;
const HOST_PROCESSES = 300;

export async function hosts() {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-bench-'));
  const [script, recordings] = [path.join(folder, 'collect.sh'), path.join(folder, 'hosts')];
  try {
    writeFileSync(script, execFileSync(procdoc[0], [procdoc[1], 'record', '--script'], {env}));
    mkdirSync(recordings);
    const first = path.join(recordings, '1.procdoc');
    const others = readdirSync('/proc').filter(name => /^\d+$/.test(name)).length;
    const collect = {words: ['sh', '-c', `dash < ${script} > ${first}`]};
    const [recorded] = await amid('subjects/crowd.c', [Math.max(1, HOST_PROCESSES - others), 1], () =>
      race([collect], {rounds: 5}),
    );
    for (let host = 2; host <= HOSTS; host++) copyFileSync(first, path.join(recordings, `${host}.procdoc`));
    const whole = {
      what: `diagnose --from, ${HOSTS} hosts`,
      ask: ['diagnose', '--from', recordings],
      rounds: 1,
      seconds: 20,
      peakMb: 300,
      why: 'A tenth of a second for each host, and the memory of one at a time with what was found on the others.',
    };
    return [
      {
        what: `record --script in dash, ${HOST_PROCESSES} processes`,
        ours: recorded,
        name: 'time, s',
        ratio: recorded.seconds.median,
        budget: 3,
        why: 'A shell starts no program for each file that it reads, and it runs on hosts that are in trouble.',
      },
      ...holdContest(whole),
    ];
  } finally {
    rmSync(folder, {recursive: true});
  }
}
