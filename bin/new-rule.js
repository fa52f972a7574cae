// Writes the four files of a new rule: the rule, its page, its tests, and the index of its family with the rule in it.
// The rule finds nothing yet, and the second test fails until there is a recording to fire on.
// Usage: npm run new-rule FAMILY/NAME [LIST]   (LIST: a list of the family's index; by default its first)
const {execFileSync} = require('node:child_process');
const {existsSync, readFileSync, writeFileSync} = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const rules = path.join(root, 'src/rules');

function fail(message) {
  console.error(`new-rule: ${message}`);
  process.exit(1);
}

/** "heldByHeir" of "held-by-heir". */
function identifierOf(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

/** The list of a family's index that the rule goes into, and the type of what its rules are about. */
function listIn(index, family, wanted) {
  const lists = [...index.matchAll(/^export const (\w+): readonly Rule<(\w+)>\[\] = \[/gm)].map(
    ([line, list, subject]) => ({line, list, subject}),
  );
  const found = wanted === undefined ? lists[0] : lists.find(({list}) => list === wanted);
  if (!found)
    fail(`${family}/index.ts has no list "${wanted}": it has ${lists.map(({list}) => list).join(', ')}`);
  const type = new RegExp(`^import type \\{${found.subject}\\} from '([^']+)';$`, 'm').exec(index)?.[1];
  return {...found, type};
}

const ruleText = (id, name, {subject, type}) => `import type {${subject}} from '${type}';
import type {Rule} from '../rule.ts';

/** Which facts show the trouble, and why they prove it. */
export const ${name}: Rule<${subject}> = {
  id: '${id}',
  severity: 'warning',
  title: 'what is wrong, a clause without a full stop',
  claims: 'moment',
  needs: [],
  headline: () => 'Which process has which trouble.',
  check: () => undefined,
};
`;

const pageText = id => `# ${id}

## What it sees

Which file of /proc shows the trouble, and what makes the verdict proven, likely or unknown.

## Why it matters

What breaks for the user.

## Example

A situation in one sentence, and what procdoc says of it.

## What to do

- The order to follow, with the command to type.

## What it cannot see

Which cases the rule misses, and why.

## References

- The manual pages that say so.
`;

const testText = (id, name, file) => `import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {diagnose} from '../diagnosis/diagnosis.ts';
import {everything} from '../diagnosis/selection.ts';
import {Scope} from '../scope.ts';
import {${name}} from './${file}.ts';

/** What the rule finds in a recording: subjects and certainties. */
async function findingsIn(recorded: Scene) {
  const {findings} = await diagnose(new Scope(recorded.snapshot()), everything);
  return findings
    .filter(({rule}) => rule === ${name}.id)
    .map(({subject, certainty}) => [subject, certainty]);
}

test('${id} is silent about a machine without the trouble', async () => {
  assert.deepEqual(await findingsIn(scene('sigchld-default')), []);
});

test('${id} finds the trouble in test/recordings/${file}.txt', async () => {
  assert.equal((await findingsIn(scene('${file}'))).length, 1);
});
`;

const [id = '', wanted] = process.argv.slice(2);
const [, family, file] = /^([a-z]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? [];
if (file === undefined)
  fail(`"${id}" isn't a rule id: write FAMILY/NAME in small letters, such as locks/held-by-heir`);
const folder = path.join(rules, family);
const indexFile = path.join(folder, 'index.ts');
if (!existsSync(indexFile)) fail(`src/rules/${family} isn't a family: a family is a folder with an index.ts`);
if (file === 'index') fail('"index" is the name of the list itself');
const taken = ['ts', 'md', 'test.ts'].map(end => path.join(folder, `${file}.${end}`)).filter(existsSync);
if (taken.length > 0) fail(`${path.relative(root, taken[0])} exists already`);

const name = identifierOf(file);
const index = readFileSync(indexFile, 'utf8');
if (!/^[a-z]/.test(name) || new RegExp(`\\b${name}\\b`).test(index))
  fail(`"${file}" makes the name ${name}, which can't be used in ${family}/index.ts`);
const list = listIn(index, family, wanted);
const end = index.indexOf('];', index.indexOf(list.line));
const before = index.slice(0, end).replace(/,?\s*$/, '');
const comma = before.endsWith('[') ? '' : ', ';
const withRule = `import {${name}} from './${file}.ts';\n${before}${comma}${name}${index.slice(end)}`;

const written = {
  [`${file}.ts`]: ruleText(id, name, list),
  [`${file}.md`]: pageText(id),
  [`${file}.test.ts`]: testText(id, name, file),
  'index.ts': withRule,
};
for (const [each, text] of Object.entries(written)) writeFileSync(path.join(folder, each), text);
const sources = Object.keys(written).filter(each => each.endsWith('.ts'));
execFileSync(
  process.execPath,
  [
    require.resolve('@biomejs/biome/bin/biome'),
    'check',
    '--write',
    ...sources.map(each => path.join(folder, each)),
  ],
  {cwd: root, stdio: ['ignore', 'ignore', 'inherit']},
);
console.log(
  [
    ...Object.keys(written).map(each => `wrote src/rules/${family}/${each}`),
    `The rule is the last of ${list.list}: move it where it belongs. CONTRIBUTING.md, "Adding a rule", has the next steps.`,
  ].join('\n'),
);
