import {argumentUsage, type CommandSyntaxes} from './command-syntax.ts';

const BEGIN = '<!-- commands: written by bin/build.js -->';
const END = '<!-- /commands -->';

/** README.md with its table of commands made anew, between its two markers. Throws where they are missing. */
export function withCommandTable(readme: string, commands: CommandSyntaxes): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`README.md needs the lines "${BEGIN}" and "${END}"`);
  const table = markdownTable(
    ['command', 'what it does'],
    Object.values(commands).map(command => {
      const usage = ['procdoc', command.id, ...Object.values(command.args).map(argumentUsage)].join(' ');
      return [`\`${usage}\``, command.summary ?? ''];
    }),
  );
  return `${readme.slice(0, begin)}${BEGIN}\n${table}\n${readme.slice(end)}`;
}

/** Cells padded to columns, as the formatter wants Markdown. */
function markdownTable(heading: readonly string[], rows: readonly string[][]): string {
  const cells = [heading, ...rows].map(row => row.map(text => text.replaceAll('|', '\\|')));
  const widths = heading.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)));
  const [head = '', ...body] = cells.map(row => line(row.map((text, at) => text.padEnd(widths[at] ?? 0))));
  return [head, line(widths.map(width => '-'.repeat(width))), ...body].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
