import {familyOf, type RuleCard} from '../../rules/rule.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {asSentence} from '../command-syntax.ts';
import {type Block, blocksOf} from '../rule-page/blocks.ts';
import {alwaysSeeAlso, pageName} from './common-sections.ts';
import {escaped, literal, manualPage, prose, referenceList, referencesIn, type Section} from './mdoc.ts';

const introduction =
  'A rule finds one kind of trouble, and says what, why, and what to do. Every finding of procdoc-diagnose(1) shows the id of its rule; procdoc-check(1) takes it in --fail and --ignore. An error is a wrong result or a resource that is blocked now; a warning will cause trouble; an info is worth knowing.';

/** The page procdoc-rules(7), made of the pages of all rules. */
export function rulesPage(
  rules: readonly RuleCard[],
  pages: Readonly<Record<string, string>>,
  version: string,
): string {
  const head = {name: 'procdoc-rules', purpose: 'the rules of procdoc', version, section: 7} as const;
  const families = [...groupBy(rules, ({id}) => familyOf(id))];
  return manualPage(head, [
    {title: 'DESCRIPTION', lines: prose(introduction)},
    ...families.map(
      ([family, members]): Section => ({
        title: family.toUpperCase(),
        lines: members.flatMap(card => ruleLines(card, blocksOf(pages[card.id] ?? ''))),
      }),
    ),
    {
      title: 'SEE ALSO',
      lines: referenceList([
        ...['check', 'diagnose', 'explain'].map(id => ({name: pageName(id), section: 1})),
        ...referencesIn(Object.values(pages).join('\n')),
        ...alwaysSeeAlso,
      ]),
    },
  ]);
}

function ruleLines({id, severity, title}: RuleCard, blocks: readonly Block[]): string[] {
  return [`.Ss ${escaped(id)} (${severity})`, ...prose(asSentence(title)), ...blocks.flatMap(blockLines)];
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return ['.Pp', `.Em ${escaped(block.text)}`];
    case 'paragraph':
      return ['.Pp', ...prose(withoutBackticks(block.text))];
    case 'code':
      return literal(block.text.split('\n'));
    case 'list':
      return [
        '.Bl -bullet',
        ...block.items.flatMap(item => ['.It', ...prose(withoutBackticks(item))]),
        '.El',
      ];
  }
}

function withoutBackticks(text: string): string {
  return text.replaceAll('`', '');
}
