import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {descendantNamed, descendantsOf, hasSignal} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

describe('SIGTERM that a program ignores which exits after another that takes it', {concurrency: 2}, () => {
  const script = `exec 3>&1; trap '' TERM; (trap - TERM; exec "$1" -c 'import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
print("stands", file=sys.stderr, flush=True)
sys.stdin.read()') 2>&3 | cat; :`;

  it('is only worth knowing: a script that waits for its command, and a filter that reads from that', () =>
    withRunning(['sh', '-c', script, 'sh', 'python3'], {}, async ({pid}) => {
      const cat = await until('it reads', () => descendantNamed(pid, 'cat'));
      const python = await until('it takes SIGTERM', () =>
        descendantNamed(pid, 'python3', each => hasSignal(each, 'SigCgt', 'SIGTERM')),
      );
      const findings = await until('both are found', async () => {
        const found = await inspected(signalInspection, [pid, ...descendantsOf(pid)]);
        return found.length === 2 ? found : undefined;
      });
      assert.deepEqual(
        new Set(findings.map(({rule, subject}) => [rule, 'pid' in subject && subject.pid].join(' '))),
        new Set([pid, cat].map(each => `signals/terminate-without-effect ${each}`)),
      );
      for (const {severity, remedy} of findings) {
        assert.equal(severity, 'info');
        assert.match(remedy ?? '', new RegExp(`kill -TERM ${python}\\b`));
        assert.doesNotMatch(remedy ?? '', /KILL/);
      }
    }));
});
