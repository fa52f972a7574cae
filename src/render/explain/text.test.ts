import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {RuleCard} from '../../rules/rule.ts';
import type {Page} from '../page.ts';
import {plainStyle} from '../style.ts';
import {ruleListText} from './text.ts';

const rules: readonly RuleCard[] = [
  {
    id: 'locks/a',
    severity: 'error',
    title: 'a lock outlives the process that took it',
    claims: 'moment',
    needs: [],
  },
  {
    id: 'zombies/bc',
    severity: 'warning',
    title: 'the parent never calls wait()',
    claims: 'moment',
    needs: [],
  },
];
const page: Page = {style: plainStyle, width: 40, screen: 40, isTerminal: true};

test('the list of rules has a line for each where that fits, and families apart', () => {
  const lines = [
    'locks/a     error    a lock outlives the process that took it',
    '',
    'zombies/bc  warning  the parent never calls wait()',
  ];
  assert.deepEqual(ruleListText(rules, {...page, width: 80, screen: 80}), lines);
  assert.deepEqual(ruleListText(rules, {...page, isTerminal: false}), lines);
});

test('on a narrow terminal no title of a rule is cut: it stands below, wrapped', () => {
  assert.deepEqual(ruleListText(rules, page), [
    'locks/a  error',
    '    a lock outlives the process that',
    '    took it',
    '',
    'zombies/bc  warning',
    '    the parent never calls wait()',
  ]);
});
