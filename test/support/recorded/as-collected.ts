import {found} from '../../../src/kernel/read.ts';
import {formatSections, type Section} from '../../../src/kernel/recording/sections.ts';
import {sectionsOf} from './sections.ts';

/** What takes system calls. */
const byCalls = new Set(
  'no-syscalls kcmp descriptions comparison descriptor-tables signal-actions processor unix-sockets bound-sockets terminal'.split(
    ' ',
  ),
);

/** The text of a recording without what a shell script can't see: system calls, and files beyond procfs but cgroups. */
export function asCollected(text: string): string {
  const sections = sectionsOf(text).filter(
    ({kind, name}) =>
      !byCalls.has(kind) &&
      !name.includes('@cpu') &&
      (!/\/(?:root|cwd|map_files)\//.test(name) || name.startsWith('self/root/sys/fs/cgroup/')),
  );
  const without: Section[] = ['no-files', 'no-syscalls'].map(kind => ({
    kind,
    name: '',
    answer: found(Buffer.from('ENODATA')),
  }));
  return formatSections([...sections, ...without]);
}
