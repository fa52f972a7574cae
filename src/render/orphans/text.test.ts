import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {readOrphans} from '../../snapshot/families/orphans.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {introductions} from '../introductions/introductions.ts';
import type {Page} from '../page.ts';
import {plainStyle} from '../style.ts';
import {orphansText} from './text.ts';

async function textOf(name: string, style: Partial<Page['style']> = {}): Promise<string[]> {
  const orphans = await readOrphans(scene(name).snapshot());
  const page = {style: {...plainStyle, ...style}, width: 60, screen: 60, isTerminal: true};
  return orphansText(orphans, page, introductions(page));
}

for (const [name, heading] of [
  ['orphan-with-port', /outlived its parent; .*\d+\) adopted it \(\w+\)/],
  ['double-fork-daemon', /daemons \(likely\): own session, stdio detached/],
] as const)
  test(`the headings of ${name} are wrapped where the terminal is narrow`, async () => {
    const lines = await textOf(name);
    assert.deepEqual(
      lines.filter(line => line.length > 60),
      [],
    );
    assert.match(lines.join(' ').replaceAll(/ +/g, ' '), heading);
  });

test('whether an orphan with a log is a daemon is unknown', async () => {
  const recorded = scene('double-fork-daemon');
  const [pid] = recorded.numbers('commands');
  const withLog = recorded
    .withLinks(`${pid}/fd/1`, () => '/srv/job.log')
    .withStat(`${pid}/fd/1`, line => line.replace('character-device', 'file'));
  const page = {style: plainStyle, width: 80, screen: 80, isTerminal: false};
  const lines = orphansText(await readOrphans(withLog.snapshot()), page, introductions(page));
  assert.match(lines.join('\n'), /^ {2}daemon {4}unknown: it has a session of its own/m);
});

test('what is marked in a heading stays marked when it is wrapped', async () => {
  const marked = await textOf('orphan-with-port', {strong: text => `*${text}*`, faint: text => `_${text}_`});
  assert.match(marked[0] ?? '', /^\*\S+ \(\d+\)\* outlived its parent/);
  assert.match(marked.join('\n'), /adopted it _\(\w+\)_/);
});

test('the first line claims that there is no orphan only where no session leader of init may be one', async () => {
  const page = {style: plainStyle, width: 80, screen: 80, isTerminal: false};
  const init = {pid: 1, ppid: 0, comm: 'init', nspids: [1]};
  const child = {pid: 30, ppid: 1, sid: 1, pgid: 1};
  const firstOf = async (...processes: readonly {pid: number; ppid: number}[]) => {
    const snapshot = new Snapshot(imaginedMachine([init, child, ...processes]));
    return orphansText(await readOrphans(snapshot), page, introductions(page))[0];
  };
  assert.equal(await firstOf(), 'no orphans among 2 processes');
  assert.equal(
    await firstOf({pid: 40, ppid: 1}, {pid: 50, ppid: 1}),
    '2 possible orphans (unknown) among 4 processes',
  );
});
