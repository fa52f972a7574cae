import {basename} from 'node:path';

/** What the command line of a container's manager says of the container. */
export interface ManagedContainer {
  readonly runtime: string;
  /** Undefined where the runtime knows its containers by their names only. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** Of containerd, which keeps the containers of each client in a namespace of their own: "moby" for Docker. */
  readonly namespace: string | undefined;
}

const nothing = {id: undefined, name: undefined, namespace: undefined};

/**
 * Reads the command line of conmon(8), containerd's shim, systemd-nspawn(1) or LXC's monitor. Undefined for any other
 * program, and where that names no container.
 */
export function parseContainerManager(argv: readonly string[]): ManagedContainer | undefined {
  const [command = ''] = argv;
  const monitor = /^\[lxc monitor\] .* (\S+)$/s.exec(argv.join(' ').trimEnd());
  if (monitor) return {...nothing, runtime: 'lxc', name: monitor[1]};
  const program = basename(command);
  const given = (...names: readonly string[]) => optionValue(argv, names);
  if (/^conmon(?:rs)?$/.test(program)) {
    const id = given('-c', '--cid');
    return id === undefined ? undefined : {...nothing, runtime: 'podman', id, name: given('-n', '--name')};
  }
  if (/^(?:docker-)?containerd-shim(?:-[\w-]+)?$/.test(program)) {
    const namespace = given('-namespace');
    return {
      ...nothing,
      runtime: namespace === 'moby' ? 'docker' : 'containerd',
      id: given('-id'),
      namespace,
    };
  }
  if (program !== 'systemd-nspawn') return undefined;
  const folder = given('-D', '--directory');
  const name = given('-M', '--machine') ?? (folder === undefined ? undefined : basename(folder));
  return name === undefined ? undefined : {...nothing, runtime: 'nspawn', name};
}

/** The value of the first of these options, as "-n NAME" or "--name=NAME". */
function optionValue(argv: readonly string[], names: readonly string[]): string | undefined {
  for (const [at, word] of argv.entries()) {
    for (const name of at === 0 ? [] : names) {
      if (word === name) return argv[at + 1];
      if (name.startsWith('--') && word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    }
  }
  return undefined;
}
