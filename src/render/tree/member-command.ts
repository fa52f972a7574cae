import {innerText} from '../../rules/words/named.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {printable, printableCommand} from '../safe-text.ts';

/** "python3 (4711, 10 in web)"; "?" stands for a name that isn't known. */
export function memberName({pid, comm, innerPid}: FamilyMember): string {
  const inner = innerPid();
  return `${comm ?? '?'} (${pid}${inner ? `, ${innerText(inner)}` : ''})`;
}

/** The command line, or the comm in brackets of a process without one; null where neither is known. */
export function memberCommand({command, comm}: FamilyMember): string | null {
  if (command === null || comm === null) return null;
  if (command.length === 0) return `[${printable(comm)}]`;
  return typeof command === 'string' ? printable(command) : printableCommand(command);
}

/** What a process runs: an interpreter its script or module with the arguments, every other its command line. */
export function whatRuns(member: FamilyMember): string | null {
  const script = member.script();
  const {module = null, args = []} = script?.line ?? {};
  const name = module === null ? script?.address() : `-m ${module}`;
  if (name == null) return memberCommand(member);
  return [printable(name), ...(args.length > 0 ? [printableCommand(args)] : [])].join(' ');
}
