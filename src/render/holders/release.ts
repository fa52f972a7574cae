import {hasPort} from '../../snapshot/descriptors/socket-facts.ts';
import type {HeldDescription} from '../../snapshot/holders/held-description.ts';
import {closingOfListed} from './closing.ts';

/** What releases an open file description, and what follows from that. */
export interface Release {
  /** What is released: "This end", "The socket". */
  readonly what: string;
  /** "when sleep (32197) closes fd 9 or exits", with what follows; no full stop. */
  readonly when: string;
}

/** What releases a description; undefined where no holder is visible. */
export function releaseOf(description: HeldDescription): Release | undefined {
  const {kind, socket, holders} = description;
  if (holders.length === 0) return undefined;
  const when = `when ${closingOfListed(holders)}`;
  if (kind === 'pipe' || kind === 'fifo') return {what: 'This end', when};
  if (socket === null) return {what: 'The open file', when};
  return {what: 'The socket', when: `${when}${afterwards(description, socket)}`};
}

/** A sentence of its own, for JSON: "The open file is released when sleep (32197) closes fd 9 or exits." */
export function releaseSentence(description: HeldDescription): string | null {
  const release = releaseOf(description);
  return release ? `${release.what} is released ${release.when}.` : null;
}

type HeldSocket = NonNullable<HeldDescription['socket']>;

/** Whether a socket keeps others from its address. */
export function takesAddress(socket: HeldSocket): boolean {
  const {family, type, state} = socket;
  if (state === 'LISTEN' || state === 'BOUND') return true;
  return type === 'datagram' && (family === 'unix' || hasPort(socket));
}

function afterwards({networkNamespace, boundFile}: HeldDescription, socket: HeldSocket): string {
  const {family, local, remote} = socket;
  if (remote !== null || local === null || !takesAddress(socket)) return '; its peer then sees it closed';
  const there = networkNamespace === null ? '' : ' in its network namespace';
  if (family !== 'unix' || boundFile === null) return `; ${local}${there} is then free of it`;
  // The file of a socket outlives it: unix(7).
  const {path, isThere} = boundFile;
  if (isThere === undefined)
    return `. Whether its file ${path} is still there isn't visible from here; if so, bind(2) fails with EADDRINUSE until the file is removed`;
  return isThere
    ? `. Its file ${path} stays: bind(2) fails with EADDRINUSE until the file is removed`
    : `. Its file ${path} is already gone, so new clients can't reach it`;
}
