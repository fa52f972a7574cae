import {hasFilter, runsPackageScript} from '../../snapshot/programs/command-starters.ts';
import {conductOf} from '../../snapshot/programs/conduct.ts';
import type {StatusLoss} from '../../snapshot/programs/conducts.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Rule} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {childEvidence} from '../words/parent-evidence.ts';
import {programEvidence} from '../words/program-evidence.ts';
import {reapedEvidence} from '../words/signal-evidence.ts';

/** Some programs don't look at the error of wait(2), and report a status that they never got. */
export const falseExitStatus: Rule<SigchldHandling> = {
  id: 'sigchld/false-exit-status',
  severity: 'error',
  title: 'a program reports success for failed commands because SIGCHLD is ignored',
  claims: 'moment',
  needs: ['status'],
  headline: subjects =>
    headlineOf(
      subjects,
      'reports false exit statuses of its commands',
      'report false exit statuses of their commands',
    ),
  check(handling) {
    const {process, sigchld} = handling;
    if (sigchld.autoReap !== true) return undefined;
    const [loss] = conductOf(process)?.losses?.filter(each => each in reports) ?? [];
    if (loss === undefined) return undefined;
    const child = handling.child();
    const isStarter = loss === 'split-filter-reports-success' && hasFilter(process);
    const isBun = loss === 'bun-run-reports-success';
    if (isBun && !runsPackageScript(process)) return undefined;
    if (!child && !isStarter) return undefined;
    const {comm} = process;
    return {
      // `bun run NAME` may run a program in node_modules, too, and exits with 1 then.
      unseen: isBun ? 'something' : undefined,
      why: `${comm}'s children are reaped automatically; their exit statuses are lost. ${reports[loss]}`,
      evidence: [
        reapedEvidence(handling),
        programEvidence(process, 'which takes what wait(2) left there for a status'),
        ...(child ? [childEvidence(child, process)] : []),
      ],
      remedy: `Start ${comm} with SIGCHLD at its default (\`env --default-signal=CHLD\`), or fix what starts it. Don't trust the statuses that ${comm} has reported.`,
    };
  },
};

const reports: Partial<Record<StatusLoss, string>> = {
  'gawk-close-reports-success': 'In gawk, close(command) then returns 0 for a command that failed.',
  'vim-job-reports-success': 'In vim, job_info() then has exitval 0 for a job that failed.',
  'split-filter-reports-success': 'split --filter then exits with 0 though the command failed.',
  'bun-run-reports-success':
    '`bun run` then exits with 0 for a script of package.json that failed, and prints an error.',
  'busybox-time-makes-up-status': 'time of busybox then exits with a status that is made up.',
};
