// The table that a benchmark prints.
import {isKept} from './contest.js';

/** The unit that a time is best read in, and how many of it a second has, and decimals. */
function unitOf(seconds) {
  if (seconds >= 10) return {unit: 's', perSecond: 1, decimals: 1};
  return {unit: 'ms', perSecond: 1000, decimals: seconds < 0.1 ? 1 : 0};
}

/** "28.9 ms [28.4-29.6]"; nothing for what takes no time, such as a file. */
function spread({seconds, isEnded}) {
  if (seconds === undefined) return '';
  const {median, low, high} = seconds;
  const {unit, perSecond, decimals} = unitOf(median);
  const [middle, ...quartiles] = [median, low, high].map(time => (time * perSecond).toFixed(decimals));
  return isEnded ? `> ${middle} ${unit}, ended` : `${middle} ${unit} [${quartiles.join('-')}]`;
}

/** "28.9 ms"; nothing for what takes no time. */
export const timeText = took => spread(took).replace(/ \[.*\]$/, '');

export const ratioText = ratio => ratio.toFixed(ratio < 10 ? 2 : 0);

const WIDTHS = [44, 24, 8, 46, 24, 8, 8];
const ALIGN_RIGHT = [false, true, true, false, true, true, true];

function row(cells) {
  const padded = cells.map((cell, at) =>
    ALIGN_RIGHT[at] ? cell.padStart(WIDTHS[at]) : cell.padEnd(WIDTHS[at]),
  );
  return padded.join('  ').trimEnd();
}

export function heading() {
  return row(['procdoc', 'median [quartiles]', 'MB', 'against', 'median [quartiles]', 'ratio', 'budget']);
}

/** A line, with its verdict where it has a budget. */
export function lineText(line) {
  const text = row(cellsOf(line, spread));
  return line.budget === undefined ? text : `${text.padEnd(174)}  ${isKept(line) ? 'kept' : 'MISSED'}`;
}

/** What a line has in each column; `timeOf` says what something took. */
export function cellsOf({what, ours, name = '', theirs, ratio, budget}, timeOf) {
  return [
    what,
    timeOf(ours),
    ours.peakMb.toFixed(0),
    name,
    theirs ? timeOf(theirs) : '',
    ratio === undefined ? '' : ratioText(ratio),
    budget === undefined ? '' : `${budget}`,
  ];
}

/** Why budgets that were missed are what they are, each reason once. */
export function reasonsText(lines) {
  const reasons = new Set(lines.filter(line => !isKept(line)).map(({why}) => why));
  return [...reasons].map(reason => `    ${reason}\n`).join('');
}
