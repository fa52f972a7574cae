import assert from 'node:assert/strict';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {procdocJson} from '../procdoc.ts';

type Answer = ReturnType<typeof inspectAnswer.parse>;

export type Card = Answer['cards'][number];

/** What `inspect` answers, held to its contract. */
export async function inspected(...words: readonly string[]): Promise<Answer> {
  const {status, json} = await procdocJson('inspect', ...words);
  assert.equal(status, 0, words.join(' '));
  return inspectAnswer.parse(json);
}

/** The one card that targets have. */
export async function cardOf(...words: readonly string[]): Promise<Card> {
  const {cards} = await inspected(...words);
  const [card, ...others] = cards;
  assert.ok(card && others.length === 0, `${cards.length} cards of ${words.join(' ')}`);
  return card;
}

/** By kind, what a process comes from or is in, nearest first. */
export function startersOf({startedBy, within}: Card) {
  return [...(startedBy ? [startedBy] : []), ...within];
}
