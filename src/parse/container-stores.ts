/** An ordinary user, whose containers are kept in files of that user's own. */
export interface StoreOwner {
  readonly uid: number;
  readonly name: string;
  /** An absolute path. */
  readonly home: string;
}

/** Where runtimes keep what they know of containers: paths below a root directory, without "/" before them. */
export interface ContainerStores {
  /** The names of Podman's containers. */
  readonly podman: readonly string[];
  /** A folder for each container of Docker. */
  readonly docker: string;
  /** The state of runc(8) and crun(1): a folder for each container, with this file in it. */
  readonly states: readonly {
    readonly runtime: 'runc' | 'crun';
    readonly folder: string;
    readonly file: string;
  }[];
}

/** The storage drivers of Podman: containers-storage.conf(5). */
const drivers = ['overlay', 'vfs', 'btrfs', 'zfs'];
/** The second one has the containers of `podman run --rm`. */
const lists = ['containers.json', 'volatile-containers.json'];

/**
 * Where runtimes keep what they know of the containers of root, or of a user who runs them without being root, if they were
 * told of no other place (--root, --data-root, storage.conf, XDG_DATA_HOME): containers-storage.conf(5), and "Rootless
 * mode" of Docker's manual.
 */
export function containerStores(owner?: StoreOwner): ContainerStores {
  const home = owner && `${owner.home.slice(1)}/.local/share`;
  const run = owner ? `run/user/${owner.uid}` : 'run';
  const storage = `${home ?? 'var/lib'}/containers/storage`;
  return {
    podman: drivers.flatMap(driver => lists.map(list => `${storage}/${driver}-containers/${list}`)),
    docker: `${home ?? 'var/lib'}/docker/containers`,
    states: [
      {runtime: 'runc', folder: `${run}/runc`, file: 'state.json'},
      {runtime: 'crun', folder: `${run}/crun`, file: 'status'},
    ],
  };
}
