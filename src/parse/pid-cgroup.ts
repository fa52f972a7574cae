import {decodeText} from './text.ts';

/** The container a process is in, as far as its cgroup path tells. */
export interface Container {
  /** "docker", "podman", "cri-o", "containerd", "kubernetes", "lxc" or "nspawn"; "container" where only an id is told. */
  readonly runtime: string;
  readonly id: string;
}

/**
 * /proc/PID/cgroup (cgroups(7)): the path in the unified hierarchy, or where there is none (cgroup v1), the
 * longest of the others. Seen from inside a cgroup namespace the path starts at its root: "/".
 */
export function parsePidCgroup(bytes: Buffer): string | undefined {
  const paths = new Map<string, string>();
  for (const line of decodeText(bytes).split('\n')) {
    const match = /^(\d+):[^:]*:(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) paths.set(match[1], match[2]);
  }
  const unified = paths.get('0');
  if (unified !== undefined && unified !== '/') return unified;
  return [...paths.values()].sort((a, b) => b.length - a.length)[0];
}

const runtimes: ReadonlyArray<readonly [RegExp, string]> = [
  [/docker/, 'docker'],
  [/libpod/, 'podman'],
  [/crio/, 'cri-o'],
  [/containerd/, 'containerd'],
  [/kubepods/, 'kubernetes'],
  [/lxc/, 'lxc'],
  [/machine-/, 'nspawn'],
];

/** The container that a cgroup path names; undefined where it names none. */
export function containerOf(cgroupPath: string): Container | undefined {
  const id =
    /(?:^|[/-])([0-9a-f]{64})(?:\.scope)?(?:\/|$)/.exec(cgroupPath)?.[1] ??
    /\/lxc(?:\.payload)?[./]([\w.-]+)/.exec(cgroupPath)?.[1] ??
    /\/machine-([^/]+?)\.scope/.exec(cgroupPath)?.[1];
  if (id === undefined) return undefined;
  return {runtime: runtimes.find(([pattern]) => pattern.test(cgroupPath))?.[1] ?? 'container', id};
}
