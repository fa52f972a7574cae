import {named, namedFd} from '../rules/words/named.ts';
import type {DescriptorOrigin} from '../snapshot/inheritance/descriptor-origins.ts';
import type {Giver} from '../snapshot/inheritance/origin.ts';

/** How a process came by a descriptor, in a few words. */
export interface CameByText {
  readonly text: string;
  /** null where it is not one possibility of several, or the text names them all. */
  readonly certainty: 'likely' | null;
}

/** A former holder has exited, or has closed its descriptor. */
export function cameByText(origin: DescriptorOrigin): CameByText {
  switch (origin.kind) {
    case 'opened':
      return {text: 'opened here', certainty: 'likely'};
    case 'opened-or-inherited':
      return {text: 'opened here or passed on by a former holder', certainty: null};
    case 'opened-inherited-or-received':
      return {text: 'opened, inherited or received over a UNIX socket', certainty: null};
    case 'shares-table':
      return {text: `shares the descriptor table of ${named(origin.with)}`, certainty: null};
    case 'inherited': {
      const certainty = origin.from.certainty === 'likely' ? 'likely' : null;
      return {text: `${inheritedTexts[origin.by]} from ${giverName(origin.from)}`, certainty};
    }
  }
}

export const inheritedTexts = {fork: 'inherited by fork', exec: 'inherited across exec'};

/** "bash (32194) fd 9", "32194 (exited)", "a process that has exited". */
export function giverName({pid, alive, shownBy}: Pick<Giver, 'pid' | 'alive' | 'shownBy'>): string {
  if (shownBy.kind === 'ancestor-has-it')
    return namedFd(shownBy.ancestor.process, shownBy.ancestor.descriptor);
  if (shownBy.kind === 'older-holder') return namedFd(shownBy.elder.process, shownBy.elder.descriptor);
  const fate = alive === false ? 'exited' : 'exited, or closed it';
  return pid === null ? `a process that has ${fate}` : `${pid} (${fate})`;
}
