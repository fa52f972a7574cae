import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {readFamily} from '../../snapshot/families/family.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {branchSignsFor} from '../branch-signs.ts';
import {jsonText} from '../safe-text.ts';
import {plainStyle} from '../style.ts';
import {treeJson} from './json.ts';
import {treeText} from './text.ts';

const processes: ImaginedProcess[] = [
  {pid: 1, ppid: 0, comm: 'init'},
  {pid: 10, ppid: 1, comm: 'sshd'},
  {pid: 11, ppid: 1, comm: 'cron'},
  {pid: 20, ppid: 10, comm: 'bash'},
  {pid: 30, ppid: 20, comm: 'make'},
  {pid: 31, ppid: 20, comm: 'sleep', state: 'T'},
  {pid: 40, ppid: 30, comm: 'cc'},
];

const page = {style: plainStyle, width: 80, screen: 80, isTerminal: false};

/** The lines of the tree itself, below its sentence. */
function belowHeading(lines: readonly string[]): string[] {
  return lines.slice(lines.indexOf('') + 1);
}

async function drawn(
  pid: number | undefined,
  {depth = 9, width = 0, locale = 'C.UTF-8', isLong = false} = {},
): Promise<string[]> {
  const snapshot = new Snapshot(imaginedMachine(processes));
  const family = await readFamily(snapshot, pid === undefined ? undefined : snapshot.find(pid), depth);
  const fittedPage = width === 0 ? page : {...page, width, screen: width, isTerminal: true};
  return belowHeading(treeText(family, fittedPage, isLong, undefined, branchSignsFor({LANG: locale})));
}

describe('the tree', () => {
  it('shows of each ancestor only the next in line, and all below', async () => {
    assert.deepEqual(await drawn(20), [
      'init (1) S',
      '└─ sshd (10) S',
      '   └─ bash (20) S  bash',
      '      ├─ make (30) S  make',
      '      │  └─ cc (40) S  cc',
      '      └─ sleep (31) T  sleep',
    ]);
  });

  it('shows what the ancestors run only where that is asked for', async () => {
    assert.equal((await drawn(20, {isLong: true}))[1], '└─ sshd (10) S  sshd');
  });

  it('has siblings on one line that differ by nothing but their pid', async () => {
    const children = [2, 3, 4, 5].map(pid => ({pid, ppid: 1, comm: 'sleep'}));
    const snapshot = new Snapshot(
      imaginedMachine([{pid: 1, ppid: 0, comm: 'init'}, ...children, {pid: 6, ppid: 1}]),
    );
    const family = await readFamily(snapshot, undefined, Number.POSITIVE_INFINITY);
    const drawnIn = (isLong: boolean) =>
      belowHeading(treeText(family, page, isLong, undefined, branchSignsFor({LANG: 'C.UTF-8'})));
    assert.equal(drawnIn(false)[1], '├─ sleep × 4 (2, 3, 4, …) S  sleep');
    assert.deepEqual([drawnIn(false).length, drawnIn(true).length], [3, 6]);
  });

  it('shows the whole machine, and says how much lies deeper', async () => {
    assert.deepEqual(await drawn(undefined, {depth: 2, locale: 'C'}), [
      'init (1) S  init',
      '|- sshd (10) S  sshd',
      '|  `- bash (20) S  bash',
      '|     `- ... 3 more below (--depth)',
      '`- cron (11) S  cron',
    ]);
  });

  it('is cut to a terminal, and whole elsewhere', async () => {
    const lines = await drawn(20, {width: 20});
    assert.deepEqual(lines.slice(3, 5), ['      ├─ make (30) …', '      │  └─ cc (40)…']);
    assert.ok(lines.every(line => line.length <= 20));
  });

  it('may be a thousand generations deep, in text and in JSON', async () => {
    const chain = Array.from({length: 1000}, (_, at) => ({pid: at + 1, ppid: at}));
    const snapshot = new Snapshot(imaginedMachine(chain));
    const up = await readFamily(snapshot, snapshot.find(1000), 0);
    assert.equal(belowHeading(treeText(up, page)).length, 1000);
    const down = await readFamily(snapshot, undefined, Number.POSITIVE_INFINITY);
    assert.equal(belowHeading(treeText(down, page)).length, 1000);
    assert.equal(jsonText(treeJson(down)).match(/"pid":/g)?.length, 1001);
  });

  it('what shows that a process is an orphan stands below it, where that is asked for', async () => {
    const snapshot = new Snapshot(
      imaginedMachine([
        {pid: 1, ppid: 0, comm: 'init'},
        {pid: 7, ppid: 1, comm: 'left', pgid: 6, sid: 6},
      ]),
    );
    const family = await readFamily(snapshot, snapshot.find(7), 9);
    const linesOf = (evidence: boolean) => belowHeading(treeText(family, {...page, evidence}));
    assert.ok(
      linesOf(true).some(line => /^ {6}\S*\/proc\/7\/stat: session/.test(line)),
      linesOf(true).join('\n'),
    );
    assert.equal(linesOf(false).length, 2);
  });
});
