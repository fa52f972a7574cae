import {allRules} from '../rules/diagnosis/catalogue.ts';
import {type RuleSearch, searchRules} from '../rules/diagnosis/rule-search.ts';
import {matchesAny} from '../rules/diagnosis/selection.ts';
import {namesRule, requireRule} from './diagnosis-flags.ts';

/** Rules that were asked for, and whether with their pages. */
export interface AskedRules extends RuleSearch {
  readonly inFull: boolean;
}

/** The rules of these names; where they aren't all names of rules, what is found by them as the words of a symptom. */
export async function askedRules(words: readonly string[]): Promise<AskedRules> {
  const all = allRules();
  if (words.length === 0) return {rules: all, symptoms: [], inFull: false};
  if (words.every(word => namesRule(word, all)))
    return {rules: all.filter(card => matchesAny(words, card)), symptoms: [], inFull: true};
  const {pages} = await import('procdoc:rule-pages');
  const found = searchRules(words.join(' '), all, pages);
  if (found.rules.length + found.symptoms.length === 0) for (const word of words) requireRule(word, all);
  return {...found, inFull: found.rules.length === 1};
}
