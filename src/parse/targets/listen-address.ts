import {isIPv4, isIPv6} from 'node:net';

/** Where a server listens. */
export interface ListenAddress {
  /** "127.0.0.1", "::1", "localhost"; null: every address of the machine. */
  readonly host: string | null;
  /** 0: any that is free. */
  readonly port: number;
}

/**
 * Reads an address to listen at: "127.0.0.1:9957", "[::1]:9957", "localhost:9957", and ":9957" or "*:9957" for every
 * address. A number alone is a port of `host`. Undefined for anything else.
 */
export function parseListenAddress(text: string, host: string): ListenAddress | undefined {
  const [, where, digits = ''] = /^(?:(.*):)?(\d{1,5})$/s.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535) return undefined;
  if (where === undefined) return {host, port};
  if (where === '' || where === '*') return {host: null, port};
  const [, inner] = /^\[(.*)\]$/.exec(where) ?? [];
  const isHost = inner === undefined ? isIPv4(where) || where === 'localhost' : isIPv6(inner);
  return isHost ? {host: inner ?? where, port} : undefined;
}
