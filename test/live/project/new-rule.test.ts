import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';

declare const PROJECT_ROOT: string;

const files = ['made-up.ts', 'made-up.md', 'made-up.test.ts', 'index.ts'];

describe('npm run new-rule', () => {
  let copy: string;
  before(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'procdoc-new-rule-'));
    for (const part of ['src', 'bin', 'biome.json', 'package.json', 'tsconfig.json'])
      cpSync(path.join(PROJECT_ROOT, part), path.join(copy, part), {recursive: true});
    const support = 'test/support';
    cpSync(path.join(PROJECT_ROOT, support), path.join(copy, support), {recursive: true});
    symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  });
  after(() => rmSync(copy, {recursive: true}));

  const run = (file: string, ...args: string[]) =>
    spawnSync(process.execPath, [path.join(copy, file), ...args], {cwd: copy, encoding: 'utf8'});
  const newRule = (...args: string[]) => run('bin/new-rule.js', ...args);
  const inFamily = (family: string, file: string) => path.join(copy, 'src/rules', family, file);

  const wanted = [
    ['zombies', 'zombieRules'],
    ['fds', 'limitRules'],
    ['scripts', undefined],
  ] as const;
  for (const [family, list] of wanted)
    it(`writes the four files of a rule for ${family}${list ? `, in ${list}` : ''}`, () => {
      const {status, stdout, stderr} = newRule(`${family}/made-up`, ...(list ? [list] : []));
      assert.equal(status, 0, stderr);
      for (const file of files) assert.ok(stdout.includes(`wrote src/rules/${family}/${file}\n`), stdout);
      assert.match(
        readFileSync(inFamily(family, 'made-up.ts'), 'utf8'),
        new RegExp(`id: '${family}/made-up'`),
      );
      const lists = readFileSync(inFamily(family, 'index.ts'), 'utf8').split('export const ');
      assert.match(lists.find(text => text.startsWith(list ?? 'scriptRules')) ?? '', /\bmadeUp,?\s*\];/);
    });

  it('writes the first rule of a list', () => {
    const rule = "import type {Rule} from '../rule.ts';";
    const subject = "import type {Orphan} from '../../snapshot/families/orphan.ts';";
    mkdirSync(path.dirname(inFamily('empty', 'index.ts')));
    const list = 'export const emptyRules: readonly Rule<Orphan>[] = [];';
    writeFileSync(inFamily('empty', 'index.ts'), [subject, rule, '', list, ''].join('\n'));
    const {status, stderr} = newRule('empty/made-up');
    assert.equal(status, 0, stderr);
    assert.match(readFileSync(inFamily('empty', 'index.ts'), 'utf8'), /Rule<Orphan>\[\] = \[madeUp\];/);
  });

  it('writes what compiles and passes lint', () => {
    const sources = wanted.flatMap(([family]) =>
      files.filter(file => file.endsWith('.ts')).map(file => path.join('src/rules', family, file)),
    );
    const include = [...sources, 'src/render/rule-page/rule-pages.d.ts'];
    writeFileSync(path.join(copy, 'rules.json'), JSON.stringify({extends: './tsconfig.json', include}));
    const types = run('node_modules/typescript/bin/tsc', '--noEmit', '--listFiles', '-p', 'rules.json');
    const isNew = (line: string) => sources.some(file => line.startsWith(file));
    for (const file of sources) assert.ok(types.stdout.includes(path.join(copy, file)), file);
    assert.deepEqual(types.stdout.split('\n').filter(isNew), []);
    const lint = run('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...sources);
    assert.equal(lint.status, 0, lint.stdout + lint.stderr);
  });

  for (const [id, reason] of [
    ['zombies/parent-stopped', /parent-stopped\.ts exists already/],
    ['zombies/Bad', /isn't a rule id/],
    ['zombies', /isn't a rule id/],
    ['', /isn't a rule id/],
    ['ghosts/made-up', /src\/rules\/ghosts isn't a family/],
    ['words/made-up', /src\/rules\/words isn't a family/],
    ['zombies/index', /the name of the list/],
    ['locks/9', /can't be used/],
  ] as const)
    it(`refuses "${id}" and writes nothing`, () => {
      const index = readFileSync(inFamily('zombies', 'index.ts'), 'utf8');
      const {status, stdout, stderr} = newRule(id);
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(stderr, reason);
      assert.equal(readFileSync(inFamily('zombies', 'index.ts'), 'utf8'), index);
      assert.ok(!existsSync(inFamily('words', 'made-up.ts')));
    });

  it('names the lists of the family where the wanted one does not exist', () => {
    const {status, stderr} = newRule('fds/another', 'noRules');
    assert.deepEqual([status, /has no list "noRules": it has descriptorRules, /.test(stderr)], [1, true]);
    assert.ok(!existsSync(inFamily('fds', 'another.ts')));
  });
});
