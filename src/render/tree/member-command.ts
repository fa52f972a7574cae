import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {printable, printableCommand} from '../safe-text.ts';

/** The command line; in brackets the comm of one that has none; null where it is not known. */
export function memberCommand({command, comm}: FamilyMember): string | null {
  if (command === null || comm === null) return null;
  if (command.length === 0) return `[${printable(comm)}]`;
  return typeof command === 'string' ? printable(command) : printableCommand(command);
}

/** What it runs: of an interpreter the script or module with its arguments, of all others the command line. */
export function whatRuns(member: FamilyMember): string | null {
  const script = member.script();
  const {module = null, args = []} = script?.line ?? {};
  const name = module === null ? script?.path() : `-m ${module}`;
  if (name == null) return memberCommand(member);
  return [printable(name), ...(args.length > 0 ? [printableCommand(args)] : [])].join(' ');
}
