// How what an answer costs grows with what it looks at: three sizes, each twice the one before.

import {race} from './measure.js';
import {procdoc} from './programs.js';

/** Twice as much may cost so many times as much: 2, and a seventh of that for a second sort or a colder cache. */
const MOST_AT_TWICE = 2.3;

/** The slope of a straight line through points, by least squares. */
export function slopeOf(points) {
  const mean = of => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  const covariance = mean(([x, y]) => (x - meanX) * (y - meanY));
  return covariance / mean(([x]) => (x - meanX) ** 2);
}

/**
 * What each question takes at each size, in processor time, which others on the machine change least.
 * @param {number[]} sizes three, each twice the one before
 * @param {(size: number, use: (facts: object) => unknown) => Promise<unknown>} amidSize makes the situation
 * @param {(facts: object) => string[][]} questions the words of procdoc in that situation
 */
export async function growthOf({of, plural, sizes, amidSize, questions, why}) {
  const taken = new Map();
  for (const size of sizes)
    await amidSize(size, facts => {
      const asked = questions(facts);
      const results = race(
        asked.map(words => ({words: [...procdoc, ...words]})),
        {rounds: 5, seconds: 30, least: 1},
      );
      for (const [at, [command]] of asked.entries())
        taken.set(command, [...(taken.get(command) ?? []), {size, ...results[at]}]);
    });
  return [...taken].map(([command, results]) => lineOf({of, plural, command, results, why}));
}

function lineOf({of, plural, command, results, why}) {
  const [before, last] = results.slice(-2);
  const slope = slopeOf(results.map(({size, cpu}) => [size, cpu.median]));
  return {
    of,
    grows: true,
    what: `${command}, ${last.size.toLocaleString('en-US')} ${plural}`,
    ours: last,
    name: `half as many; ${(slope * 1e6).toFixed(1)} µs of CPU per ${of}`,
    theirs: before,
    ratio: last.cpu.median / before.cpu.median,
    budget: MOST_AT_TWICE,
    why,
  };
}
