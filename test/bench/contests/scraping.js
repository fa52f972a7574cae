// What a scrape of the exporter takes, and whether the exporter keeps its size and its descriptors.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {looped} from '../looped.js';
import {env, spreadOf} from '../measure.js';
import {procdoc} from '../programs.js';
import {amid} from '../situations.js';

const PROCESSES = 1_000;
const SCRAPES = 30;
/** An answer is kept for a second. */
const EVERY_MS = 1_100;

/** The CPU time that all threads of a process have used, in seconds. */
function cpuOf(pid) {
  const times = readdirSync(`/proc/${pid}/task`).map(tid =>
    Number(readFileSync(`/proc/${pid}/task/${tid}/schedstat`, 'latin1').split(' ')[0]),
  );
  return times.reduce((sum, time) => sum + time, 0) / 1e9;
}

function peakMbOf(pid) {
  const [, kb] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(kb) / 1024;
}

/** Runs `use` while an exporter serves. */
async function withExporter(use) {
  const [file, ...args] = [...procdoc, 'exporter', '--listen', '127.0.0.1:0'];
  const child = spawn(file, args, {stdio: ['ignore', 'ignore', 'pipe'], env});
  const exited = once(child, 'exit');
  try {
    const [said] = await once(child.stderr.setEncoding('utf8'), 'data');
    return await use(child.pid, /http:\S+\/metrics/.exec(said)[0]);
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

async function scrapes(pid, url) {
  const takes = [];
  // The first scrape waits for the rules.
  await (await fetch(url)).text();
  for (let at = 0; at < SCRAPES; at++) {
    await sleep(EVERY_MS);
    const [cpu, began] = [cpuOf(pid), performance.now()];
    await (await fetch(url)).text();
    takes.push({seconds: (performance.now() - began) / 1000, cpuSeconds: cpuOf(pid) - cpu});
  }
  return {takes, peakMb: peakMbOf(pid)};
}

export async function scraping() {
  const {takes, peakMb} = await amid('subjects/crowd.c', [PROCESSES, 0], () => withExporter(scrapes));
  const ours = {seconds: spreadOf(takes.map(({seconds}) => seconds)), peakMb, isEnded: false};
  const what = `scrape amid ${PROCESSES.toLocaleString('en-US')} processes`;
  return [
    {
      what,
      ours,
      name: 'CPU, s',
      ratio: spreadOf(takes.map(({cpuSeconds}) => cpuSeconds)).median,
      budget: 0.05,
      why: 'A monitor that is asked every fifteen seconds may take a third of a percent of a processor; the rules, which take ten times as long, are asked once a minute.',
    },
    {
      what,
      ours,
      name: 'memory, MB',
      ratio: peakMb,
      budget: 100,
      why: 'Node alone takes 40 MB, of which most is its program and shared with others; the exporter stays on every host.',
    },
    ...(await looped({
      source: 'scrapes.ts',
      what: 'scrape',
      looks: 10_000,
      parts: 20,
      leavesNothing: 'A scrape leaves nothing behind',
    })),
  ];
}
