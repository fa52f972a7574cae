import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {test} from 'node:test';
import {edgesFrom, whyOf} from '../../support/live/why-answer.ts';
import {descendantsOf, parentOf, statusField} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {untilSettled} from '../../support/settled.ts';
import {compile} from '../../support/subject.ts';

test('a wait for a pid of another pid namespace is for the process that has this pid there', {
  skip: !IS_ROOT && 'needs root, to make a pid namespace',
}, async () => {
  const program = await compile('waits-for-other');
  const unshare = spawn('unshare', ['--pid', '--fork', '--mount-proc', program, 'wait4'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(unshare.stdout, 'data');
    const {other}: {other: number} = JSON.parse(String(line));
    await untilSettled(unshare.pid ?? 0);
    const family = descendantsOf(unshare.pid ?? 0);
    const parent = family.find(pid => parentOf(pid) === unshare.pid) ?? 0;
    const edges = edgesFrom(await whyOf(parent), parent);
    assert.deepEqual(
      edges.map(({kind, to}) => ({
        kind,
        inside: statusField(to ?? 0, 'NSpid')
          .split(/\s+/)
          .at(-1),
      })),
      [{kind: 'waits-for-child', inside: `${other}`}],
    );
    assert.match(edges[0]?.evidence[0] ?? '', new RegExp(`pid ${edges[0]?.to} \\(${other} inside\\)$`));
    assert.deepEqual(edges[0]?.facts, [
      {file: `/proc/${edges[0]?.to}/stat`, field: 'ppid (4)', value: `${parent}`},
    ]);
  } finally {
    unshare.stdin.end();
    await once(unshare, 'close');
  }
});
