import {boolean, integer} from '@oclif/core/flags';
import {drawingFlag, evidenceFlag} from './listing-flags.ts';
import {sourceFlag} from './source.ts';

/** The flags of `procdoc tree`. */
export const treeFlags = {
  depth: integer({min: 0, helpValue: 'N', description: 'show N levels below PID, or below the top'}),
  long: boolean({char: 'l', description: "show the ancestors' command lines, and each process by itself"}),
  evidence: evidenceFlag,
  format: drawingFlag(),
  source: sourceFlag('knows only parents, names and command lines'),
};
