import {unescapeOctal} from './mountinfo.ts';
import {decodeText} from './text.ts';

/** An area of swap space: swapon(2). */
export interface Swap {
  /** Of the file or block device, as the kernel writes it from its own root. */
  readonly path: string;
  /** Whether that file has no name any more. */
  readonly deleted: boolean;
}

/** Parses /proc/swaps (proc_swaps(5)); lines of another form (the heading) are left out. */
export function parseSwaps(bytes: Buffer): Swap[] {
  const line = /^(\/\S*)\s+(?:file|partition)\s+\d+\s+\d+\s+-?\d+\s*$/gm;
  return [...decodeText(bytes).matchAll(line)].map(([, name = '']) => {
    const path = unescapeOctal(name);
    return {path: path.replace(/ \(deleted\)$/, ''), deleted: path.endsWith(' (deleted)')};
  });
}
