/** A mount of procfs, as far as it hides processes: proc(5), "Mount options". */
export interface ProcMount {
  readonly mountPoint: string;
  /** 0 shows all; 1 hides the content of other users' processes, 2 the processes themselves, 4 those one may not ptrace. */
  readonly hidepid: number;
  /** The group that hidepid does not apply to. */
  readonly gid: number | undefined;
}

const hidepidWords: Record<string, number> = {off: 0, noaccess: 1, invisible: 2, ptraceable: 4};

/** The procfs mounts of /proc/PID/mountinfo (proc_pid_mountinfo(5)), later ones covering earlier ones. */
export function parseProcMounts(bytes: Buffer): ProcMount[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .flatMap(line => parseMount(line) ?? []);
}

function parseMount(line: string): ProcMount | undefined {
  const [mount, fileSystem] = line.split(' - ');
  const mountPoint = mount?.split(' ')[4];
  const [type, , options] = fileSystem?.split(' ') ?? [];
  if (type !== 'proc' || mountPoint === undefined) return undefined;
  const option = (name: string) =>
    options
      ?.split(',')
      .find(word => word.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const hidepid = option('hidepid') ?? '0';
  const gid = option('gid');
  return {
    mountPoint: mountPoint.replace(/\\([0-7]{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    ),
    hidepid: hidepidWords[hidepid] ?? Number(hidepid),
    gid: gid === undefined ? undefined : Number(gid),
  };
}
