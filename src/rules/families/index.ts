import type {SilentServer} from '../../snapshot/blocked-processes/silent-servers.ts';
import type {Stalled} from '../../snapshot/blocked-processes/stalled.ts';
import type {WaitCycle} from '../../snapshot/blocked-processes/wait-cycles.ts';
import type {LeaderlessGroup} from '../../snapshot/families/leaderless-group.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {Rule} from '../rule.ts';
import {fuseServerSilent} from './fuse-server-silent.ts';
import {orphanWithResources} from './orphan-with-resources.ts';
import {processGroupLeaderGone} from './process-group-leader-gone.ts';
import {stoppedWithWaiters} from './stopped-with-waiters.ts';
import {waitCycle} from './wait-cycle.ts';

/** What may be wrong with what a family left behind. */
export const orphanRules: readonly Rule<Orphan>[] = [orphanWithResources];

export const groupRules: readonly Rule<LeaderlessGroup>[] = [processGroupLeaderGone];

export const stalledRules: readonly Rule<Stalled>[] = [stoppedWithWaiters];

export const serverRules: readonly Rule<SilentServer>[] = [fuseServerSilent];

export const cycleRules: readonly Rule<WaitCycle>[] = [waitCycle];
