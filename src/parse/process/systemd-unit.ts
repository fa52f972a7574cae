/** A unit whose processes systemd keeps in a cgroup: systemd.service(5), systemd.scope(5). */
export interface SystemdUnit {
  /** "nginx.service", "session-3.scope" … */
  readonly name: string;
  /** systemd starts the processes of a service itself; those of a scope were started by somebody else. */
  readonly kind: 'service' | 'scope';
}

/**
 * The cgroup below which a systemd manager keeps its units, given its own: as PID 1, or as the manager of a user,
 * it stands in an init.scope of its own (systemd.special(7)). Undefined for what is no manager.
 */
export function managedRootOf(cgroupPath: string): string | undefined {
  return /^(.*)\/init\.scope$/s.exec(cgroupPath)?.[1];
}

/**
 * The service or scope of the manager with that root which a cgroup belongs to; the units of another manager
 * below it are its user's. Undefined where it manages none.
 */
export function systemdUnitOf(cgroupPath: string, managedRoot: string): SystemdUnit | undefined {
  if (!cgroupPath.startsWith(`${managedRoot}/`)) return undefined;
  for (const name of cgroupPath.slice(managedRoot.length).split('/')) {
    const kind = /.\.(service|scope)$/.exec(name)?.[1];
    if (kind === 'service' || kind === 'scope') return {name, kind};
  }
  return undefined;
}
