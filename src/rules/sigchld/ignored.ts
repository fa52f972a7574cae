import {conductOf} from '../../snapshot/programs/conduct.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import {isInherited} from '../../snapshot/signal-origins/origin.ts';
import type {Rule} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {ownSigchldReason} from '../words/ignored-sigchld.ts';

/** SIGCHLD is ignored, and no process is known to have passed that on: the process itself, or its launcher, set it. */
export const ignored: Rule<SigchldHandling> = {
  id: 'sigchld/ignored',
  severity: 'warning',
  title: 'SIGCHLD is ignored, so wait() and system() fail with ECHILD',
  claims: 'moment',
  needs: ['status'],
  headline: subjects => headlineOf(subjects, 'ignores SIGCHLD', 'ignore SIGCHLD'),
  check(handling) {
    const {process, origin} = handling;
    const found = origin();
    if (!found || isInherited(found)) return undefined;
    // Such a program learns every status in another way, and gives its children the default.
    if (conductOf(process)?.sigchld === 'ignores') return undefined;
    // A worker that sets it for itself is its program's design: what is passed on is a finding about the children.
    if (found.how === 'own' && handling.isForkOfParent()) return undefined;
    return ownSigchldReason(handling, found);
  },
};
