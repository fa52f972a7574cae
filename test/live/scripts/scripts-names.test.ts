import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {makeFiles, startRunning} from '../../support/live/running.ts';
import {askScripts} from '../../support/live/script-answers.ts';

const program = 'print("ready", flush=True)\nimport sys\nsys.stdin.read()\n';
/** No other run of this test has scripts of these names. */
const fetch = `fetch-${process.pid}`;
const worker = `worker${process.pid}`;
const folder = makeFiles({
  [`${fetch}.py`]: program,
  [`${fetch}.pyc.py`]: program,
  [`app/${worker}/__main__.py`]: program,
});

/** What runs: "script", "other" with a longer name, and "module". */
const running = new Map<string, Awaited<ReturnType<typeof startRunning>>>();

before(async () => {
  running.set('script', await startRunning(['python3', path.join(folder, `${fetch}.py`)]));
  running.set('other', await startRunning(['python3', path.join(folder, `${fetch}.pyc.py`)]));
  running.set('module', await startRunning(['python3', '-m', `app.${worker}`], {cwd: folder}));
});
after(async () => {
  for (const {stop} of running.values()) await stop();
  rmSync(folder, {recursive: true});
});

describe('a script goes by', () => {
  /** A test that of our processes just these are found. */
  const itFinds = (title: string, args: readonly string[], ...expected: readonly string[]) =>
    it(title, async () => {
      const {pids} = await askScripts(...args);
      const found = [...running].filter(([, {pid}]) => pids.includes(pid)).map(([name]) => name);
      assert.deepEqual(found, expected);
    });

  itFinds('its name', [`${fetch}.py`], 'script');
  itFinds('its path', [path.join(folder, `${fetch}.py`)], 'script');
  itFinds('its path with needless parts', [`${folder}/app/..//${fetch}.py`], 'script');
  itFinds('its module', [`app.${worker}`], 'module');
  itFinds('no part of its name', [fetch]);
  itFinds('no part of its module', [worker]);
  itFinds('no name of a folder above it', [path.basename(folder)]);
  itFinds('a part of its name under --substring', [fetch, '--substring'], 'script', 'other');
  itFinds('a part of its module under --substring', [`pp.${worker}`, '--substring'], 'module');
  itFinds('a part of its path under --substring', [folder, '--substring'], 'script', 'other');
  itFinds('an expression under --regex', [`^${fetch}\\.\\w+$`, '--regex'], 'script');
  itFinds('an expression for its module', [`^app\\.${worker}$`, '--regex'], 'module');
  itFinds('no name that is an expression, without --regex', [`${fetch}.?py`]);
});

describe('scripts refuses', () => {
  for (const [what, args, sentence] of [
    ['an invalid expression', ['(', '--regex'], '"(" isn\'t a regular expression'],
    ['an empty name', [''], 'NAME is empty'],
    ['--regex with --substring', ['x', '--regex', '--substring'], '--substring'],
    ['a minimum above the maximum', ['x', '--min', '2', '--max', '1'], '--min 2 is more than --max 1'],
    ['a column that there is not', ['-o', 'pidd'], 'did you mean "pid"?'],
  ] as const) {
    it(`${what}: exit status 2`, async () => {
      const {status, stdout, stderr} = await askProcdoc('scripts', ...args);
      assert.deepEqual([status, stdout], [2, '']);
      assert.ok(stderr.includes(sentence), stderr);
    });
  }
});

describe('what exit status scripts has', () => {
  const itExits = (title: string, status: number, ...args: readonly string[]) =>
    it(`${status}: ${title}`, async () => {
      assert.equal((await askProcdoc('scripts', ...args)).status, status);
      assert.equal((await askScripts(...args)).status, status);
    });

  itExits('the name matches', 0, `${fetch}.py`);
  itExits('nothing matches, as of pgrep', 1, `no-${fetch}.py`);
  itExits('as many as there have to be', 0, fetch, '--substring', '--min', '2', '--max', '2', '--fresh');
  itExits('too few', 1, `${fetch}.py`, '--min', '2');
  itExits('too many', 1, fetch, '--substring', '--max', '1');
  itExits('none, and none may be', 0, `no-${fetch}.py`, '--max', '0');
  itExits('one whose freshness is not known, under --fresh', 1, `app.${worker}`, '--fresh');
  itExits('a listing, whatever is in it', 0);

  it('the same file run as a module is remarked on, and not counted', async () => {
    const args = [`app/${worker}.py`, '--max', '1'];
    const {status, scripts, remarks} = await askScripts(...args);
    const sentence = `not counted: 1 more process runs -m app.${worker} (${running.get('module')?.pid})`;
    assert.deepEqual([status, scripts, remarks], [0, [], [sentence]]);
    const {stderr} = await askProcdoc('scripts', ...args);
    assert.ok(stderr.startsWith(`procdoc scripts: ${sentence}\n`), stderr);
    for (const others of [[`other/${worker}.py`], [`${worker}.pl`], [`app/${worker}.py`, '--substring']])
      assert.deepEqual((await askScripts(...others, '--max', '1')).remarks, [], others.join(' '));
  });

  it('an expectation that does not hold is shown', async () => {
    const {unmet} = await askScripts(`${fetch}.py`, '--min', '2', '--fresh');
    assert.deepEqual(unmet, ['1 running, at least 2 expected']);
    const {stdout} = await askProcdoc('scripts', `${fetch}.py`, '--min', '2');
    assert.match(stdout, /^1 running, at least 2 expected$/m);
  });
});
