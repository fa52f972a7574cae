import type {Freezer} from '../../snapshot/condition.ts';

/** The command that lets the processes of a frozen cgroup run again: cgroups(7), and cgroup-v1/freezer-subsystem. */
export function thawCommand({folder, version}: Freezer): string {
  return version === 2 ? `\`echo 0 > ${folder}/cgroup.freeze\`` : `\`echo THAWED > ${folder}/freezer.state\``;
}
