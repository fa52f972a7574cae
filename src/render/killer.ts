import type {Killer, Sender} from '../lifecycle/killers/killer.ts';
import {evidenceText} from '../rules/words/evidence.ts';
import {named} from '../rules/words/named.ts';
import type {KillerJson} from './contract/killer.ts';
import {printable, printableCommand} from './safe-text.ts';
import {evidenceFacts} from './verdict-json.ts';

/** Who sent the signal that killed a process: "sent by kill (4720): kill -9 4711". */
export function killerText({kind, sender, after, certainty}: Killer): string {
  const doubt = certainty === 'likely' ? ' (likely)' : '';
  if (sender === undefined) return `sent by the ${kind === 'oom-killer' ? 'OOM killer' : 'kernel'}${doubt}`;
  if (kind === 'itself')
    return `sent by itself${doubt}${after ? ` after one from ${senderText(after)}` : ''}`;
  if (kind === 'parent-exit')
    return `sent because its parent ${printable(named(sender))}, or a thread of it, exited (PR_SET_PDEATHSIG)${doubt}`;
  return `sent by ${senderText(sender)}${doubt}`;
}

/** A process with its command, where that says more than its name: "bash (4720): bash -c 'kill -9 4711'". */
export function senderText(sender: Sender): string {
  const {comm, command} = sender;
  const name = printable(named(sender));
  const says = command !== undefined && command.join(' ') !== comm;
  return says ? `${name}: ${printableCommand(command)}` : name;
}

/** Who killed a process, as the JSON contract has it. */
export function killerJson({kind, sender, after, certainty, evidence}: Killer): KillerJson {
  return {
    kind,
    ...senderJson(sender),
    after: after ? senderJson(after) : null,
    certainty,
    evidence: evidence.map(evidenceText),
    facts: evidenceFacts(evidence),
  };
}

/** The process that sent a signal; null for what isn't known, and for the kernel. */
export function senderJson(sender: Sender | undefined): Pick<KillerJson, 'pid' | 'comm' | 'command'> {
  const command = sender?.command && printableCommand(sender.command);
  return {pid: sender?.pid ?? null, comm: sender?.comm ?? null, command: command ?? null};
}
