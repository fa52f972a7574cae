import type {FoundOnHost} from '../../rules/fleet/by-rule.ts';
import type {Column} from '../listings/columns.ts';

/** A row for each rule on each host. */
export const foundColumns: readonly Column<FoundOnHost>[] = [
  {name: 'host', help: 'the host', of: ({host}) => host.name},
  {name: 'rule', help: 'the rule that found something', of: ({rule}) => rule},
  {name: 'severity', help: 'of its worst finding', of: ({findings: [worst]}) => worst.severity},
  {name: 'certainty', help: 'of its worst finding', of: ({findings: [worst]}) => worst.certainty},
  {name: 'count', align: 'right', help: 'how many findings', of: ({findings}) => findings.length},
  {name: 'what', help: 'its worst finding', of: ({findings: [worst]}) => worst.what},
  {name: 'recording', help: 'the recording of the host', of: ({host}) => host.file},
];

export const defaultFoundColumns = ['host', 'rule', 'severity', 'certainty', 'count', 'what'];
