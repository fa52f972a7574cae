import {argumentUsage, type CommandSyntaxes} from './command-syntax.ts';

const BEGIN = '<!-- commands: written by bin/build.js -->';
const END = '<!-- /commands -->';

/** README.md with its table of commands made anew, between its two markers. Throws where they are missing. */
export function withCommandTable(readme: string, commands: CommandSyntaxes): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`README.md needs the lines "${BEGIN}" and "${END}"`);
  const rows = Object.values(commands).map(command => {
    const usage = ['procdoc', command.id, ...Object.values(command.args).map(argumentUsage)].join(' ');
    return `| \`${usage}\` | ${cell(command.summary ?? '')} |`;
  });
  const table = ['| command | what it does |', '|---|---|', ...rows].join('\n');
  return `${readme.slice(0, begin)}${BEGIN}\n${table}\n${readme.slice(end)}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
