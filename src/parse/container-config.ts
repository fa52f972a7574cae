/** The names that Docker, Podman and nerdctl take: those of Kubernetes are shorter. Others were made up, and may be of any length. */
const NAME = /^[A-Za-z0-9][\w.-]{0,252}$/;
/** The annotation by which podman and CRI-O keep the STOPSIGNAL of an image: a number, as text, or a name. */
const ANNOTATION = 'org.opencontainers.image.stopSignal';
/** The annotation by which nerdctl(1) keeps the name of a container of containerd. */
const NERDCTL = 'nerdctl/name';
/** The annotations by which containerd keeps the names of Kubernetes. */
const POD = 'io.kubernetes.cri.sandbox-name';
const CONTAINER = 'io.kubernetes.cri.container-name';

/**
 * The stop signal in the configuration of a container: config.json of an OCI bundle, or Docker's config.v2.json. null
 * where it names none, so that it is SIGTERM; undefined where the text isn't such a configuration.
 */
export function parseStopSignal(bytes: Buffer): string | null | undefined {
  const config = objectIn(parsed(bytes.toString('utf8')));
  const signal = objectIn(config?.annotations)?.[ANNOTATION] ?? objectIn(config?.Config)?.StopSignal;
  if (config === undefined) return undefined;
  return typeof signal === 'string' && signal !== '' ? signal : null;
}

/**
 * The name of a container in the file that its runtime keeps: "Name" of Docker's config.v2.json ("/shop-web"), or of a
 * container of Kubernetes, in the config.json of its OCI bundle, those of its pod and its own: "shop-7d9f/web"; of nerdctl
 * its own. Undefined where the text has none.
 */
export function parseContainerName(bytes: Buffer): string | undefined {
  const config = objectIn(parsed(bytes.toString('utf8')));
  const name = nameIn(textIn(config?.Name)?.replace(/^\//, ''));
  if (name) return name;
  const annotations = objectIn(config?.annotations);
  const ofNerdctl = nameIn(annotations?.[NERDCTL]);
  if (ofNerdctl) return ofNerdctl;
  return [POD, CONTAINER].flatMap(key => nameIn(annotations?.[key]) ?? []).join('/') || undefined;
}

/** The PID 1 of a container of runc or crun. */
export interface PidOne {
  /** As the runtime sees it. */
  readonly pid: number;
  /** When it started: field 22 of its stat. */
  readonly startTicks: number;
}

/** What the state.json of runc(8), or the status of crun(1), says of a container; undefined for any other text. */
export function parsePidOne(bytes: Buffer): PidOne | undefined {
  const state = objectIn(parsed(bytes.toString('utf8'))) ?? {};
  const pid = state.init_process_pid ?? state.pid;
  const startTicks = state.init_process_start ?? state['process-start-time'];
  return typeof pid === 'number' && typeof startTicks === 'number' ? {pid, startTicks} : undefined;
}

/** The names of containers by id, in the containers.json of containers-storage, which Podman uses; none for any other text. */
export function parseStoredNames(bytes: Buffer): ReadonlyMap<string, string> {
  const all = parsed(bytes.toString('utf8'));
  const entries = (Array.isArray(all) ? all : []).flatMap((one: unknown) => {
    const {id, names} = objectIn(one) ?? {};
    const name = Array.isArray(names) ? nameIn(names[0]) : undefined;
    return typeof id === 'string' && name ? [[id, name] as const] : [];
  });
  return new Map(entries);
}

function nameIn(value: unknown): string | undefined {
  const name = textIn(value);
  return name !== undefined && NAME.test(name) ? name : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
