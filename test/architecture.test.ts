/** Holds the sources to the rules of their house: who imports whom, what a rule brings along, how long a file is. */
import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import rooms from '../src/rooms.json' with {type: 'json'};
import {stringLiterals} from './support/string-literals.ts';

declare const PROJECT_ROOT: string;

type Floor =
  | 'kernel'
  | 'parse'
  | 'snapshot'
  | 'lifecycle'
  | 'rules'
  | 'policy'
  | 'render'
  | 'cli'
  | 'commands'
  | 'start';

/** What the modules of a floor import; the floors are the data flow, and it goes one way. */
const mayImport: Readonly<Record<Floor, readonly Floor[]>> = {
  kernel: ['kernel'],
  parse: ['parse'],
  snapshot: ['kernel', 'parse', 'snapshot'],
  lifecycle: ['kernel', 'parse', 'snapshot', 'lifecycle'],
  rules: ['parse', 'snapshot', 'lifecycle', 'rules'],
  policy: ['parse', 'snapshot', 'lifecycle', 'rules', 'policy'],
  render: ['parse', 'snapshot', 'lifecycle', 'rules', 'policy', 'render'],
  cli: ['kernel', 'parse', 'snapshot', 'lifecycle', 'rules', 'policy', 'render', 'cli'],
  commands: ['kernel', 'parse', 'snapshot', 'lifecycle', 'rules', 'policy', 'render', 'cli', 'commands'],
  start: ['render', 'cli', 'commands', 'start'],
};

/** How every floor but the pure parsers speaks of what could not be read: `Read<T>`, and kinds of problems. */
const vocabulary = ['src/kernel/read.ts', 'src/kernel/recording/recording-problem.ts'];

/** Packages that only certain floors may use. */
const reserved: ReadonlyArray<readonly [RegExp, readonly Floor[]]> = [
  [/^(?:node:)?(?:fs|child_process)(?:\/|$)/, ['kernel']],
  [/^(?:koffi|ps-list|pidtree)$/, ['kernel']],
  [/^(?:chalk|cli-table3)(?:\/|$)/, ['render']],
  [/^@oclif\//, ['cli', 'commands', 'start']],
];

/** Files, and a folder of such files, whose strings are words, but no prose. */
const wordLists: Readonly<Record<string, string>> = {
  'src/kernel/children/c-functions.ts': 'functions of the C library, as C declares them',
  'src/kernel/live-files/file-helper-program.ts': 'the program of another process',
  'src/kernel/libc.ts': 'functions of the C library, as C declares them',
  'src/kernel/mount-table.ts': 'types of file systems',
  'src/kernel/recording/redaction-vocabulary.ts': 'words that stay in a redacted recording',
  'src/parse/calls/blocking-call.ts': 'names of system calls',
  'src/parse/calls/file-argument.ts': 'names of system calls',
  'src/parse/calls/syscall-names.ts': 'names of system calls',
  'src/parse/status-readings/signal-words.ts': 'words of strsignal(3)',
  'src/parse/wrappers/measured': 'names of wrappers, as they are called',
  'src/snapshot/gap-names.ts': 'keys of the contract for what could not be read',
  'src/snapshot/programs/pipeline-program.ts': 'names of programs',
};

const LITTLE_WORD =
  /^(?:an?|and|are|as|at|be|by|can|can't|did|does|doesn't|for|has|have|in|is|isn't|it|its|no|not|of|on|or|that|the|this|to|was|with)$/;

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
    modulesOf(file)
      .filter(target => !isAllowed(floorOf(file), target))
      .map(target => `${file} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('each folder is a room of src/rooms.json, which says in a line what is in it and what is not', () => {
  const folders = [...new Set(modules.map(file => path.posix.dirname(file)))].sort();
  assert.deepEqual(rooms.map(({folder}) => folder).sort(), folders);
  for (const {folder, holds, not} of rooms)
    for (const line of [holds, not]) assert.match(line, /^\S.{5,119}\.$/, folder);
});

test('a room imports only those that stand above it in src/rooms.json, on its own floor', () => {
  const order = new Map(rooms.map(({folder}, at) => [folder, at]));
  const placeOf = (file: string) => order.get(path.posix.dirname(file)) ?? -1;
  const wrong = modules.flatMap(file =>
    modulesOf(file)
      .filter(target => floorOf(target) === floorOf(file) && placeOf(target) > placeOf(file))
      .map(target => `${file} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('no room has more than 30 modules', () => {
  const sizes = rooms.map(({folder}) => ({
    folder,
    count: modules.filter(file => path.posix.dirname(file) === folder).length,
  }));
  assert.deepEqual(
    sizes.filter(({count}) => count > 30),
    [],
  );
});

test('no module imports itself by way of others, not for its types either', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, line: readonly string[]): void => {
    if (line.includes(file)) circles.push([...line.slice(line.indexOf(file)), file].join(' imports '));
    if (done.has(file)) return;
    done.add(file);
    for (const target of modulesOf(file)) follow(target, [...line, file]);
  };
  for (const file of modules) follow(file, []);
  assert.deepEqual(circles, []);
});

test('the file system, child processes and native code are the kernel’s, colours the renderer’s, oclif the commands’', () => {
  const wrong = modules.flatMap(file =>
    importsOf(file)
      .filter(specifier =>
        reserved.some(([pattern, floors]) => pattern.test(specifier) && !floors.includes(floorOf(file))),
      )
      .map(specifier => `${file} imports ${specifier}`),
  );
  assert.deepEqual(wrong, []);
});

test('what a reader is told has its words in the rules and the renderer; the command line describes itself', () => {
  const floors: readonly Floor[] = [
    'kernel',
    'parse',
    'snapshot',
    'lifecycle',
    'policy',
    'cli',
    'commands',
    'start',
  ];
  const wrong = modules
    .filter(file => floors.includes(floorOf(file)) && wordListOf(file) === undefined)
    .flatMap(file => proseIn(read(file)).map(text => `${file}: ${text}`));
  assert.deepEqual(wrong, []);
});

test('every file that is said to have words without prose has such words', () => {
  const without = Object.keys(wordLists).filter(
    name => !modules.some(file => wordListOf(file) === name && proseIn(read(file)).length > 0),
  );
  assert.deepEqual(without, []);
});

test('prose is found in strings and templates, and not in comments, patterns, names or descriptions', () => {
  const told = [
    `throw new Error("it was cut off");`,
    `const a = b / c; say(\`\${file} has \${it ? "no" : \`no \${part} of it\`}\`, d / e);`,
    `export const x = {description: 'what it is'}; say('cannot read any file');`,
  ];
  assert.deepEqual(told.flatMap(proseIn), ['it was cut off', 'no … of it', 'cannot read any file']);
  const others = [
    '// This is what "it was cut off" means.',
    `const form = /it isn't "what it was"/;`,
    `note('wait status', 'mem', \`\${kind} \${name}\`);`,
    `boolean({description: 'show the evidence; for each finding'});`,
  ];
  assert.deepEqual(others.flatMap(proseIn), []);
});

test('every rule has its page and its tests next to it', () => {
  const missing = rules
    .flatMap(file => [file.replace(/\.ts$/, '.md'), file.replace(/\.ts$/, '.test.ts')])
    .filter(file => !existsSync(path.join(PROJECT_ROOT, file)));
  assert.deepEqual(missing, []);
});

test('every page belongs to a rule, has its id and the six headings in order', () => {
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

test('the index of a family is a list of its rules, and nothing else', () => {
  for (const index of modules.filter(file => /^src\/rules\/[^/]+\/index\.ts$/.test(file)))
    assert.doesNotMatch(read(index), /\bfunction\b|\breturn\b|`/, index);
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

/** The entry of `wordLists` that a module stands under, if any. */
function wordListOf(file: string): string | undefined {
  return [file, path.posix.dirname(file)].find(name => Object.hasOwn(wordLists, name));
}

function isAllowed(floor: Floor, target: string): boolean {
  return mayImport[floor].includes(floorOf(target)) || (vocabulary.includes(target) && floor !== 'parse');
}

/** The modules of src/ that a module imports. */
function modulesOf(file: string): string[] {
  return importsOf(file)
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => path.posix.join(path.posix.dirname(file), specifier))
    .filter(target => target.startsWith('src/') && target.endsWith('.ts'));
}

/** Every specifier after `from`, and of imports that have no other part or are dynamic. */
function importsOf(file: string): string[] {
  const found = read(file).matchAll(
    /^(?:import|export)\b[^'"`;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}

/**
 * The strings of a source that look like prose: four words of lower-case letters, or three with a little word of
 * English among them. What the command line says of itself (its descriptions, summaries and examples) is its definition.
 */
function proseIn(source: string): string[] {
  return stringLiterals(source)
    .filter(({text, statement}) => isProse(text) && !isDefinition(statement))
    .map(({text}) => text);
}

function isProse(text: string): boolean {
  const words = text.split(/\s+/).map(word => word.replace(/^["(]+|["),.:;?]+$/g, ''));
  const plain = words.filter(word => /^[a-z]+(?:['’-][a-z]+)*$/.test(word));
  return plain.length > 3 || (plain.length > 2 && plain.some(word => LITTLE_WORD.test(word)));
}

/** Whether a statement says what a command or a flag is. */
function isDefinition(statement: string): boolean {
  return /\bstatic override\b|\bdescription:|Description =|\bexamplesOf\(/.test(statement);
}

function floorOf(file: string): Floor {
  const floor = file.split('/')[1] ?? '';
  assert.ok(Object.hasOwn(mayImport, floor), `${file} is on no floor`);
  return floor as Floor;
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
