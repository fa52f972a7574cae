/**
 * Whether a path is that of the configuration or state of containers, as its runtime names the file: Docker, that of an
 * OCI bundle, runc, Podman's storage, or crun.
 */
export function isContainerConfig(path: string): boolean {
  return /\/(?:config(?:\.v2)?|state|(?:volatile-)?containers)\.json$|\/run\/(?:user\/\d+\/)?crun\/[^/]+\/status$/.test(
    path,
  );
}

/** What an image says of itself, and what Kubernetes and nerdctl call their containers. */
const keptAnnotations = /^(?:org\.opencontainers\.image|io\.kubernetes\.cri)\.|^nerdctl\/name$/;

/**
 * A container's configuration with its name, PID 1, stop signal and the annotations of the image and of Kubernetes: the rest
 * has secrets, such as the environment. Empty where the text isn't such a configuration.
 */
export function withoutSecrets(bytes: Buffer): Buffer {
  const whole = parsed(bytes.toString('utf8'));
  if (Array.isArray(whole)) return Buffer.from(JSON.stringify(whole.map(storedIn)));
  const config = objectIn(whole);
  if (!config) return Buffer.from('');
  const annotations = Object.entries(objectIn(config.annotations) ?? {});
  const kept = {
    Name: config.Name,
    Config: {StopSignal: objectIn(config.Config)?.StopSignal},
    id: config.id,
    init_process_pid: config.init_process_pid,
    init_process_start: config.init_process_start,
    pid: config.pid,
    'process-start-time': config['process-start-time'],
    annotations: Object.fromEntries(annotations.filter(([name]) => keptAnnotations.test(name))),
  };
  return Buffer.from(JSON.stringify(kept));
}

/** Of a container in Podman's storage, its id and names. */
function storedIn(one: unknown): object {
  const {id, names} = objectIn(one) ?? {};
  return {id, names};
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
