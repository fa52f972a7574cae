// Contests: what procdoc takes next to others, in one run, and whether that is within its budget.

import {race} from './measure.js';
import {procdoc, procdocIn} from './programs.js';

/**
 * @typedef {object} Contest
 * @property {string} what what is asked, and amid what
 * @property {string[]} ask the words of procdoc
 * @property {string} [input] the file on its standard input
 * @property {boolean} [withoutBpf] whether procdoc has no privilege for BPF
 * @property {{name: string, words: string[], budget: number}[]} [rivals] what it is compared with, and its share of that
 * @property {number} [ofToday] its share of what the revision took that is compared with
 * @property {number} [peakMb] the most memory that it may have
 * @property {number} [seconds] the longest that it may take
 * @property {number} [cpuSeconds] the most time of processors that it may take
 * @property {number} [rounds] how often each is run
 * @property {string} why why the budgets are what they are
 */

/** Runs a contest: a line for each budget, and one for procdoc alone where there is none. */
export function holdContest(contest, revision) {
  const {what, ask, input, withoutBpf, rivals = [], rounds = 20, ofToday, why} = contest;
  const others = [
    ...rivals.map(({name, words, budget}) => ({name, budget, command: {words, input}})),
    ...(revision ? [{name: revision.name, budget: ofToday, command: commandOf(revision.folder)}] : []),
  ];
  function commandOf(folder) {
    return {words: [...(folder ? procdocIn(folder) : procdoc), ...ask], input, withoutBpf};
  }
  const [ours, ...theirs] = race([commandOf(), ...others.map(({command}) => command)], {rounds});
  const ratios = others.map(({name, budget}, at) => ({
    what,
    ours,
    name,
    theirs: theirs[at],
    ratio: ours.seconds.median / theirs[at].seconds.median,
    budget,
    why,
  }));
  const limits = [
    {name: 'memory, MB', value: ours.peakMb, budget: contest.peakMb},
    {name: 'time, s', value: ours.seconds.median, budget: contest.seconds},
    {name: 'CPU, s', value: ours.cpu.median, budget: contest.cpuSeconds},
  ]
    .filter(({budget}) => budget !== undefined)
    .map(({name, value, budget}) => ({what, ours, name, ratio: value, budget, why}));
  const lines = [...ratios, ...limits];
  return lines.length > 0 ? lines : [{what, ours, why}];
}

/** The ratio of two commands of procdoc, or of one in two situations. */
export function ratioOf({what, ours, name, theirs, budget, why}) {
  return {what, ours, name, theirs, ratio: ours.seconds.median / theirs.seconds.median, budget, why};
}

/** Whether a line keeps its budget; true where it has none. */
export function isKept({ratio, budget, ours}) {
  return budget === undefined || (ratio <= budget && !ours.isEnded);
}
