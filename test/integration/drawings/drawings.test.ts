import assert from 'node:assert/strict';
import path from 'node:path';
import {describe, it} from 'node:test';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {run, runProcdoc} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';
import {MERMAID} from '../tools.js';

declare const PROJECT_ROOT: string;

/** Mermaid cleans labels by way of a browser, which its parser does not need. */
const parser = `
import DOMPurify from 'dompurify';
DOMPurify.addHook = () => {};
DOMPurify.sanitize = text => text;
const {default: mermaid} = await import('mermaid');
let text = '';
for await (const part of process.stdin) text += part;
console.log((await mermaid.parse(text)).diagramType);
`;

/** Holds that an answer can be drawn, and returns what stands in the nodes of the drawing. */
async function drawnBy(...words: readonly string[]): Promise<string> {
  const [dot, mermaid, svg] = await Promise.all(
    ['dot', 'mermaid', 'svg'].map(format => runProcdoc(...words, '--format', format)),
  );
  assert.ok(dot && mermaid && svg);
  for (const {status} of [dot, mermaid, svg]) assert.equal(status, 0, words.join(' '));
  const laidOut = await run(['dot', '-Tplain'], {input: dot.stdout});
  assert.deepEqual([laidOut.status, laidOut.stderr], [0, ''], dot.stdout);
  // The shell finds the packages of a folder that it is in.
  const shell = ['sh', '-c', 'cd "$0" && exec "$@"', path.join(PROJECT_ROOT, MERMAID.folder)];
  const command = [...shell, process.execPath, '--input-type=module', '-e', parser];
  const parsed = await run(command, {input: mermaid.stdout});
  assert.deepEqual([parsed.status, parsed.stdout], [0, 'flowchart-v2\n'], mermaid.stdout + parsed.stderr);
  assert.match(svg.stdout, /^<\?xml[\s\S]*<svg [\s\S]*<\/svg>\n$/);
  return laidOut.stdout;
}

describe('an answer is drawn for Graphviz and for Mermaid', () => {
  it('of why and holders: who can end the wait for a pipe', () =>
    withRunning(['cat'], {lines: 0}, async ({pid}) => {
      const why = await drawnBy('why', `${pid}`);
      assert.ok(why.includes(`edge p${pid} p${process.pid} `), why);
      assert.ok((await drawnBy('holders', `${pid}:0`)).includes(`p${pid}`));
    }));

  it('of locks: who holds one', () =>
    withFiles({'a "lock" <b>&lt;\\N': ''}, async folder => {
      const lock = path.join(folder, 'a "lock" <b>&lt;\\N');
      const script = 'exec 9<"$0"; flock 9; echo; read x';
      await withRunning(['bash', '-c', script, lock], {}, async ({pid}) => {
        assert.ok((await drawnBy('locks', lock)).includes(`p${pid}`));
        assert.ok((await drawnBy('inherited-fds', `${pid}`, '--all')).includes(`p${pid}`));
      });
    }));

  for (const mode of ['stat-fields', 'escapes', 'bytes', 'direction'])
    it(`of tree and why, where a name has ${mode} in it`, () =>
      withSubject('hostile-name', [mode, '"]; <script>alert(1)</script>'], async ({pid, numbers}) => {
        const [zombie = 0] = numbers('zombies');
        const tree = await drawnBy('tree', `${pid}`);
        assert.ok(tree.includes(`p${pid}`) && tree.includes(`p${zombie}`), tree);
        const {stdout} = await runProcdoc('tree', `${pid}`, '--format', 'svg');
        assert.doesNotMatch(stdout, /<script/);
        await drawnBy('why', `${pid}`);
      }));

  it('and is refused next to --json, and next to the flags of tables', async () => {
    for (const flags of [['--json'], ['-o', 'pid']])
      assert.equal((await runProcdoc('holders', '1:0', '--format', 'dot', ...flags)).status, 2);
    assert.equal((await runProcdoc('why', '--caller', '--format', 'dot')).status, 2);
  });
});
