import {type CgroupMembership, cgroupPathAmong} from './pid-cgroup.ts';

/** The container that a process is in, as far as its cgroup path says. */
export interface Container {
  /** "docker", "podman", "cri-o", "containerd", "kubernetes", "lxc", "nspawn", "runc" or "crun"; "container" where only an id is known. */
  readonly runtime: string;
  /** 64 hexadecimal digits, or of LXC and nspawn the name. */
  readonly id: string;
}

/** A container with the name that people call it by; null where only its id is known. */
export interface NamedContainer extends Container {
  readonly name: string | null;
  /** The user whose own files have the name; null where it is from root's, or from the command line of what runs it. */
  readonly namedBy: string | null;
}

/** Hexadecimal, as Docker, Podman, CRI-O and containerd make their ids. */
const ID = '([0-9a-f]{64})';

/** An element of a path that names a container; `before` is the element to its left, `after` that to its right. */
interface ContainerElement {
  readonly runtime: string;
  readonly element: RegExp;
  readonly before?: RegExp;
  readonly after?: RegExp;
}

const elements: readonly ContainerElement[] = [
  {runtime: 'docker', element: new RegExp(`^docker-${ID}\\.scope$`)},
  {runtime: 'docker', element: new RegExp(`^${ID}$`), before: /^docker$/},
  {runtime: 'podman', element: new RegExp(`^libpod-${ID}(?:\\.scope)?$`)},
  {runtime: 'cri-o', element: new RegExp(`^crio-${ID}(?:\\.scope)?$`)},
  {runtime: 'containerd', element: new RegExp(`(?:^|:)cri-containerd[-:]${ID}(?:\\.scope)?$`)},
  {runtime: 'kubernetes', element: new RegExp(`^${ID}$`), before: /^pod[0-9a-f-]+$/},
  {runtime: 'containerd', element: new RegExp(`^${ID}$`), before: /^(?:k8s\.io|default|moby)$/},
  {runtime: 'container', element: new RegExp(`^(?:\\w+-)?${ID}(?:\\.scope)?$`)},
  {runtime: 'lxc', element: /^lxc\.payload\.(.+)$/},
  {runtime: 'lxc', element: /^(.+)$/, before: /^lxc(?:\.payload)?$/},
  {runtime: 'lxc', element: /^machine-lxc-\d+-(.+)\.scope$/},
  {runtime: 'nspawn', element: /^machine-((?!qemu-|lxc-).+)\.scope$/, after: /^(?!supervisor$)/},
  {runtime: 'nspawn', element: /^systemd-nspawn@(.+)\.service$/, after: /^payload$/},
];

/**
 * The container that a cgroup path names; undefined where it names none. Of containers in containers the innermost, which
 * is the last element that names one. What watches over a container from outside (conmon, LXC's monitor, the supervisor of
 * nspawn) is in none, though its own element has the container's name, and a virtual machine of libvirt is none, either.
 */
export function containerOf(cgroupPath: string): Container | undefined {
  const path = cgroupPath.split('/').map(unescapeUnit);
  for (let at = path.length - 1; at >= 0; at--) {
    for (const {runtime, element, before, after} of elements) {
      const id = element.exec(path[at] ?? '')?.[1];
      if (id === undefined || before?.test(path[at - 1] ?? '') === false) continue;
      if (after?.test(path[at + 1] ?? '') === false || isWatcher(path[at] ?? '')) continue;
      return {runtime, id};
    }
  }
  return undefined;
}

/** The container that any cgroup of a process names: a runtime may leave the process where it was in some hierarchies. */
export function containerAmong(memberships: readonly CgroupMembership[]): Container | undefined {
  const paths = new Set([cgroupPathAmong(memberships) ?? '/', ...memberships.map(({path}) => path)]);
  for (const path of paths) {
    const container = containerOf(path);
    if (container) return container;
  }
  return undefined;
}

/** "libpod-conmon-….scope", "crio-conmon-….scope". */
function isWatcher(element: string): boolean {
  return /(?:^|-)conmon(?:-|$)/.test(element);
}

/** A hyphen of a name stands as "\x2d" in the name of a unit: systemd.unit(5), "String Escaping for Inclusion in Unit Names". */
function unescapeUnit(element: string): string {
  return element.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
