import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {pages} from 'procdoc:rule-pages';
import {allRules} from './catalogue.ts';
import {searchRules} from './rule-search.ts';
import {matchesRule} from './selection.ts';
import {symptoms} from './symptoms.ts';

function found(words: string): string[] {
  return searchRules(words, allRules(), pages).rules.map(({id}) => id);
}

describe('a search for rules', () => {
  for (const [words, rule] of [
    ['EMFILE', 'fds/descriptor-table-nearly-full'],
    ['too many open files', 'fds/descriptor-table-nearly-full'],
    ['Error: bind: Address already in  use', 'fds/listener-held-by-heir'],
    ['EADDRINUSE', 'fds/listener-held-by-heir'],
    ['ETXTBSY', 'fds/text-file-busy'],
    ['text file busy', 'fds/text-file-busy'],
    ['disk space', 'fds/deleted-file-held-open'],
    ['parent-stopped', 'zombies/parent-stopped'],
    ['LimitNOFILE', 'fds/descriptor-table-nearly-full'],
  ] as const)
    it(`for "${words}" finds ${rule}`, () => assert.ok(found(words).includes(rule), found(words).join(' ')));

  it('finds one rule where the words are the message of one', () => {
    for (const words of ['EMFILE', 'address already in use', 'ETXTBSY'])
      assert.equal(found(words).length, 1, words);
  });

  it('finds several where several fit', () => {
    assert.ok(found('disk').length > 1);
    assert.deepEqual(
      found('<defunct>'),
      allRules().flatMap(({id}) => (id.startsWith('zombies/') ? id : [])),
    );
  });

  it('may find a command alone', () => {
    const {rules, symptoms: known} = searchRules('umount', allRules(), pages);
    assert.deepEqual(rules, []);
    assert.deepEqual(
      known.map(({command}) => command),
      [['holders', 'MOUNTPOINT']],
    );
  });

  it('finds nothing for other words', () => {
    for (const words of ['', ' ', 'frobnicate', 'zombies/parent-stoped']) assert.deepEqual(found(words), []);
  });

  it('knows rules that there are', () => {
    const unknown = symptoms
      .flatMap(({rules}) => rules)
      .filter(pattern => !allRules().some(card => matchesRule(pattern, card)));
    assert.deepEqual(unknown, []);
  });
});
