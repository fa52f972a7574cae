import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import type {Finding} from '../finding.ts';
import {scriptInspection} from '../inspections/scripts.ts';
import {Scope} from '../scope.ts';

const recorded = scene('changed-script');
const script = recorded.number('script');
const inShell = scene('changed-shell-script');
const inShellPid = inShell.number('script');

async function found(where: Scene): Promise<readonly Finding[]> {
  return scriptInspection.inspect(new Scope(where.snapshot()));
}

/** The start in clock ticks, as field 22 of stat says it, moved by so many seconds. */
function startedLater(seconds: number): (line: string) => string {
  return line => statField(22, Number(line.split(' ')[21]) + seconds * 100)(line);
}

test('a script that was written to after its process had started runs older code', async () => {
  const [finding, ...more] = await found(recorded);
  assert.ok(finding && more.length === 0);
  assert.equal(finding.rule, 'scripts/stale-code');
  assert.equal(finding.certainty, 'likely');
  assert.deepEqual(finding.subject, {
    pid: script,
    startTicks: recorded.snapshot().find(script)?.stat.startTicks,
    comm: 'python3',
  });
  assert.equal(finding.what, `python3 (${script}) runs older code than is on disk: /srv/client/script.`);
  const [start, change, ...others] = finding.evidence;
  const snapshot = recorded.snapshot();
  const process = snapshot.find(script) ?? assert.fail('there is no script');
  const {startTicks} = process.stat;
  assert.deepEqual(
    [start?.file, start?.field, start?.value],
    [`/proc/${script}/stat`, 'starttime (22)', `${startTicks}`],
  );
  assert.deepEqual([change?.file, change?.field, others], ['/srv/client/script', 'mtime', []]);
  assert.ok(Date.parse(change?.value ?? '') > (snapshot.startedAtMs(process) ?? Number.NaN));
  assert.equal(finding.cause, 'code in /srv/client');
});

test('a shell continues in the new text of a script that was written in place', async () => {
  const [finding] = await found(inShell);
  assert.match(finding?.why ?? '', /continues at its old position in the new text/);
  assert.match(finding?.remedy ?? '', /renaming a new file over it/);
});

test('a shell whose descriptors cannot be read may run the old code or a mixture', async () => {
  const [finding] = await found(inShell.withErrno(`${inShellPid}/fd/255`, 'EACCES'));
  assert.match(finding?.why ?? '', /runs the old code or, if the file was written in place, a mixture/);
});

test('a process that started after the change runs what is on disk', async () => {
  const restarted = recorded.with(`${script}/stat`, startedLater(2));
  assert.equal((await found(recorded.with(`${script}/stat`, startedLater(-2)))).length, 1);
  assert.deepEqual(await found(restarted), []);
});

test('one that was just started is left alone', async () => {
  assert.equal((await found(inShell.with(`${inShellPid}/stat`, startedLater(2)))).length, 1);
  assert.deepEqual(await found(inShell.with(`${inShellPid}/stat`, startedLater(4))), []);
});

test('a file that cannot be looked at is not called stale, and the gap is in the ledger', async () => {
  const snapshot = recorded.withErrno(`${script}/root/srv/client/script`, 'EACCES').snapshot();
  assert.deepEqual(await scriptInspection.inspect(new Scope(snapshot)), []);
  assert.ok(snapshot.ledger.unreadable.some(({what, pids}) => what === 'root' && pids.includes(script)));
});
