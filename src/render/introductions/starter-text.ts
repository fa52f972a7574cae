import {containerName, named} from '../../rules/words/named.ts';
import type {Keeper, Starter} from '../../snapshot/starters/starter.ts';
import {printableCommand} from '../safe-text.ts';

/** What is said of a process in its first line, the most telling first: a shell of cron tells less than cron does. */
const telling: readonly Starter['kind'][] = [
  'supervisor',
  'keeper',
  'cron',
  'container',
  'systemd',
  'ssh',
  'multiplexer',
  'shell',
  'program',
  'init',
];

/** Where a process comes from, in a few words; undefined where nothing is known. */
export function originClause(starters: readonly Starter[]): string | undefined {
  const kinds = telling.filter(kind => starters.some(starter => starter.kind === kind));
  const best = starters.find(({kind}) => kind === kinds[0]);
  return best && shortText(best);
}

function shortText(starter: Starter): string {
  switch (starter.kind) {
    case 'supervisor':
      return `under ${starter.program.program}`;
    case 'keeper':
      return keeperClause(starter);
    case 'cron':
      return 'from cron';
    case 'ssh':
      return `in an ssh session${starter.user === null ? '' : ` of ${starter.user}`}`;
    case 'multiplexer':
      return `in ${starter.program.program.replace(/:.*/, '')}`;
    case 'systemd':
      return `in the unit ${starter.unit}`;
    default:
      return starterText(starter);
  }
}

/** One of the things that a process comes from or is in, in full: "in the ssh session of root from 10.0.0.1:50022 (sshd (411))". */
export function starterText(starter: Starter): string {
  switch (starter.kind) {
    case 'shell':
    case 'program':
      return `started by ${named(starter.process)}`;
    case 'init':
      return `a child of ${named(starter.process)}`;
    case 'cron': {
      const job = starter.job === null ? '' : `, job: ${jobText(starter.job)}`;
      return `from cron, ${named(starter.process)}${job}`;
    }
    case 'ssh': {
      const user = starter.user === null ? '' : ` of ${starter.user}`;
      const from = starter.from === null ? '' : ` from ${starter.from}`;
      return `in the ssh session${user}${from}, ${named(starter.process)}`;
    }
    case 'supervisor': {
      const {service, program} = starter.program;
      const what = service === null ? '' : ` as its service ${service}`;
      return `under ${program}, ${named(starter.process)}${what}`;
    }
    case 'keeper':
      return keeperText(starter);
    case 'multiplexer':
      return `in ${starter.program.program.replace(/:.*/, '')}, ${named(starter.process)}`;
    case 'systemd':
      return `in the unit ${starter.unit}${starter.file === null ? '' : ` (${starter.file})`}`;
    case 'container':
      return `in the ${starter.container.runtime} container ${containerName(starter.container)}`;
  }
}

/** The line of a crontab, or the arguments of what cron runs without a shell. */
function jobText(job: readonly string[]): string {
  const [only = '', ...more] = job;
  return more.length === 0 ? only : printableCommand(job);
}

/** Only what the pid file names is the service; all that it starts inherits its environment. */
function keeperClause({program: {program}, pidFile, below}: Keeper): string {
  return pidFile !== null && below === null
    ? `kept alive by ${program} (likely)`
    : `from ${program} (likely)`;
}

function keeperText({process, program: {program, service}, pidFile, below}: Keeper): string {
  const who = process ? named(process) : program;
  if (pidFile === null)
    return `from ${who}, which started it or an ancestor of it for the service ${service} (likely)`;
  const kept = below === null ? 'kept alive' : `below ${named(below)}, kept alive`;
  return `${kept} by ${who} as its service ${service}, by the pid file ${pidFile} (likely)`;
}
