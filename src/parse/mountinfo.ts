import {decodeText} from './text.ts';

/** A mount of procfs, as far as it hides processes: proc(5), "Mount options". */
export interface ProcMount {
  readonly mountPoint: string;
  /**
   * 0 shows all; 1 hides the content of other users' processes, 2 the processes themselves, 4 what the reader may
   * not ptrace.
   */
  readonly hidepid: number;
  /** The group that hidepid does not apply to. */
  readonly gid: number | undefined;
}

const hidepidWords: Record<string, number> = {off: 0, noaccess: 1, invisible: 2, ptraceable: 4};

/** The procfs mounts of /proc/PID/mountinfo (proc_pid_mountinfo(5)), later ones covering earlier ones. */
export function parseProcMounts(bytes: Buffer): ProcMount[] {
  return parseMounts(bytes).flatMap(mount => procMount(mount) ?? []);
}

/** The numbers of all mounts in /proc/PID/mountinfo, (1) of proc_pid_mountinfo(5): `mnt_id` of a fdinfo is one of them. */
export function parseMountIds(bytes: Buffer): ReadonlySet<number> {
  return new Set([...bytes.toString('latin1').matchAll(/^\d+(?= )/gm)].map(([id]) => Number(id)));
}

/** Where each FUSE file system is mounted, by the minor number of its device, the number of its connection: fuse(4). */
export function parseFuseMounts(bytes: Buffer): ReadonlyMap<number, string> {
  const mounts = parseMounts(bytes).filter(({type}) => /^fuse(?:blk)?(?:\.|$)/.test(type));
  return new Map(mounts.map(({device, mountPoint}) => [Number(device.split(':')[1]), mountPoint]));
}

/** A mount of a cgroup hierarchy. */
export interface CgroupMount {
  /** Of cgroup v1, as /proc/PID/cgroup names them: "freezer", "name=systemd"; empty of the unified hierarchy. */
  readonly controllers: readonly string[];
  /** The cgroup that is seen at the mount point. */
  readonly root: string;
  readonly mountPoint: string;
}

/** The mounts of cgroup hierarchies, of either version, in /proc/PID/mountinfo. */
export function parseCgroupMounts(bytes: Buffer): CgroupMount[] {
  return parseMounts(bytes).flatMap(({type, root, mountPoint, options}) => {
    if (type === 'cgroup2') return {controllers: [], root, mountPoint};
    if (type !== 'cgroup') return [];
    return {controllers: options.filter(option => option !== 'rw' && option !== 'ro'), root, mountPoint};
  });
}

/** The files that a container runtime writes for each container, and mounts in it. */
const runtimeFiles = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];

/**
 * Where the runtime of a container keeps a file that it mounts in it: "/var/lib/docker/containers/…/hostname". By the
 * id of a container or pod in it; undefined where no such file is mounted.
 */
export function parseRuntimeFile(bytes: Buffer): string | undefined {
  return parseMounts(bytes)
    .filter(({mountPoint}) => runtimeFiles.includes(mountPoint))
    .map(({root}) => root)
    .find(root => /\/[0-9a-f]{64}\/|\/pods\/[0-9a-f-]{32,36}\//.test(root));
}

/** A mount, by a line of proc_pid_mountinfo(5). */
export interface Mount {
  /** Unique in the machine, over all mount namespaces. */
  readonly id: number;
  readonly parent: number;
  /** The device of its file system, "major:minor" in decimal. */
  readonly device: string;
  /** The directory or file of the file system that is seen at the mount point. */
  readonly root: string;
  readonly mountPoint: string;
  readonly type: string;
  /** What is mounted, as the file system names it: "/dev/loop0". */
  readonly source: string;
  /** The options of the file system, not of the mount. */
  readonly options: readonly string[];
  /** The peer group that it shares mounts with, and the one that it receives mounts from: mount_namespaces(7). */
  readonly shared: number | undefined;
  readonly master: number | undefined;
}

/** All mounts of /proc/PID/mountinfo, a later one covering an earlier one at its mount point. */
export function parseMounts(bytes: Buffer): Mount[] {
  return decodeText(bytes)
    .split('\n')
    .flatMap(line => {
      const [mount, fileSystem] = line.split(' - ');
      const [id, parent, device, root, mountPoint, , ...tags] = mount?.split(' ') ?? [];
      const [type, source = '', options] = fileSystem?.split(' ') ?? [];
      if (device === undefined || root === undefined || mountPoint === undefined || type === undefined)
        return [];
      return {
        id: Number(id),
        parent: Number(parent),
        device,
        type,
        root: unescapeOctal(root),
        mountPoint: unescapeOctal(mountPoint),
        source: unescapeOctal(source),
        options: options?.split(',') ?? [],
        shared: groupIn(tags, 'shared'),
        master: groupIn(tags, 'master'),
      };
    });
}

function groupIn(tags: readonly string[], name: string): number | undefined {
  const tag = tags.find(one => one.startsWith(`${name}:`));
  return tag === undefined ? undefined : Number(tag.slice(name.length + 1));
}

function procMount({type, mountPoint, options}: Mount): ProcMount | undefined {
  if (type !== 'proc') return undefined;
  const option = (name: string) => options.find(word => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const hidepid = option('hidepid') ?? '0';
  const gid = option('gid');
  return {
    mountPoint,
    hidepid: hidepidWords[hidepid] ?? Number(hidepid),
    gid: gid === undefined ? undefined : Number(gid),
  };
}

/** The kernel writes a blank, tab, newline or backslash as \040, \011, \012 or \134. */
export function unescapeOctal(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}
