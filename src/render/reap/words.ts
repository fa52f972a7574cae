import type {Action, Futility, Hindrance, Plan} from '../../lifecycle/reap/plan.ts';
import type {Step} from '../../lifecycle/reap/steps.ts';
import {procdocCommand} from '../../rules/commands/printed-commands.ts';
import {endCommand} from '../../rules/remedies/end-command.ts';
import {named} from '../../rules/words/named.ts';
import {continueText, freezerText} from '../../rules/words/stall.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper, SigchldTaker} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {counted} from '../page.ts';

/** The label of an action, in a column of its own. */
export const labels: Readonly<Record<Action, string>> = {
  sigcont: 'try',
  thaw: 'thaw',
  sigchld: 'try',
  'end-parent': 'end',
};

const flags: Readonly<Record<Action, readonly string[]>> = {
  sigcont: ['--try'],
  thaw: ['--try', '--thaw'],
  sigchld: ['--try'],
  'end-parent': ['--end-parent'],
};

/** "sh (813)", "3 zombies". */
export function zombiesName(zombies: readonly Zombie[]): string {
  const [first, ...more] = zombies;
  return first && more.length === 0 ? named(first.process) : counted(zombies.length, 'zombie');
}

/** What procdoc is about to do: a clause after "procdoc reap: ". */
export function intentText(action: Action, {reaper, zombies}: Step['plan']): string {
  const who = action === 'end-parent' ? 'init or the nearest subreaper' : 'it';
  return `${actText(action, reaper)}, so that ${who} reaps ${zombiesName(zombies)}`;
}

function actText(action: Action, reaper: Reaper): string {
  const parent = named(reaper.process);
  switch (action) {
    case 'sigcont':
      return `sending SIGCONT to ${parent}, which is stopped`;
    case 'thaw':
      return `thawing ${folderText(reaper)}, which freezes ${parent} and every other process in it`;
    case 'sigchld':
      return `sending SIGCHLD to ${parent}, which ${takerText(reaper.sigchldTaker())}`;
    case 'end-parent':
      return `sending SIGTERM to ${parent}`;
  }
}

function folderText({condition}: Reaper): string {
  return freezerText(condition?.kind === 'frozen' ? condition : undefined);
}

function takerText(taker: SigchldTaker | undefined): string {
  switch (taker?.kind) {
    case 'signalfd':
      return `takes it by a signalfd (fd ${taker.fd})`;
    case 'sigwait':
      return `takes it by sigwait(3) in thread ${taker.tid}`;
    default:
      return 'has a handler for it';
  }
}

/** What is to be confirmed on a terminal. */
export function questionText({reaper}: Step['plan']): string {
  return `End ${named(reaper.process)} by SIGTERM? [y/N] `;
}

/** How to see why zombies are left: an order with the command to type. */
export function lookAgainText(parent: Process): string {
  return `To see why the parent still doesn't reap: \`${procdocCommand(parent, 'zombies', '--parent', parent.pid)}\``;
}

/** What could be done: an order with the command to type. */
export function plannedText({action, plan}: Step): string {
  const {reaper, zombies} = plan;
  const {process} = reaper;
  const [first, ...more] = zombies;
  const pid = more.length === 0 && first ? first.pid : process.pid;
  return `${aimText(action, reaper)}: \`${procdocCommand(process, 'reap', pid, ...flags[action])}\``;
}

function aimText(action: Action, reaper: Reaper): string {
  const parent = named(reaper.process);
  switch (action) {
    case 'sigcont':
      return `To continue ${parent} by SIGCONT`;
    case 'thaw':
      return `To thaw ${folderText(reaper)}, with every process in it`;
    case 'sigchld':
      return `To send SIGCHLD to ${parent}, which ${takerText(reaper.sigchldTaker())}, for as long as it reaps`;
    case 'end-parent':
      return `To end ${parent} by SIGTERM, so that init or the nearest subreaper adopts and reaps its zombies`;
  }
}

/** Why an action has no effect: a sentence. */
export function futilityText({action, plan: {reaper}}: Step, futility: Futility): string {
  const {process, condition} = reaper;
  const parent = named(process);
  switch (futility) {
    case 'default':
      return `SIGCHLD is useless: ${parent} has no handler for it, and the kernel discards it.`;
    case 'ignored':
      return action === 'end-parent'
        ? `SIGTERM is useless: ${parent} ignores it. To end it: ${endCommand([process])}.`
        : `SIGCHLD is useless: ${parent} ignores it.`;
    case 'blocked':
      return `SIGCHLD is useless: ${parent} blocks it, and its handler doesn't run.`;
    case 'pending':
      return `SIGCHLD is useless: ${parent} blocks it, and has one pending, with which another would merge.`;
    case 'unreadable':
      return `SIGCHLD isn't sent: what ${parent} does with it can't be read.`;
    case 'needs-foreground':
      return `SIGCONT alone is useless: continue it with ${continueText(process, condition?.kind === 'stopped' ? condition : undefined)}.`;
    case 'cgroup-not-visible':
      return `${parent} is frozen by a cgroup that isn't visible from here: it has to be thawed on the host.`;
    case 'manager':
      return `SIGTERM isn't sent: ${parent} keeps others running. To end it: ${endCommand([process])}.`;
    case 'cannot-run':
      return `${action === 'end-parent' ? 'SIGTERM' : 'SIGCHLD'} is useless as long as ${parent} can't run.`;
  }
}

/** What came of an action: a sentence. */
export function outcomeText(step: Step): string | undefined {
  const {action, plan, outcome} = step;
  const {process} = plan.reaper;
  switch (outcome.kind) {
    case 'planned':
      return plannedText(step);
    case 'futile':
      return futilityText(step, outcome.futility);
    case 'declined':
      return `${named(process)} was left alone.`;
    case 'not-needed':
      return undefined;
    case 'failed':
      return failureText(step, outcome.errno);
    case 'taken': {
      const done = `${pastText(action, plan.reaper)}${outcome.times > 1 ? ` ${outcome.times} times` : ''}`;
      if (outcome.left === 0) return `${done}: ${zombiesName(plan.zombies)} reaped.`;
      const reaped = outcome.reaped > 0 ? `${outcome.reaped} reaped, ${outcome.left} left` : 'nothing reaped';
      return `${done}: ${reaped}.${action === 'end-parent' ? ` ${afterEndText(process)}` : ''}`;
    }
  }
}

/** Why zombies are left after SIGTERM to their parent. */
function afterEndText(parent: Process): string {
  return parent.isStillThere()
    ? `${named(parent)} hasn't exited. To end it: ${endCommand([parent])}`
    : `${named(parent)} has exited, but its adopter hasn't reaped what it left.`;
}

function pastText(action: Action, reaper: Reaper): string {
  const parent = named(reaper.process);
  if (action === 'thaw') return `Thawed ${folderText(reaper)}`;
  return `Sent ${{sigcont: 'SIGCONT', sigchld: 'SIGCHLD', 'end-parent': 'SIGTERM'}[action]} to ${parent}`;
}

function failureText({action, plan: {reaper}}: Step, errno: string): string {
  const parent = named(reaper.process);
  if (errno === 'ESRCH') return `${parent} has exited.`;
  if (action === 'thaw')
    return `${parent} stays frozen: ${folderText(reaper)} can't be thawed (${errno})${errno === 'EACCES' ? ': it takes root, or who owns that cgroup' : ''}.`;
  return `${parent} can't be signalled (${errno})${errno === 'EPERM' ? ': it takes the user of that process, root, or CAP_KILL' : ''}.`;
}

/** Why procdoc does nothing for zombies: a sentence. */
export function hindranceText(hindrance: Hindrance, {zombies, reaper}: Plan): string {
  const parent = reaper ? named(reaper.process) : `process ${zombies[0].process.stat.ppid}`;
  const them = zombies.length === 1 ? 'it' : 'them';
  switch (hindrance.kind) {
    case 'traced':
      return `${hindrance.tracer ? named(hindrance.tracer) : "A tracer that isn't visible from here"} traces ${them}, and has to wait for ${them} or to detach: no signal to ${parent} can help.`;
    case 'parent-not-visible':
      return `The parent, ${parent}, isn't visible from here.`;
    case 'init':
      return `${parent} is PID 1 of its pid namespace: procdoc sends it no signal.`;
    case 'init-unknown':
      return `Whether ${parent} is PID 1 of a pid namespace can't be read: procdoc sends it no signal.`;
    case 'ancestor-unknown':
      return `Not all ancestors of procdoc are visible from here, and ${parent} may be one: procdoc sends them no signal.`;
    case 'ancestor':
      return `procdoc runs below ${parent}, and sends its own ancestors no signal.`;
  }
}
