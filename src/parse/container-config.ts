/** The annotation by which podman and CRI-O keep the STOPSIGNAL of an image: a number, as text, or a name. */
const ANNOTATION = 'org.opencontainers.image.stopSignal';
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
 * container of Kubernetes, in the config.json of its OCI bundle, those of its pod and its own: "shop-7d9f/web". Undefined
 * where the text has neither.
 */
export function parseContainerName(bytes: Buffer): string | undefined {
  const config = objectIn(parsed(bytes.toString('utf8')));
  const name = textIn(config?.Name)?.replace(/^\//, '');
  if (name) return name;
  const annotations = objectIn(config?.annotations);
  const pod = textIn(annotations?.[POD]);
  const container = textIn(annotations?.[CONTAINER]);
  return [pod, container].filter(Boolean).join('/') || undefined;
}

/** The PID 1 of a container of runc. */
export interface RuncContainer {
  readonly id: string;
  /** As runc sees it. */
  readonly pid: number;
  /** When it started: field 22 of its stat. */
  readonly startTicks: number;
}

/** What the state.json of runc(8) says of a container; undefined for any other text. */
export function parseRuncState(bytes: Buffer): RuncContainer | undefined {
  const state = objectIn(parsed(bytes.toString('utf8')));
  const {id, init_process_pid: pid, init_process_start: startTicks} = state ?? {};
  return typeof id === 'string' && typeof pid === 'number' && typeof startTicks === 'number'
    ? {id, pid, startTicks}
    : undefined;
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
