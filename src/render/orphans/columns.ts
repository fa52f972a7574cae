import {evidenceText} from '../../rules/words/evidence.ts';
import {holdingPhrases} from '../../rules/words/holding-phrases.ts';
import {orphanEvidence} from '../../rules/words/orphan-evidence.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import {keyOf} from '../command-line.ts';
import type {Column} from '../listings/columns.ts';
import {whoColumns} from '../listings/who.ts';

export const orphanColumns: readonly Column<Orphan>[] = [
  {name: 'pid', align: 'right', help: 'the orphan', of: ({process}) => process.pid},
  {name: 'comm', help: 'its name', of: ({process}) => process.comm},
  {
    name: 'ppid',
    align: 'right',
    help: 'the pid of the process that adopted it',
    of: ({parent}) => parent.pid,
  },
  {name: 'parent', help: 'the name of that process', of: ({parent}) => parent.comm},
  {name: 'pgid', align: 'right', help: 'its process group', of: ({process}) => process.stat.pgid},
  {name: 'sid', align: 'right', help: 'its session', of: ({process}) => process.stat.sid},
  {name: 'certainty', help: 'proven or likely', of: ({orphanhood}) => orphanhood.certainty},
  {
    name: 'daemon',
    help: 'whether it made itself a daemon (likely)',
    of: ({daemonized}) => yesOrNo(daemonized()),
  },
  {
    name: 'holds',
    help: 'its locks, addresses and pipes',
    of: ({holds}) => (holds ? holdingPhrases(holds).join('; ') : null),
  },
  {
    name: 'evidence',
    help: 'what shows that it is an orphan',
    of: ({orphanhood}) => orphanEvidence(orphanhood).map(evidenceText).join('; '),
  },
  {name: 'key', help: 'PID:START, which every PID argument takes', of: ({process}) => keyOf(process)},
  ...whoColumns<Orphan>(({process}) => process, 'the orphan'),
];

export const defaultOrphanColumns = ['pid', 'ppid', 'parent', 'pgid', 'certainty', 'daemon', 'command'];

function yesOrNo(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}
