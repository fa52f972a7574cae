import type {TargetOrigin} from '../../snapshot/holders/held-description.ts';

/** How a holder came by a descriptor, in a few words. */
export interface CameByText {
  readonly text: string;
  /** null where it is not one possibility of several, or the text names them all. */
  readonly certainty: 'likely' | null;
}

/** A former holder has exited, or has closed its descriptor. */
export function cameByText(origin: TargetOrigin): CameByText {
  switch (origin.kind) {
    case 'opened':
      return {text: 'opened it', certainty: 'likely'};
    case 'opened-or-inherited':
      return {text: 'opened here or inherited from a former holder', certainty: null};
    case 'inherited-or-received':
      return {text: 'inherited or received over a UNIX socket', certainty: null};
    case 'inherited':
      return {text: inheritedTexts[`${origin.by}`], certainty: null};
  }
}

const inheritedTexts = {
  fork: 'inherited by fork',
  exec: 'inherited across exec',
  null: 'inherited from a former holder',
};
