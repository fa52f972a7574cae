import {boolean, string} from '@oclif/core/flags';
import type {Action} from '../../lifecycle/reap/plan.ts';
import {UsageError} from '../failures.ts';
import {evidenceFlag} from '../listing-flags.ts';

export const reapFlags = {
  try: boolean({
    description: 'do the least that can help: SIGCONT to a stopped parent, SIGCHLD to one that takes it',
  }),
  thaw: boolean({
    dependsOn: ['try'],
    description: 'with --try: also thaw the cgroup that freezes the parent, and all that is in it',
  }),
  'end-parent': boolean({description: 'end the parent by SIGTERM, so that its adopter reaps; asks first'}),
  yes: boolean({dependsOn: ['end-parent'], char: 'y', description: 'with --end-parent: do not ask'}),
  evidence: evidenceFlag,
};

/** Every command that reads has it; here it is known only to be refused by a sentence of its own. */
export const hiddenFrom = string({hidden: true});

export interface ReapFlagValues {
  readonly try: boolean;
  readonly thaw: boolean;
  readonly 'end-parent': boolean;
  readonly yes: boolean;
}

/** The actions that are asked for; none: only to explain. */
export function wantedActions(flags: ReapFlagValues): ReadonlySet<Action> {
  return new Set<Action>([
    ...(flags.try ? (['sigcont', 'sigchld'] as const) : []),
    ...(flags.thaw ? (['thaw'] as const) : []),
    ...(flags['end-parent'] ? (['end-parent'] as const) : []),
  ]);
}

/** Whether somebody at a terminal can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Fails where it is not clear what is to be done, or to which processes, before anything is looked at. */
export function requireClearOrder(
  flags: ReapFlagValues,
  order: {isRecorded: boolean; hasPid: boolean},
): void {
  if (order.isRecorded) throw new UsageError({kind: 'reap-from-recording'});
  const {try: tries, 'end-parent': ends} = flags;
  if ((tries || ends) && !order.hasPid)
    throw new UsageError({kind: 'reap-without-pid', flag: tries ? '--try' : '--end-parent'});
  if (ends && !flags.yes && !canAsk()) throw new UsageError({kind: 'end-unconfirmed'});
}
