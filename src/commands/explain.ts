import {askedRules} from '../cli/asked-rules.ts';
import {examplesOf} from '../cli/examples.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {textArgument} from '../cli/text-argument.ts';
import {explainJson} from '../render/explain/json.ts';
import {ruleListText, rulePagesText, symptomLines} from '../render/explain/text.ts';
import type {RuleSearch} from '../rules/diagnosis/rule-search.ts';

export default class Explain extends ProcdocCommand<typeof Explain> {
  static override summary = 'Explain a rule: what it sees, why it matters, what to do, and its limits';
  static override description =
    'RULE is the id that a finding shows, such as locks/held-by-heir, or a family of rules, such as locks. Other words, such as an error message or the name of an errno, are searched for in symptoms, titles and pages: one match is shown, several are listed. Without RULE, all rules are listed. procdoc-rules(7) has all pages.';
  static override examples = examplesOf(
    ['All rules', 'procdoc explain'],
    ['What a finding means and what to do', 'procdoc explain locks/held-by-heir'],
    ['What may be behind an error message', 'procdoc explain address already in use'],
    ['All pages of a family', 'procdoc explain zombies | less'],
  );
  static override args = {
    rule: textArgument({
      multiple: true,
      description: 'a rule, a family of rules, or words of a symptom; without it, a list of all',
    }),
  };

  protected override async answer(): Promise<Answer> {
    const asked = await askedRules((this.args.rule as unknown as string[] | undefined) ?? []);
    return asked.inFull ? pagesOf(asked) : listOf(asked);
  }
}

function listOf(found: RuleSearch): Answer {
  return {
    json: () => explainJson(found),
    lines: page => [...symptomLines(found), ...ruleListText(found.rules, page)],
    exitStatus: 0,
  };
}

async function pagesOf(found: RuleSearch): Promise<Answer> {
  const [{pages}, {blocksOf}] = await Promise.all([
    import('procdoc:rule-pages'),
    import('../render/rule-page/blocks.ts'),
  ]);
  const blocks = (id: string) => blocksOf(pages[id] ?? '');
  return {
    json: () => explainJson(found, pages),
    lines: page => [...symptomLines(found), ...rulePagesText(found.rules, blocks, page)],
    exitStatus: 0,
  };
}
