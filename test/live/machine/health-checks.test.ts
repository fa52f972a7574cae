import assert from 'node:assert/strict';
import {readdirSync, readlinkSync} from 'node:fs';
import {it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {diagnose} from '../../../src/rules/diagnosis/diagnosis.ts';
import {everything} from '../../../src/rules/diagnosis/selection.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {vantageOfProcfs} from '../../../src/snapshot/vantage.ts';

const machine = openMachine();
const CHECKS = 20;

/** All rules about this process, in a snapshot of their own. */
async function check(): Promise<void> {
  const snapshot = new Snapshot(machine, vantageOfProcfs(machine, '/proc'));
  await diagnose(new Scope(snapshot, new Set([process.pid])), everything);
}

/** What this process has open, without the descriptor that the list itself is read by. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

it('a process that makes one health check after the other closes what each opens', async () => {
  await check();
  const before = openFiles();
  for (let checks = 0; checks < CHECKS; checks++) await check();
  // A file system that is mounted meanwhile gets a helper, which stays for the next check: a socket each way.
  const more = openFiles().filter(file => !before.includes(file));
  assert.ok(more.length <= 2, more.join(', '));
});
