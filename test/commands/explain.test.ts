import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {SYMPTOMS} from '../../src/render/symptoms.ts';
import {allRules} from '../../src/rules/diagnosis/catalogue.ts';
import {askedJson, askProcdoc} from '../support/asked.ts';

declare const PROJECT_ROOT: string;

interface ExplainAnswer {
  rules: {rule: string; title: string; page?: string}[];
  symptoms: {says: string; command: string}[];
}

test('explain lists every rule with its severity and title', async () => {
  const {status, stdout} = await askProcdoc('explain');
  const lines = stdout.split('\n').filter(line => line !== '');
  assert.equal(status, 0);
  assert.equal(lines.length, allRules().length);
  for (const {id, severity, title} of allRules())
    assert.ok(
      lines.some(line => line.startsWith(`${id} `) && line.includes(severity) && line.endsWith(title)),
      id,
    );
});

test('explain RULE prints the page that lies next to the rule', async () => {
  const {stdout} = await askProcdoc('explain', 'zombies/parent-stopped');
  const page = readFileSync(path.join(PROJECT_ROOT, 'src/rules/zombies/parent-stopped.md'), 'utf8');
  const words = (text: string) => text.replaceAll(/[#`*\s-]+/g, ' ').trim();
  const body = page.slice(page.indexOf('## '));
  assert.ok(words(stdout).endsWith(words(body)), stdout);
});

test('a family stands for all of its rules', async () => {
  const json = await askedJson<ExplainAnswer>('explain', 'sigchld');
  assert.deepEqual(
    json.rules.map(({rule}) => rule),
    allRules().flatMap(({id}) => (id.startsWith('sigchld/') ? id : [])),
  );
  assert.ok(json.rules.every(({rule, page}) => page?.startsWith(`# ${rule}\n`)));
});

test('each symptom of the overview leads to its command, by its own words', async () => {
  for (const {symptom, command} of SYMPTOMS) {
    const {rules, symptoms} = await askedJson<ExplainAnswer>('explain', ...symptom.split(' '));
    const name = command.split(' ')[1] ?? '';
    const commands = symptoms.map(found => found.command.split(' ')[1]);
    assert.ok(commands.includes(name) || rules.some(({rule}) => rule.startsWith(`${name}/`)), symptom);
  }
});

test('a status leads to what explains it', async () => {
  for (const words of [['137'], ['0x8000'], ['exit', 'code', '137']]) {
    const {symptoms} = await askedJson<ExplainAnswer>('explain', ...words);
    assert.deepEqual(
      symptoms.map(({command}) => command),
      ['procdoc decode-status STATUS'],
    );
  }
});

test('an unknown rule is a usage error that names the nearest', async () => {
  const {status, stderr, stdout} = await askProcdoc('explain', 'zombies/parent-stoped');
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /unknown rule "zombies\/parent-stoped": did you mean "zombies\/parent-stopped"\?/);
});

test('a rule that is named without its family is shown', async () => {
  const {status, stdout} = await askProcdoc('explain', 'parent-stopped');
  assert.equal(status, 0);
  assert.match(stdout, /^zombies\/parent-stopped /);
});

test('words of a symptom show the page of its rule, and the command that shows what is behind it', async () => {
  for (const words of [['EADDRINUSE'], ['address already in use'], ['address', 'already', 'in', 'use']]) {
    const {status, stdout} = await askProcdoc('explain', ...words);
    assert.equal(status, 0);
    assert.match(stdout, /`procdoc holders :PORT`/);
    assert.match(stdout, /^fds\/listener-held-by-heir \(error\)\n/m);
  }
  const {rules, symptoms} = await askedJson<ExplainAnswer>('explain', 'EMFILE');
  assert.deepEqual(
    rules.map(({rule, page}) => [rule, page === undefined]),
    [['fds/descriptor-table-nearly-full', false]],
  );
  assert.deepEqual(
    symptoms.map(({says}) => says),
    ['too many open files'],
  );
});

test('words that fit several rules list them', async () => {
  const {status, stdout} = await askProcdoc('explain', 'disk');
  assert.equal(status, 0);
  for (const rule of ['fds/deleted-file-held-open', 'zombies/parent-in-disk-sleep'])
    assert.match(stdout, new RegExp(`^${rule} `, 'm'));
});
