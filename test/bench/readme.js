// The table of one run of the benchmark, as the README shows it.
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {root} from './programs.js';
import {cellsOf, ratioText, timeText} from './table.js';

const README = path.join(root, 'README.md');
const [BEGIN, END] = ['<!-- speed: written by npm run bench -- --readme -->', '<!-- /speed -->'];

/**
 * Writes what a run measured, and on what machine, between the markers of the README: a line for each comparison,
 * and a sentence for how cost grows.
 */
export function writeReadme(machine, lines) {
  const text = readFileSync(README, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from === -1 || to < from) throw new Error(`README.md needs the lines "${BEGIN}" and "${END}"`);
  const table = [
    ['procdoc', 'median', 'MB', 'against', 'median', 'ratio', 'budget'],
    ['---', '---:', '---:', '---', '---:', '---:', '---:'],
    ...lines.filter(({grows}) => !grows).map(line => cellsOf(line, timeText)),
  ].map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  const growing = lines.filter(({grows}) => grows);
  const paragraphs = [`${machine}.`, table.join('\n'), ...(growing.length > 0 ? [growthText(growing)] : [])];
  writeFileSync(README, [`${text.slice(0, from)}${BEGIN}`, ...paragraphs, text.slice(to)].join('\n\n'));
}

function growthText(lines) {
  const most = lines.reduce((worst, line) => (line.ratio > worst.ratio ? line : worst));
  const things = [...new Set(lines.map(({of}) => of))].join(', ');
  return `Amid twice as many (${things}), ${lines.length} answers took at most ${ratioText(most.ratio)} times the processor time (${most.what}).`;
}
