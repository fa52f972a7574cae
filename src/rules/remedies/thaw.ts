import {shellWord} from '../../parse/shell-word.ts';
import type {Freezer} from '../../snapshot/cgroups.ts';
import {type Seen, shellCommand} from '../commands/printed-commands.ts';

/** The command that lets the processes of a frozen cgroup run again: cgroups(7), and cgroup-v1/freezer-subsystem. */
export function thawCommand({folder, version}: Freezer, seen: Seen): string {
  const [word, file] = version === 2 ? ['0', 'cgroup.freeze'] : ['THAWED', 'freezer.state'];
  if (folder === undefined) return `\`echo ${word} > ${file}\` in the folder of that cgroup, on the host`;
  return shellCommand(seen, `echo ${word} > ${shellWord(`${folder}/${file}`)}`);
}
