import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {fuseServerSilent} from '../../../src/rules/families/fuse-server-silent.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {inspected} from '../../support/live/findings.ts';
import {withoutFuse} from '../../support/live/fuse.ts';
import {withRunning} from '../../support/live/running.ts';
import {until, withSubject} from '../../support/subject.ts';

const skip = withoutFuse || (!namesConnection() && 'needs fuse_connection in fdinfo (Linux 6.16)');

/** By the version of the kernel: only a served connection has the line. */
function namesConnection(): boolean {
  const [major = 0, minor = 0] = readFileSync('/proc/sys/kernel/osrelease', 'latin1').split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 16);
}

async function foundOf(...pids: readonly number[]) {
  const findings = await inspected(familyInspection, pids);
  return findings.filter(({rule}) => rule === fuseServerSilent.id);
}

test('a stopped FUSE server is found by who waits for it, and by itself', {skip}, () =>
  withSubject('silent-fuse.c', ['stopped'], async subject => {
    const [daemon, victim] = [subject.number('daemon'), subject.number('victim')];
    for (const pid of [daemon, victim]) {
      const [finding, ...more] = await until('it is found', async () => {
        const found = await foundOf(pid);
        return found.length > 0 && found;
      });
      assert.deepEqual(more, []);
      assert.equal(finding?.certainty, 'likely');
      assert.equal('pid' in finding.subject && finding.subject.pid, daemon);
      const facts = finding.evidence.map(({file, field}) => [file, field]);
      // Whoever else looks at this file system meanwhile is kept waiting, too.
      const at = facts.findIndex(([file]) => file === `/proc/${victim}/wchan`);
      assert.deepEqual(facts.slice(at, at + 2), [
        [`/proc/${victim}/wchan`, null],
        [`/proc/${daemon}/fdinfo/3`, 'fuse_connection'],
      ]);
    }
    assert.deepEqual(await foundOf(subject.number('holder')), []);
  }),
);

/** Asks for a file again and again, for a fifth of a second each time, until the end of its input. */
const asksInVain =
  'exec 2>/dev/null; echo stands; until read -rt 0.01; (($? <= 128)); do timeout -s KILL 0.2 cat "$0"; done';

test('a stopped FUSE server is found though others give their requests to it up', {skip}, () =>
  withSubject('silent-fuse.c', ['stopped'], async subject => {
    const command = ['bash', '-c', asksInVain, `${subject.text('folder')}/file`];
    await withRunning(command, {rests: false}, async () => {
      const daemon = subject.number('daemon');
      await until('it is found', async () => (await foundOf(daemon)).length > 0);
      for (const findings of [await foundOf(daemon), await foundOf(daemon)])
        assert.deepEqual(
          findings.map(({certainty}) => certainty),
          ['likely'],
        );
    });
  }),
);

test('a FUSE server that runs is found once it has left a request unanswered for long', {skip}, () =>
  withSubject('silent-fuse.c', ['busy'], async subject => {
    const [finding] = await until('it is found', async () => {
      const found = await foundOf(subject.number('victim'));
      return found.length > 0 && found;
    });
    assert.equal(finding?.certainty, 'likely');
    assert.equal('pid' in finding.subject && finding.subject.pid, subject.number('daemon'));
  }),
);
