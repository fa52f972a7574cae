/** Holds the sources to the rules of their house: who imports whom, what a rule brings along, how long a file is. */
import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

declare const PROJECT_ROOT: string;

type Room = 'kernel' | 'parse' | 'snapshot' | 'rules' | 'policy' | 'render' | 'cli' | 'commands';

/** Whom the modules of a room may import; the folders are the data flow, and it goes one way. */
const mayImport: Readonly<Record<Room, readonly Room[]>> = {
  kernel: ['kernel'],
  parse: ['parse'],
  snapshot: ['kernel', 'parse', 'snapshot'],
  rules: ['parse', 'snapshot', 'rules'],
  policy: ['parse', 'snapshot', 'rules', 'policy'],
  render: ['parse', 'snapshot', 'rules', 'policy', 'render'],
  cli: ['kernel', 'parse', 'snapshot', 'rules', 'policy', 'render', 'cli', 'commands'],
  commands: ['kernel', 'parse', 'snapshot', 'rules', 'policy', 'render', 'cli', 'commands'],
};

/** `Read<T>`: how every room but the pure parsers speaks of what could not be read. */
const VOCABULARY = 'src/kernel/read.ts';

/** Packages that only certain rooms may use. */
const reserved: ReadonlyArray<readonly [RegExp, readonly Room[]]> = [
  [/^(?:node:)?(?:fs|child_process)(?:\/|$)/, ['kernel']],
  [/^(?:koffi|ps-list|pidtree)$/, ['kernel']],
  [/^(?:chalk|cli-table3)(?:\/|$)/, ['render']],
  [/^@oclif\//, ['cli', 'commands']],
];

const HEADINGS = [
  'What it sees',
  'Why it matters',
  'Example',
  'What to do',
  'What it cannot see',
  'References',
];

const modules = filesBelow('src').filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'));
/** src/rules/FAMILY/NAME.ts: a folder with an index.ts is a family. */
const rules = modules.filter(
  file =>
    /^src\/rules\/[^/]+\/(?!index\.ts$)[^/]+$/.test(file) &&
    existsSync(path.join(PROJECT_ROOT, path.dirname(file), 'index.ts')),
);

test('imports go one way, from the kernel to the commands', () => {
  const wrong = modules.flatMap(file =>
    importsOf(file)
      .filter(specifier => specifier.startsWith('.'))
      .map(specifier => path.posix.join(path.posix.dirname(file), specifier))
      .filter(target => target.startsWith('src/') && !isAllowed(roomOf(file), target))
      .map(target => `${file} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('the file system, child processes and native code are the kernel’s, colours the renderer’s, oclif the commands’', () => {
  const wrong = modules.flatMap(file =>
    importsOf(file)
      .filter(specifier =>
        reserved.some(([pattern, rooms]) => pattern.test(specifier) && !rooms.includes(roomOf(file))),
      )
      .map(specifier => `${file} imports ${specifier}`),
  );
  assert.deepEqual(wrong, []);
});

test('every rule has its page and its tests beside it', () => {
  const missing = rules
    .flatMap(file => [file.replace(/\.ts$/, '.md'), file.replace(/\.ts$/, '.test.ts')])
    .filter(file => !existsSync(path.join(PROJECT_ROOT, file)));
  assert.deepEqual(missing, []);
});

test('every page belongs to a rule, bears its id and has the six headings in order', () => {
  for (const page of filesBelow('src/rules').filter(file => file.endsWith('.md'))) {
    const rule = page.replace(/\.md$/, '.ts');
    assert.ok(rules.includes(rule), `${page} is the page of no rule`);
    const headings = [...read(page).matchAll(/^(#+) (.*)$/gm)].map(([, marks, text]) => `${marks} ${text}`);
    assert.deepEqual(headings, [`# ${idOf(rule)}`, ...HEADINGS.map(heading => `## ${heading}`)], page);
  }
});

test('a rule’s id is its path', () => {
  const wrong = rules.filter(file => !read(file).includes(`\n  id: '${idOf(file)}',\n`));
  assert.deepEqual(wrong, []);
});

test('every rule is in a list of an index.ts', () => {
  const indexes = modules.filter(file => /^src\/rules\/[^/]+\/index\.ts$/.test(file));
  const listed = indexes.flatMap(index => {
    const [, lists = ''] = /\nexport const (\w+Rules: readonly Rule<[^\n]*(?:.|\n)*)/.exec(read(index)) ?? [];
    return [...read(index).matchAll(/^import \{(\w+)\} from '(\.[^']+)';$/gm)]
      .filter(([, name]) => new RegExp(`\\b${name}\\b`).test(lists))
      .map(([, , specifier = '']) => path.posix.join(path.posix.dirname(index), specifier));
  });
  assert.deepEqual(
    rules.filter(file => !listed.includes(file)),
    [],
  );
});

for (const [what, limit, isOne] of [
  ['command', 60, (file: string) => file.startsWith('src/commands/')],
  ['rule', 60, (file: string) => rules.includes(file)],
  ['module', 200, () => true],
] as const) {
  test(`a ${what} has at most ${limit} lines`, () => {
    const long = modules
      .filter(isOne)
      .map(file => `${file}: ${read(file).trimEnd().split('\n').length}`)
      .filter(line => Number(line.split(': ')[1]) > limit);
    assert.deepEqual(long, []);
  });
}

test('nothing is left to do later', () => {
  const marks = new RegExp(['TO' + 'DO', 'FIX' + 'ME'].map(mark => `\\b${mark}\\b`).join('|'));
  const sources = ['src', 'test', 'bin']
    .flatMap(filesBelow)
    .filter(file => /\.(?:ts|js|c|h|py|md)$/.test(file));
  assert.deepEqual(
    sources.filter(file => marks.test(read(file))),
    [],
  );
});

function isAllowed(room: Room, target: string): boolean {
  return mayImport[room].includes(roomOf(target)) || (target === VOCABULARY && room !== 'parse');
}

/** Every specifier after `from`, and of imports that have no other part or are dynamic. */
function importsOf(file: string): string[] {
  const found = read(file).matchAll(
    /^(?:import|export)\b[^'"`;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}

function roomOf(file: string): Room {
  const room = file.split('/')[1] ?? '';
  assert.ok(Object.hasOwn(mayImport, room), `${file} is in no room`);
  return room as Room;
}

/** "zombies/parent-stopped" of src/rules/zombies/parent-stopped.ts. */
function idOf(rule: string): string {
  return rule.replace(/^src\/rules\/(.*)\.ts$/, '$1');
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(PROJECT_ROOT, folder), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)));
}

function read(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
}
