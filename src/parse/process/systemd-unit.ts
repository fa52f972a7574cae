/** A unit with a cgroup for its processes: systemd.service(5), systemd.scope(5). */
export interface SystemdUnit {
  /** "nginx.service", "session-3.scope" … */
  readonly name: string;
  /** systemd itself starts the processes of a service; another program starts the processes of a scope. */
  readonly kind: 'service' | 'scope';
}

/**
 * The cgroup below which a systemd manager keeps its units, from the cgroup of the manager itself: PID 1 and the
 * manager of a user each have an init.scope of their own (systemd.special(7)). Undefined for any other cgroup.
 */
export function managedRootOf(cgroupPath: string): string | undefined {
  return /^(.*)\/init\.scope$/s.exec(cgroupPath)?.[1];
}

/**
 * The service or scope to which a cgroup belongs, among the units of the manager with this root. A unit of a user's
 * manager counts as the unit that this manager is in. Undefined where the cgroup belongs to no unit.
 */
export function systemdUnitOf(cgroupPath: string, managedRoot: string): SystemdUnit | undefined {
  if (!cgroupPath.startsWith(`${managedRoot}/`)) return undefined;
  for (const name of cgroupPath.slice(managedRoot.length).split('/')) {
    const kind = /.\.(service|scope)$/.exec(name)?.[1];
    if (kind === 'service' || kind === 'scope') return {name, kind};
  }
  return undefined;
}

/** The innermost service or scope that a cgroup belongs to, of whichever manager; undefined where it belongs to none. */
export function innermostUnitOf(cgroupPath: string): SystemdUnit | undefined {
  const [, name, kind] = /^.*\/([^/]+\.(service|scope))(?=\/|$)/s.exec(cgroupPath) ?? [];
  return name !== undefined && (kind === 'service' || kind === 'scope') ? {name, kind} : undefined;
}
