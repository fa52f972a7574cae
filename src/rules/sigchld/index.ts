import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Rule} from '../rule.ts';
import {blocked} from './blocked.ts';
import {childrenReapedUnseen} from './children-reaped-unseen.ts';
import {falseExitStatus} from './false-exit-status.ts';
import {ignored} from './ignored.ts';
import {ignoredByInheritance} from './ignored-by-inheritance.ts';
import {pythonLosesExitStatus} from './python-loses-exit-status.ts';
import {twoReapers} from './two-reapers.ts';

/** The worst first; several may be true of one process. */
export const sigchldRules: readonly Rule<SigchldHandling>[] = [
  pythonLosesExitStatus,
  falseExitStatus,
  twoReapers,
  ignoredByInheritance,
  ignored,
  childrenReapedUnseen,
  blocked,
];
