import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {SYMPTOMS} from '../../src/render/symptoms.ts';
import rooms from '../../src/rooms.json' with {type: 'json'};
import {allRules} from '../../src/rules/diagnosis/catalogue.ts';
import {COMMANDS} from '../../src/start/commands.ts';
import {askProcdoc} from '../support/asked.ts';

declare const PROJECT_ROOT: string;

const recording = path.join(PROJECT_ROOT, 'test/recordings/client-gone.txt');

function documentText(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
}

/** The first cell of every row of a table that is made by the build. */
function rowsOf(file: string, table: string): string[] {
  const [, part = ''] = documentText(file).split(new RegExp(`<!-- /?${table}\\b.*-->`));
  return [...part.matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell);
}

/** A text without its line breaks. */
function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** The words of an answer as it is on the machine itself: it need not say then that it is about a recording. */
async function answerTo(...args: string[]): Promise<string> {
  const {stdout} = await askProcdoc(...args, '-q', '--from', recording);
  return words(stdout).replaceAll(` --from ${recording}`, '').replaceAll('on the recorded machine, ', '');
}

test('README.md has a row for each command and for each rule', () => {
  const ids = rowsOf('README.md', 'commands').map(usage => usage.split(' ')[1]);
  assert.deepEqual(ids, Object.keys(COMMANDS));
  assert.deepEqual(
    rowsOf('README.md', 'rules'),
    allRules().map(({id}) => id),
  );
});

test('each symptom in README.md leads to its page, which has its command, an answer, and rules that there are', () => {
  const links = [...documentText('README.md').matchAll(/^\| \[([^\]]+)\]\((docs\/[\w-]+\.md)\)/gm)];
  assert.deepEqual(
    links.map(([, symptom]) => symptom),
    SYMPTOMS.map(({symptom}) => symptom),
  );
  const ids = allRules().map(({id}) => id);
  for (const [at, [, symptom = '', file = '']] of links.entries()) {
    const page = documentText(file);
    assert.ok(page.includes(`# ${symptom}\n`), file);
    assert.ok(page.includes(`\`\`\`sh\n${SYMPTOMS[at]?.command}\n\`\`\``), file);
    assert.match(page, /```console\n\$ procdoc [\s\S]+\n```/);
    const explained = [...page.matchAll(/^`procdoc explain (\S+)`$/gm)].map(([, id]) => id);
    assert.deepEqual(
      explained.filter(id => !ids.includes(id ?? '')),
      [],
    );
  }
});

test('CONTRIBUTING.md has a row for each room', () => {
  assert.deepEqual(
    rowsOf('CONTRIBUTING.md', 'rooms'),
    rooms.map(({folder}) => folder),
  );
});

test('every name in CONTRIBUTING.md’s way of inheritance stands in the file that it is said to be in', () => {
  const [, part = ''] = documentText('CONTRIBUTING.md').split('## How inheritance is decided');
  const [hops = ''] = part.split('\n## ');
  let file = '';
  const missing = [...hops.matchAll(/`([^`]+)`/g)].flatMap(([, word = '']) => {
    if (word.includes('/')) {
      file = word;
      return [];
    }
    const isThere = new RegExp(`(?:function|const|class|readonly) ${word}\\b|^  ${word}\\(`, 'm');
    return isThere.test(documentText(`src/${file}`)) ? [] : [`${file}: ${word}`];
  });
  assert.deepEqual(missing, []);
  assert.equal(hops.match(/^\d+\. /gm)?.length, 10);
});

test('each answer that README.md shows is the answer of procdoc', async () => {
  const shown = [
    ...documentText('README.md').matchAll(
      /^```console\n\$ procdoc ([\w :-]+)\n([^`]*(?:`[^`]+`[^`]*)*)\n```$/gm,
    ),
  ];
  assert.equal(shown.length, 2);
  for (const [, args = '', answer] of shown)
    assert.equal(words(answer ?? ''), await answerTo(...args.split(' ')));
});

test('the picture in README.md shows the answer of procdoc, letter by letter', async () => {
  const [, file = ''] = /^!\[[^\]]+\]\((.+\.svg)\)$/m.exec(documentText('README.md')) ?? [];
  const lines = [...documentText(file).matchAll(/<text y="(\d+)">(.*)<\/text>/g)].map(
    ([, y, content = '']) => ({
      y: Number(y),
      text: content
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    }),
  );
  const [command, ...shown] = lines;
  assert.equal(command?.text, '$ procdoc diagnose --severity error');
  const answer = await answerTo('diagnose', '--severity', 'error');
  assert.equal(words(shown.map(({text}) => text).join(' ')), answer);
  const heights = lines.map(({y}) => y);
  assert.deepEqual(
    heights,
    [...new Set(heights)].sort((a, b) => a - b),
    'no line covers another',
  );
});
