import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {sigchldAnswer} from '../../../src/render/contract/sigchld.ts';
import {askProcdoc} from '../../support/asked.ts';
import {factsOf} from '../../support/facts.ts';
import {askSigchld, type SigchldOfOne} from '../../support/live/answers.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {stands} from '../../support/live/stands.ts';
import {hasSigchld} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';

const FLAGS: Record<string, string[]> = {nocldwait: ['SA_NOCLDWAIT'], caught: ['SA_NOCLDSTOP', 'SA_RESTART']};

async function askAsNobody(pid: number): Promise<SigchldOfOne> {
  const {status, stdout} = await runProcdocAsNobody('sigchld', `${pid}`, '--json');
  assert.equal(status, 0);
  const answer = sigchldAnswer.parse(JSON.parse(stdout));
  assert.equal(answer.complete, false);
  assert.ok(answer.unreadable.some(({what, errno}) => what.startsWith('sigaction') && errno === 'EPERM'));
  const [process] = answer.processes;
  assert.ok(process);
  return process;
}

const rulesOf = ({verdicts}: SigchldOfOne) => verdicts.map(({rule}) => rule);

describe('what a process does with SIGCHLD', () => {
  for (const mode of ['default', 'ignored', 'nocldwait', 'caught', 'subreaper']) {
    it(`is what the kernel says to the process itself: ${mode}`, () =>
      stands('signal-action.c', [mode], async ({pid, ...subject}) => {
        const {sigchld, childSubreaper} = await askSigchld(pid);
        const disposition = hasSigchld(pid, 'SigIgn')
          ? 'ignored'
          : hasSigchld(pid, 'SigCgt')
            ? 'caught'
            : 'default';
        assert.equal(sigchld.disposition, disposition);
        const isIgnored = disposition === 'ignored';
        if (signalActionErrno() === undefined) {
          assert.deepEqual(sigchld.flags, FLAGS[mode] ?? []);
          const handler = subject.number('handler');
          assert.equal(sigchld.handler, handler > 1 ? `0x${handler.toString(16)}` : null);
          assert.equal(sigchld.autoReap, isIgnored || mode === 'nocldwait');
          assert.equal(childSubreaper, subject.number('subreaper') === 1);
        } else {
          assert.deepEqual([sigchld.flags, sigchld.handler, childSubreaper], [null, null, null]);
          assert.equal(sigchld.autoReap, isIgnored ? true : null);
        }
      }));
  }
});

const skip = signalActionErrno() !== undefined && 'needs root outside of any pid namespace, and BTF';
describe('with the privilege to read the kernel’s own record', {skip}, () => {
  it('SA_NOCLDWAIT is proven, with its effects, and listed without a pid', () =>
    stands('auto-reap.c', ['nocldwait'], async ({pid}) => {
      const answer = await askSigchld(pid);
      assert.deepEqual(rulesOf(answer), ['sigchld/children-reaped-unseen']);
      const [verdict] = answer.verdicts;
      assert.equal(verdict?.certainty, 'proven');
      assert.deepEqual(factsOf(verdict.facts), [
        {file: `sigaction(2) of ${pid}`, field: 'sa_flags', value: 'SA_NOCLDWAIT'},
      ]);
      // No flag of sigaction(2) outlives exec: the programs that it starts inherit nothing.
      assert.deepEqual(answer.effectKinds, ['wait-fails', 'system-fails']);
      assert.equal(answer.origin, null);
      const {stdout} = await askProcdoc('sigchld', '-n', '-o', 'pid,flags');
      assert.match(stdout, new RegExp(`^ *${pid}  SA_NOCLDWAIT$`, 'm'));
    }));

  it('the text names flags, the handler’s address, and a subreaper', async () => {
    await stands('signal-action.c', ['caught'], async ({pid, ...subject}) => {
      const text = flowing((await askProcdoc('sigchld', `${pid}`)).stdout);
      const handler = `0x${subject.number('handler').toString(16)}`;
      assert.ok(text.includes(`SA_NOCLDSTOP | SA_RESTART, handler at ${handler}`), text);
    });
    await stands('signal-action.c', ['subreaper'], async ({pid}) => {
      assert.match(
        flowing((await askProcdoc('sigchld', `${pid}`)).stdout),
        / adopts the orphans below it \(subreaper\)/,
      );
    });
  });
});

describe('to another user', {concurrency: 3, skip: !IS_ROOT && 'needs root'}, () => {
  for (const mode of ['nocldwait', 'default', 'caught']) {
    it(`SA_NOCLDWAIT can’t be excluded: ${mode}`, () =>
      stands('signal-action.c', [mode], async ({pid}) => {
        const answer = await askAsNobody(pid);
        const {autoReap, flags, handler} = answer.sigchld;
        assert.deepEqual([autoReap, flags, handler, answer.childSubreaper], [null, null, null, null]);
        assert.deepEqual(answer.verdicts, []);
        const {status, stdout} = await runProcdocAsNobody('sigchld', `${pid}`);
        assert.equal(status, 0);
        assert.match(flowing(stdout), /SA_NOCLDWAIT can't be excluded/);
        assert.match(
          flowing(stdout),
          / note .*sigaction flags .*\(EPERM\).*: it takes root, or .*CAP_BPF and CAP_PERFMON/,
        );
      }));
  }

  it('an ignored SIGCHLD is visible all the same: the kernel shows it to everyone', () =>
    stands('auto-reap.c', ['ignored'], async ({pid}) => {
      const answer = await askAsNobody(pid);
      assert.deepEqual([answer.sigchld.disposition, answer.sigchld.autoReap], ['ignored', true]);
      assert.deepEqual(rulesOf(answer), ['sigchld/ignored']);
    }));
});

/** Text without its breaks and indents. */
function flowing(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
