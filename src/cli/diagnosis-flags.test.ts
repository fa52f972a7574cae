import assert from 'node:assert/strict';
import {test} from 'node:test';
import {allRules} from '../rules/diagnosis/catalogue.ts';
import {familyOf} from '../rules/rule.ts';
import {selectionOf} from './diagnosis-flags.ts';

const rest = {severity: 'info', certainty: 'unknown'} as const;
const families = [...new Set(allRules().map(({id}) => familyOf(id)))];

for (const [name, rule, ignore] of [
  ['skipped as it was asked for', ['zombies'], ['zombies']],
  ['skipped with its family', ['zombies/parent-stopped'], ['zombies/*']],
  ['skipped with all others', undefined, families],
] as const)
  test(`no rule is left where each is ${name}`, () => {
    assert.throws(() => selectionOf({rule, ignore, ...rest}), {problem: {kind: 'no-rule-left'}});
  });

test('a rule that is left of a family is asked', () => {
  const {isAsked} = selectionOf({rule: ['zombies'], ignore: ['zombies/parent-stopped'], ...rest});
  const asked = allRules().filter(isAsked);
  assert.equal(asked.length, allRules().filter(({id}) => familyOf(id) === 'zombies').length - 1);
});
