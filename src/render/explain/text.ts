import type {RuleSearch} from '../../rules/diagnosis/rule-search.ts';
import {familyOf, type RuleCard} from '../../rules/rule.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {asSentence} from '../command-syntax.ts';
import {type Page, wrapped} from '../page.ts';
import type {Block} from '../rule-page/blocks.ts';

const SEVERITY_WIDTH = 7;

/** What to type to see who is behind symptoms; an empty line parts that from the rules. */
export function symptomLines({symptoms, rules}: RuleSearch): string[] {
  const lines = symptoms.map(
    ({says, command}) => `${says}: \`${['procdoc', ...command].join(' ')}\` shows what is behind it`,
  );
  return lines.length > 0 && rules.length > 0 ? [...lines, ''] : lines;
}

/** The pages of rules, one below the other. */
export function rulePagesText(
  rules: readonly RuleCard[],
  blocksOf: (id: string) => readonly Block[],
  page: Page,
): string[] {
  return rules.flatMap((card, at) => [
    ...(at === 0 ? [] : ['', '']),
    ...rulePageText(card, blocksOf(card.id), page),
  ]);
}

/** The page of a rule for a terminal. */
function rulePageText({id, severity, title}: RuleCard, blocks: readonly Block[], page: Page): string[] {
  const {style, width} = page;
  return [
    `${style.strong(id)} ${style.faint(`(${severity})`)}`,
    ...wrapped(asSentence(title), width),
    ...blocks.flatMap(block => ['', ...blockLines(block, page)]).filter(isNoGapBelowHeading),
  ];
}

/** No empty line follows a heading. */
function isNoGapBelowHeading(line: string, at: number, lines: readonly string[]): boolean {
  return line !== '' || !isHeading(lines[at - 1]);
}

function isHeading(line: string | undefined): boolean {
  return line !== undefined && line !== '' && !line.startsWith(' ');
}

function blockLines(block: Block, {style, width}: Page): string[] {
  switch (block.kind) {
    case 'heading':
      return [style.strong(block.text)];
    case 'paragraph':
      return wrapped(block.text, width, '  ');
    case 'code':
      return block.text.split('\n').map(line => (line === '' ? '' : `      ${line}`));
    case 'list':
      return block.items.flatMap(item => wrapped(item, width, '  - ', '    '));
  }
}

/** All rules by family, a line each; on a terminal that is too narrow for that, with the title below. */
export function ruleListText(rules: readonly RuleCard[], page: Page): string[] {
  const nameWidth = Math.max(...rules.map(({id}) => id.length));
  const titleAt = nameWidth + SEVERITY_WIDTH + 4;
  const isNarrow = page.isTerminal && rules.some(({title}) => titleAt + title.length > page.screen);
  const linesOf = ({id, severity, title}: RuleCard) =>
    isNarrow
      ? [`${page.style.strong(id)}  ${severity}`, ...wrapped(title, page.width, '    ')]
      : [`${page.style.strong(id.padEnd(nameWidth))}  ${severity.padEnd(SEVERITY_WIDTH)}  ${title}`];
  return [...groupBy(rules, ({id}) => familyOf(id)).values()].flatMap((family, at) => [
    ...(at === 0 ? [] : ['']),
    ...family.flatMap(linesOf),
  ]);
}
