/** Findings, rules and facts that a test makes up and holds against a policy. */
import type {Facts} from '../../../src/policy/facts.ts';
import type {Diagnosis} from '../../../src/rules/diagnosis/diagnosis.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import type {RuleCard} from '../../../src/rules/rule.ts';
import {seenAt} from '../../../src/snapshot/evidence.ts';

export const cards = {
  stopped: {
    id: 'zombies/parent-stopped',
    severity: 'warning',
    title: 'the parent is stopped',
    claims: 'moment',
    needs: ['syscall'],
  },
  python: {
    id: 'sigchld/python-loses-exit-status',
    severity: 'error',
    title: 'Python reports success for failed commands',
    claims: 'moment',
    needs: [],
  },
  leader: {
    id: 'zombies/exited-leader',
    severity: 'info',
    title: 'only the main thread has exited',
    claims: 'moment',
    needs: [],
  },
} satisfies Record<string, RuleCard>;

/** A proven finding of a rule about a process, with anything of it replaced. */
export function findingOf({id, severity}: RuleCard, replaced: Partial<Finding> = {}): Finding {
  return {
    rule: id,
    severity,
    certainty: 'proven',
    why: 'server (812) is stopped.',
    evidence: [seenAt('/proc/812/stat', 'state', 'T')],
    remedy: 'To continue the parent: `kill -CONT 812`.',
    subject: {pid: 812, startTicks: 4711, comm: 'server'},
    what: 'zombie sh (813), not reaped by server (812).',
    cause: 'zombies of 812',
    more: 'procdoc zombies --parent 812',
    ...replaced,
  };
}

/** What these rules found; all of them were asked. */
export function diagnosisOf(findings: readonly Finding[], skipped: Diagnosis['skipped'] = []): Diagnosis {
  return {findings, skipped, asked: Object.values(cards), lookedAt: 100};
}

export const noFacts: Facts = {
  hidden: null,
  measures: new Map(),
  traits: new Map(),
  scripts: [],
  locks: [],
  ports: [],
  sigchld: [],
};
