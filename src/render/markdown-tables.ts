import type {RuleCard} from '../rules/rule.ts';
import {argumentUsage, type CommandSyntaxes} from './command-syntax.ts';
import {SYMPTOMS} from './symptoms.ts';

/**
 * A document with its generated parts written again. Each stands between `<!-- NAME: written by bin/build.js -->` and
 * `<!-- /NAME -->`. Throws where the markers of a part are missing.
 */
export function withParts(document: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [begin, end] = [`<!-- ${name}: written by bin/build.js -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`the document needs the lines "${begin}" and "${end}"`);
    return `${text.slice(0, from)}${begin}\n\n${part}\n\n${text.slice(to)}`;
  }, document);
}

/**
 * What people see, with the command that answers it.
 * @param pageOf the path of the page about a symptom
 */
export function symptomTable(pageOf: (symptom: string) => string): string {
  return markdownTable(
    ['what you see', 'what to type'],
    SYMPTOMS.map(({symptom, command}) => [`[${symptom}](${pageOf(symptom)})`, `\`${command}\``]),
  );
}

/** Every command with its arguments and what it does. */
export function commandTable(commands: CommandSyntaxes): string {
  return markdownTable(
    ['command', 'what it does'],
    Object.values(commands).map(command => {
      const usage = ['procdoc', command.id, ...Object.values(command.args).map(argumentUsage)].join(' ');
      return [`\`${usage}\``, command.summary ?? ''];
    }),
  );
}

/** Every rule with its severity and what it finds. */
export function ruleTable(rules: readonly RuleCard[]): string {
  return markdownTable(
    ['rule', 'severity', 'what it finds'],
    rules.map(({id, severity, title}) => [`\`${id}\``, severity, title]),
  );
}

/** A folder of src/, with what lives there and what does not. */
export interface Room {
  readonly folder: string;
  readonly holds: string;
  readonly not: string;
}

/** Every room, from the bottom of the house to its top. */
export function roomTable(rooms: readonly Room[]): string {
  return markdownTable(
    ['folder', 'what lives there', 'what does not'],
    rooms.map(({folder, holds, not}) => [`\`${folder}\``, holds, not]),
  );
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
