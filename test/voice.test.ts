/** Holds every output, page, help text and comment to the voice of procdoc: CONTRIBUTING.md, "Voice". */
import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

declare const PROJECT_ROOT: string;

/** What procdoc does not say, and what it says instead. */
const givenUp: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /\bmay not be (?:seen|read|listed|asked|looked|known)\b/i,
    `"can't be read (EACCES)", "not visible from here"`,
  ],
  [/\b(?:has|have|had) (?:all )?(?:ended|closed (?:it|theirs) or ended)\b|\bor ended\b/i, 'processes exit'],
  [/\bholds? up\b/i, '"keeps X waiting", "blocks X"'],
  [/\bno end of file\b|\bthe end of file\b/i, '"never sees EOF"'],
  [/\b(?:tells?|told|telling)\b/i, 'report, show, say, know'],
  [/(?<![\w/-])heirs?\b(?![-/])/i, '"the child that inherited it"'],
  [/\bhand(?:s|ed)? (?:\w+ )?(?:on|down)\b|\bc[ao]me(?:s)? down from\b/i, '"passes on to", "inherited from"'],
  [/\bis none\b|(?<!there )\bis no (?!longer\b|more\b)/i, `"isn't a lock", "no visible process"`],
  [/\bnobody who is\b|\bwhoever\b|\bthose who\b/i, 'name the process, or "no visible process"'],
  [
    /\banew\b|\bmend(?:s|ed|ing)?\b|\bbeside\b|\bamiss\b|\bby now\b|\bthereby\b|\bdear(?:er|ly)?\b|\balike\b/i,
    'again, fix, next to, wrong, now',
  ],
  [/\bbears?\b/i, 'has'],
  [/\bgo(?:es)? on\b/i, '"continues"'],
  [/\bmost likely\b|\bprobably\b/i, 'certainty once: (proven), (likely), (unknown)'],
];

/** Rule ids, code and the names of processes keep their words. */
function prose(line: string): string {
  return line
    .replace(/\b[a-z]+\/[a-z-]+\b/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\b[\w-]+(?= \(\d+[,)])|^\s*\[[\w-]+\]$/g, '');
}

function filesBelow(folder: string): string[] {
  if (!existsSync(path.join(PROJECT_ROOT, folder))) return [];
  return readdirSync(path.join(PROJECT_ROOT, folder), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)));
}

function linesOf(file: string): string[] {
  return readFileSync(path.join(PROJECT_ROOT, file), 'utf8').split('\n');
}

const spoken = [
  ...filesBelow('test/answers'),
  ...filesBelow('src/rules').filter(file => file.endsWith('.md')),
  ...filesBelow('man'),
  ...['README.md', 'CONTRIBUTING.md'].filter(file => existsSync(path.join(PROJECT_ROOT, file))),
];

for (const file of spoken)
  test(`${file} is in the voice of procdoc`, () => {
    const said = linesOf(file).flatMap((line, at) =>
      givenUp.flatMap(([pattern, instead]) =>
        pattern.test(prose(line)) ? [`${file}:${at + 1}: ${line.trim()}\n    instead: ${instead}`] : [],
      ),
    );
    assert.equal(said.join('\n'), '');
  });

test('a comment stands alone, and does not begin with what stands above it', () => {
  const sources = ['src', 'test', 'bin'].flatMap(filesBelow).filter(file => /\.(?:ts|js)$/.test(file));
  const leaning = sources.flatMap(file =>
    linesOf(file).flatMap((line, at) =>
      /^\s*(?:\/\*\*|\/\/|\*) (?:The same|Those|That of|These of|Them)\b/.test(line)
        ? [`${file}:${at + 1}: ${line.trim()}`]
        : [],
    ),
  );
  assert.equal(leaning.join('\n'), '');
});
