import {shellWord} from '../../parse/shell-word.ts';
import {procdocCommand, shellCommand} from '../../rules/commands/printed-commands.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {MountUse} from '../../snapshot/holders/kernel-uses.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {counted} from '../page.ts';

/** How many mounts have a sentence each, and how many processes one names. */
const [SHOWN, NAMED] = [6, 3];

/** What the kernel itself holds: loop devices and mounts, in whichever mount namespace. */
export function kernelRemarks({asked, kernelUses}: TargetHolders): string[] {
  const {loopDevices, mounts, devices, isSwap} = kernelUses;
  const path = asked.kind === 'path' ? asked.path : '';
  const left = mounts.length > 0 ? 'Once nothing is mounted from it: ' : 'To detach it: ';
  return [
    ...loopDevices.map(({path}) => `${path} is attached to the file. ${left}\`losetup -d ${path}\`.`),
    ...(isSwap ? [`The kernel uses it as swap space. To end that: \`swapoff ${shellWord(path)}\`.`] : []),
    ...(devices.length === 0
      ? []
      : [
          `Block devices are built on it: ${listed(devices, SHOWN)}. Their tool removes them: dmsetup(8), lvm(8), mdadm(8).`,
        ]),
    ...mounts.slice(0, SHOWN).map(mountText),
    ...(mounts.length > SHOWN ? [`${counted(mounts.length - SHOWN, 'more mount')} likewise.`] : []),
  ];
}

function mountText(use: MountUse): string {
  const {source, mountPoint, root} = use.mount;
  switch (use.use) {
    case 'device':
      return `${source} is mounted at ${mountPoint}${whereText(use)}. To unmount it: ${umount(use)}${whoKeeps(use)}.`;
    case 'upon':
      return `${source} is mounted on it${whereText(use)}. To unmount it: ${umount(use)}.`;
    case 'copy':
      return `${root === '/' ? 'The file system' : `A part of the file system (${root})`} is also mounted at ${mountPoint}${whereText(use)}, and stays in use until it is unmounted there: ${umount(use)}.`;
    case 'below':
      return `${mountPoint} is mounted on a directory in it: umount(8) fails until ${umount(use)} succeeds.`;
  }
}

/** " in the mount namespace of sleep (4711)"; empty for procdoc's own. */
export function whereText({isOurs, users}: MountUse): string {
  return isOurs ? '' : ` in the mount namespace of ${listed(users.map(named), NAMED)}`;
}

function umount({isOurs, users: [user], mount: {mountPoint}}: MountUse): string {
  const command = `umount ${shellWord(mountPoint)}`;
  if (!user) return `\`${command}\``;
  return shellCommand(user, isOurs ? command : `nsenter -t ${user.pid} -m ${command}`);
}

/** Where umount(8) may find it busy, the command that says why. */
function whoKeeps({isOurs, users: [user], mount: {mountPoint}}: MountUse): string {
  return isOurs && user ? `. Who uses it: \`${procdocCommand(user, 'holders', mountPoint)}\`` : '';
}
