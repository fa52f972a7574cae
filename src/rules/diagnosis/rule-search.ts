import type {RuleCard} from '../rule.ts';
import {matchesAny} from './selection.ts';
import {type Symptom, symptoms} from './symptoms.ts';

/** What is known about some words. */
export interface RuleSearch {
  readonly rules: readonly RuleCard[];
  readonly symptoms: readonly Symptom[];
}

/**
 * Looks for words in symptoms, in the ids and titles of rules, and, only where that finds nothing, in their pages.
 * @param pages the page of each rule, by its id
 */
export function searchRules(
  words: string,
  rules: readonly RuleCard[],
  pages: Readonly<Record<string, string>>,
): RuleSearch {
  const text = plain(words);
  const known = symptoms.filter(symptom => isOf(symptom, text));
  const patterns = known.flatMap(symptom => symptom.rules);
  const named = rules.filter(
    card => matchesAny(patterns, card) || hasWords(`${card.id} ${card.title}`, text),
  );
  if (named.length > 0 || known.length > 0) return {rules: named, symptoms: known};
  return {rules: rules.filter(({id}) => contains(plain(pages[id] ?? ''), text)), symptoms: []};
}

function isOf({says, also, form}: Symptom, text: string): boolean {
  const parts = also.filter(words => words.includes(' '));
  return (
    also.includes(text) || form?.test(text) === true || [says, ...parts].some(part => contains(text, part))
  );
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** Whether a text begins a word of another: "umount" isn't in "amount", and "lock" is in "locks". */
function contains(text: string, part: string): boolean {
  if (part === '') return false;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1))
    if (at === 0 || !/\w/.test(part[0] ?? '') || !/\w/.test(text[at - 1] ?? '')) return true;
  return false;
}

function hasWords(text: string, words: string): boolean {
  return words !== '' && words.split(' ').every(word => contains(plain(text), word));
}
