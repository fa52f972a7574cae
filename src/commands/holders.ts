import {examplesOf} from '../cli/examples.ts';
import {drawn, listingFlags, tableOf} from '../cli/listing-flags.ts';
import {requireSearches} from '../cli/missing-target.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {holderTargetArgument, type NamedTarget} from '../cli/values.ts';
import {defaultHolderColumns, holderColumns, holderRows} from '../render/holders/columns.ts';
import {holdersGraph} from '../render/holders/graph.ts';
import {holdersJson} from '../render/holders/json.ts';
import {holdersText} from '../render/holders/text.ts';
import {takenNumberText} from '../render/resolved.ts';
import {isHeld, isKnown, readTargetHolders} from '../snapshot/holders/target-holders.ts';
import {callersOf} from '../snapshot/named-processes/asking.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Holders extends ReadingCommand<typeof Holders> {
  static override summary = 'Show who holds a port, file, pipe or socket open, and what would release it';
  static override description =
    'Descriptors are grouped by open file description: one that several processes share is released with its last copy.\n\nTARGETS\n\nA path stands for the file itself, by device and inode, so that hard links and bind mounts count. A file of another mount namespace is /proc/PID/root/PATH. Processes that execute or map the file, or have it as working or root directory, are shown too. So are mounts of a block device in every mount namespace, and the loop devices of an image. A mount point stands for everything on its mount.\n\nA port is :8080, tcp:8080, 8080/tcp, udp:53, udplite:53, localhost:8080, tcp:[::1]:80, :ssh or a URL. A UNIX socket is unix:/run/x.sock, or unix:@name for an abstract one. pipe:[N] and socket:[N] are written as in /proc/PID/fd, or without the brackets. PID:FD is the open file description of one descriptor.\n\nA number alone is the file of that name, if there is one, else a port that is in use, else the PID of a process: then all that it has open is looked for. Which it was is said on standard error.\n\nEXIT STATUS\n\nStatus 1 means that nothing holds any TARGET, as in fuser(1). Status 3 means that nothing was found, but something could not be read: descriptors, maps, mounts, network namespaces where UNIX sockets with a path may be, or TCP sockets that are only bound (before Linux 6.8).';
  static override examples = examplesOf(
    ['Who has the port, and what would free it', 'procdoc holders :8080'],
    ['Why a program is "text file busy" (ETXTBSY)', 'procdoc holders ./server'],
    ['Why umount(8) says that the target is busy', 'procdoc holders /mnt/usb'],
    ['Why a process never sees EOF on its standard input', 'procdoc holders "$(readlink /proc/4711/fd/0)"'],
    ['Who shares this descriptor, as a table', 'procdoc holders 4711:3 -o pid,comm,fd,proof'],
  );
  static override args = {
    target: holderTargetArgument({
      required: true,
      multiple: true,
      description: 'path, :PORT, unix:NAME, pipe:[N], socket:[N] or PID:FD',
    }),
  };
  static override flags = listingFlags(holderColumns, defaultHolderColumns, drawn);

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const {args, flags} = this;
    const table = tableOf(flags, holderColumns, defaultHolderColumns);
    const syscalls = await snapshot.comparingSyscalls();
    const {searches, taken} = requireSearches(snapshot, syscalls, args.target as unknown as NamedTarget[]);
    for (const number of taken) this.tell(number.name, takenNumberText(snapshot, number));
    const answers = readTargetHolders(snapshot, syscalls, searches);
    return {
      json: () => holdersJson(answers),
      graph: () => holdersGraph(answers),
      lines: async (page, introducing) =>
        table?.(holderRows(answers), page) ??
        holdersText(answers, callersOf(snapshot), page, await introducing()),
      exitStatus: answers.some(isHeld) ? 0 : answers.every(answer => isKnown(snapshot, answer)) ? 1 : 3,
    };
  }
}
