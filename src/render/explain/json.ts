import type {RuleSearch} from '../../rules/diagnosis/rule-search.ts';
import type {ExplainContent} from '../contract/explain.ts';

/** The `explain` answer as the JSON contract has it; with pages where they are given. */
export function explainJson(
  {rules, symptoms}: RuleSearch,
  pages: Readonly<Record<string, string>> = {},
): ExplainContent {
  return {
    rules: rules.map(({id, severity, title, needs}) => {
      const page = pages[id];
      return {rule: id, severity, title, needs, ...(page === undefined ? {} : {page})};
    }),
    symptoms: symptoms.map(({says, command}) => ({says, command: ['procdoc', ...command].join(' ')})),
  };
}
