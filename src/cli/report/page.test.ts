import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {describe, it, test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {pages} from 'procdoc:rule-pages';
import {hostileNames, hostileProcesses} from '../../../test/support/recorded/hostile-names.ts';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {reportPage} from '../../render/report/page.ts';
import {blocksOf} from '../../render/rule-page/blocks.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import {readReport} from './read-report.ts';

async function pageOf(snapshot: Snapshot, asked?: readonly number[]): Promise<string> {
  const before = await readZombies(snapshot.again());
  const origin = {place: '/proc', recording: null, isRedacted: false, targets: [], version: '0'};
  const report = await readReport(snapshot, {origin, asked, before});
  return reportPage(report, rule => blocksOf(pages[rule] ?? ''));
}

function elementsOf(page: string): string[] {
  return [...page.matchAll(/<([a-z]\w*)/g)].map(([, name = '']) => name);
}

/** What a page has inside for programs. */
function answersIn(page: string) {
  const [, text = ''] =
    /<script type="application\/gzip" id="answers">\n([^<]*)\n<\/script>/.exec(page) ?? [];
  return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString());
}

const recorded = scene('client-and-daemon');
const page = await pageOf(recorded.snapshot());

const deadlocked = await pageOf(scene('two-pipes').snapshot());

/** The tables below the drawings of a part of that page. */
function rowsOf(part: string): string[][] {
  const section = new RegExp(`<section id="${part}"[\\s\\S]*?</section>`).exec(deadlocked)?.[0] ?? '';
  const rows = section.matchAll(/<tr><th scope="row">(.*?)<\/th><td>(.*?)<\/td><td>(.*?)<\/td><\/tr>/g);
  return [...rows].map(([, ...cells]) => cells);
}

describe('a page', () => {
  it('asks for nothing: its policy forbids all but its own script and style, which it names by their hashes', () => {
    const hashOf = (text = '') => `sha256-${createHash('sha256').update(text).digest('base64')}`;
    const script = hashOf(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1]);
    const style = hashOf(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1]);
    const policy = `default-src 'none'; script-src '${script}'; style-src '${style}'; base-uri 'none'; form-action 'none'`;
    assert.ok(page.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`));
    const body = page.slice(page.indexOf('<body>'), page.indexOf('<script type='));
    assert.doesNotMatch(body, / (?:src|style|on\w+)=|url\(/);
    assert.deepEqual([...body.matchAll(/ href="(?!#)[^"]*/g)], []);
  });

  it('has each id once, and every link leads to one', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
    );
    const links = [...page.matchAll(/ (?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(
      links.filter(id => !ids.includes(id)),
      [],
    );
  });

  it('begins with what is wrong, and has the page of each rule once', () => {
    const {findings} = answersIn(page).diagnose;
    const [, sentence = ''] = /<h1>([^<]*)<\/h1>/.exec(page) ?? [];
    assert.ok(sentence.startsWith(findings[0].what), sentence);
    for (const {rule} of findings)
      assert.equal(page.split(`id="rule-${rule.replace('/', '-')}"`).length, 2, rule);
  });
});

test('of a machine where nothing was found, a page says so, and what it could not see', async () => {
  const quiet = [{pid: 1, ppid: 0, comm: 'init'}];
  const said = await pageOf(new Snapshot(imaginedMachine(quiet, [])));
  assert.match(said, /<h1>Nothing found(?: in what can be seen)?\.<\/h1>/);
  const heir = scene('pipe-heir');
  const blind = await pageOf(heir.withErrno(`${heir.number('supervisor')}/fd`, 'EACCES').snapshot());
  const [, unseen = ''] = blind.split('<section id="unseen"');
  assert.match(unseen, /EACCES[\s\S]*fds\/pipe-held-open/);
});

test('a page about some processes has their ancestors once, and no process of others', async () => {
  const pids = [101, 111];
  const snapshot = new Snapshot(imaginedMachine(hostileProcesses(), []));
  const narrow = await pageOf(snapshot, pids);
  const rows = [...narrow.matchAll(/ id="process-(\d+)"/g)].map(([, pid]) => Number(pid));
  assert.deepEqual(rows, [1, 100, 101, 110, 111]);
});

test('names that would end what they stand in, run, or hide stay text', async () => {
  const hostile = await pageOf(new Snapshot(imaginedMachine(hostileProcesses(), [])));
  assert.doesNotMatch(hostile, /[\u202e\u2066\u200b\u2028\u2029\x1b\x07]/);
  const known = new Set([...elementsOf(page), 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'i', 'figure']);
  assert.deepEqual([...new Set(elementsOf(hostile).filter(name => !known.has(name)))], []);
  assert.equal(hostile.split('<script').length, 3);
  assert.equal(hostile.split('</script>').length, 3);
  const comms = answersIn(hostile).zombies.zombies.map(({comm}: {comm: string}) => comm);
  assert.deepEqual(comms.sort(), [...hostileNames].sort());
});

test('of hundreds of cases the worst hundred are in full, and each has its place', async () => {
  const pids = Array.from({length: 150}, (_, at) => 100 + 10 * at);
  const families = pids.flatMap(pid => [
    {pid, ppid: 1},
    {pid: pid + 1, ppid: pid, state: 'Z', argv: []},
  ]);
  const many = await pageOf(
    new Snapshot(imaginedMachine([{pid: 1, ppid: 0, comm: 'init'}, ...families], [])),
  );
  assert.equal(many.match(/<article class="case warning"/g)?.length, 100);
  for (const at of [1, 100, 101, 150]) assert.equal(many.split(` id="case-${at}"`).length, 2, `${at}`);
});

test('a deadlock is drawn with the pipes in it, each with both ends, and is as sure as its rule', async () => {
  const {findings} = answersIn(deadlocked).diagnose;
  const {certainty} = findings.find(({rule}: {rule: string}) => rule === 'families/wait-cycle');
  const waits = rowsOf('waiting');
  for (const [at, [from = '', , to = '']] of waits.entries()) {
    assert.ok(from.includes(`deadlocked (${certainty})`), from);
    assert.equal(to, waits[(at + 1) % waits.length]?.[0]);
  }
  const ends = groupBy(rowsOf('holding'), ([, , pipe]) => pipe);
  for (const rows of ends.values())
    assert.deepEqual(rows.map(([, fd]) => fd?.replace(/^fd \d+ /, '')).sort(), ['(r)', '(w)']);
});
