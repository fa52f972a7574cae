import {requireRule} from '../cli/diagnosis-flags.ts';
import {examplesOf} from '../cli/examples.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {textArgument} from '../cli/values.ts';
import {explainJson} from '../render/explain/json.ts';
import {ruleListText, rulePageText} from '../render/explain/text.ts';
import {allRules} from '../rules/diagnosis/catalogue.ts';
import {matchesAny} from '../rules/diagnosis/selection.ts';
import type {RuleCard} from '../rules/rule.ts';

export default class Explain extends ProcdocCommand<typeof Explain> {
  static override summary = 'Explain a rule: what it sees, why it matters, what to do, and its limits';
  static override description =
    'RULE is the id that a finding shows, such as locks/held-by-heir, or a family of rules, such as locks. Without it, all rules are listed. procdoc-rules(7) has all pages.';
  static override examples = examplesOf(
    ['All rules', 'procdoc explain'],
    ['What a finding means and what to do', 'procdoc explain locks/held-by-heir'],
    ['All pages of a family', 'procdoc explain zombies | less'],
  );
  static override args = {
    rule: textArgument({multiple: true, description: 'a rule or family of rules; without it, a list of all'}),
  };

  protected override async answer(): Promise<Answer> {
    const patterns = (this.args.rule as unknown as string[] | undefined) ?? [];
    for (const pattern of patterns) requireRule(pattern, allRules());
    return patterns.length === 0
      ? listOf(allRules())
      : pagesOf(allRules().filter(card => matchesAny(patterns, card)));
  }
}

function listOf(rules: readonly RuleCard[]): Answer {
  return {
    json: () => explainJson(rules),
    lines: page => ruleListText(rules, page),
    exitStatus: 0,
  };
}

async function pagesOf(rules: readonly RuleCard[]): Promise<Answer> {
  const [{pages}, {blocksOf}] = await Promise.all([
    import('procdoc:rule-pages'),
    import('../render/rule-page/blocks.ts'),
  ]);
  return {
    json: () => explainJson(rules, pages),
    lines: page =>
      rules.flatMap((card, at) => [
        ...(at === 0 ? [] : ['', '']),
        ...rulePageText(card, blocksOf(pages[card.id] ?? ''), page),
      ]),
    exitStatus: 0,
  };
}
