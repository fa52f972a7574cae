/** A mounted file system. */
export interface FileSystemMount {
  /** `mnt_id` of a fdinfo. */
  readonly id: number;
  readonly mountPoint: string;
  /** Who answers for what is on it: the kernel alone, a disk, or a server that may never answer. */
  readonly answeredBy: 'kernel' | 'disk' | 'server';
}

/** The mounts of /proc/PID/mountinfo (proc_pid_mountinfo(5)), later ones covering earlier ones. */
export function parseMountTable(bytes: Buffer): FileSystemMount[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .flatMap(line => {
      const [, id, escaped, type] = /^(\d+) \S+ \S+ \S+ (\S+) .*? - (\S+) /.exec(line) ?? [];
      if (escaped === undefined || type === undefined) return [];
      const mountPoint = escaped.replace(/\\([0-7]{3})/g, (_, octal) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      );
      return {id: Number(id), mountPoint, answeredBy: answererOf(type, mountPoint)};
    });
}

const serverTypes = new Set(
  'virtiofs nfs nfs4 cifs smb3 smbfs 9p ceph afs lustre gpfs beegfs orangefs pvfs2 coda ncpfs autofs'.split(
    ' ',
  ),
);
const kernelTypes = new Set('proc sysfs cgroup cgroup2 securityfs debugfs tracefs bpf fusectl'.split(' '));

/** systemd has an autofs below /proc/sys, where no file is looked at. */
function answererOf(type: string, mountPoint: string): FileSystemMount['answeredBy'] {
  if (kernelTypes.has(type) || mountPoint.startsWith('/proc/')) return 'kernel';
  return serverTypes.has(type) || /^fuse(?:blk)?(?:\.|$)/.test(type) ? 'server' : 'disk';
}
