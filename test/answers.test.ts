import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {allRules} from '../src/rules/diagnosis/catalogue.ts';

declare const PROJECT_ROOT: string;

const folder = path.join(PROJECT_ROOT, 'test/answers');

test('procdoc says what stands in test/answers/', async () => {
  const said = await new Promise<string>(resolve => {
    execFile(process.execPath, [path.join(PROJECT_ROOT, 'test/answers.js')], (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
  assert.equal(said, '');
});

test('every rule stands there', () => {
  const text = readdirSync(folder)
    .map(file => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const ids = allRules().map(({id}) => id);
  assert.deepEqual(
    ids.filter(id => !new RegExp(`${id}(?: \\((?:proven|likely|unknown)|$)`, 'm').test(text)),
    [],
  );
});

test('every command about a recording names it, or the machine where it works', () => {
  const isGeneral = (file: string) => /^(?:help|explain|messages|decode-status)\.txt$/.test(file);
  const command =
    /(\S+ \S+ )`((?:procdoc (?!explain |COMMAND )|kill -(?!CONT)|cat |head |ps |prlimit |truncate |echo )[^`]*)`/g;
  const bare = readdirSync(folder)
    .filter(file => !isGeneral(file))
    .flatMap(file => [
      ...readFileSync(path.join(folder, file), 'utf8').replaceAll(/\s+/g, ' ').matchAll(command),
    ])
    .filter(
      ([, before, line = '']) =>
        before !== 'recorded machine, ' && before !== 'host: run ' && !line.includes(' --from '),
    );
  assert.deepEqual(
    bare.map(([whole]) => whole),
    [],
  );
});
