/** The annotation by which podman and CRI-O keep the STOPSIGNAL of an image: a number, as text, or a name. */
const ANNOTATION = 'org.opencontainers.image.stopSignal';

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
