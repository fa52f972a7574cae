import {holdingPhrases} from '../../rules/remedies/holding-phrases.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {Column} from '../columns.ts';
import {commandText} from '../command-line.ts';

export const orphanColumns: readonly Column<Orphan>[] = [
  {name: 'pid', align: 'right', help: 'the orphan', of: ({process}) => process.pid},
  {name: 'comm', help: 'its name', of: ({process}) => process.comm},
  {name: 'ppid', align: 'right', help: 'who adopted it', of: ({parent}) => parent.pid},
  {name: 'parent', help: 'the name of who adopted it', of: ({parent}) => parent.comm},
  {name: 'pgid', align: 'right', help: 'its process group', of: ({process}) => process.stat.pgid},
  {name: 'sid', align: 'right', help: 'its session', of: ({process}) => process.stat.sid},
  {name: 'certainty', help: 'how sure that is', of: ({orphanhood}) => orphanhood.certainty},
  {
    name: 'daemon',
    help: 'whether it made itself one, most likely',
    of: ({daemonized}) => yesOrNo(daemonized()),
  },
  {
    name: 'holds',
    help: 'locks, addresses and pipes',
    of: ({holds}) => (holds ? holdingPhrases(holds).join('; ') : null),
  },
  {name: 'evidence', help: 'what shows it', of: ({orphanhood}) => orphanhood.evidence.join('; ')},
  {name: 'command', help: 'its command line', of: ({process}) => commandText(process)},
];

export const defaultOrphanColumns = ['pid', 'ppid', 'parent', 'pgid', 'certainty', 'daemon', 'command'];

function yesOrNo(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}
