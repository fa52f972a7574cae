import {orUndefined} from '../../kernel/read.ts';
import type {ToldEvidence} from '../../rules/words/evidence.ts';
import {orphanEvidence} from '../../rules/words/orphan-evidence.ts';
import type {OutputHolder} from '../../snapshot/caller/caller-outputs.ts';
import {seenIn} from '../../snapshot/evidence.ts';

/** What shows that a process has the output open, and that it was left behind. */
export function holderEvidence({process, files, orphanhood}: OutputHolder): readonly ToldEvidence[] {
  const {pid, stat} = process;
  const open = files.map(({descriptor}) =>
    seenIn(pid, `fd/${descriptor.fd}`, null, orUndefined(descriptor.target()) ?? '?'),
  );
  return [
    ...open,
    ...(orphanhood ? orphanEvidence(orphanhood) : [seenIn(pid, 'stat', 'ppid (4)', stat.ppid)]),
  ];
}
