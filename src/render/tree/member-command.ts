import {innerText} from '../../rules/words/named.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {oncePer} from '../../snapshot/once.ts';
import {printable, printableCommand} from '../safe-text.ts';

/** "python3 (4711, 10 in web)"; "?" stands for a name that isn't known. */
export function memberName(member: FamilyMember): string {
  const {pid, comm} = member;
  const inner = member.innerPid();
  return `${comm ?? '?'} (${pid}${inner ? `, ${innerText(inner)}` : ''})`;
}

/** The command line, or the comm in brackets of a process without one; null where neither is known. */
export function memberCommand(member: FamilyMember): string | null {
  const {comm} = member;
  const command = member.command();
  if (command === null || comm === null) return null;
  if (command.length === 0) return `[${printable(comm)}]`;
  return typeof command === 'string' ? printable(command) : printableArguments(command);
}

/** Processes that run the same command, as workers do, may have one list of arguments. */
const printableArguments = oncePer((argv: readonly string[]) => printableCommand(argv));

/** What a process runs: an interpreter its script or module with the arguments, every other its command line. */
export function whatRuns(member: FamilyMember): string | null {
  const script = member.script();
  const {module = null, args = []} = script?.line ?? {};
  const name = module === null ? script?.address() : `-m ${module}`;
  if (name == null) return memberCommand(member);
  return [printable(name), ...(args.length > 0 ? [printableCommand(args)] : [])].join(' ');
}
