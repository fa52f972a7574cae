import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {BusyProgram} from '../../snapshot/inheritance/busy-programs.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {saying, type ToldEvidence, weighed} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';

/** How many writers are named. */
const NAMED = 6;

/** execve(2) of a file that any process has open for writing fails with ETXTBSY. */
export const textFileBusy: Rule<BusyProgram> = {
  id: 'fds/text-file-busy',
  severity: 'warning',
  title: "a program can't be executed (ETXTBSY): a process has it open for writing",
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'kcmp'],
  headline: ([{path, writers}]) =>
    `${path} can't be executed (ETXTBSY): ${haveItOpen(writers, 2)} for writing.`,
  check({path, writers, inheritors}) {
    const [inheritor] = inheritors;
    const copy = inheritor
      ? `${named(inheritor.process)} inherited the descriptor across execve(2) and doesn't know that it has it.`
      : 'A forked process has a copy of the descriptor until it calls execve(2) or exits.';
    return {
      why: `${path} is executable, but execve(2) of it fails with ETXTBSY ("Text file busy") while ${haveItOpen(writers, NAMED)} for writing. ${copy}`,
      evidence: weighed(
        inheritor?.certainty ?? 'likely',
        writers.slice(0, NAMED).flatMap(writer => writerEvidence(path, writer)),
      ),
      remedy: inheritor
        ? `To run the program now: ${endCommand(inheritors.map(({process}) => process))}. To prevent this, open what is written with O_CLOEXEC.`
        : 'Open what is written with O_CLOEXEC, and start nothing else between open(2) and close(2). Or write the file in a process of its own, wait for that to exit, then start the program.',
    };
  },
};

function haveItOpen(writers: readonly OpenFile[], most: number): string {
  const names = writers.map(({process}) => named(process));
  return `${listed(names, most)} ${names.length === 1 ? 'has' : 'have'} it open`;
}

function writerEvidence(path: string, {process: {pid, stat}, descriptor}: OpenFile): ToldEvidence[] {
  const flags = (value: string, says: string) => saying(seenIn(pid, 'stat', 'flags (9)', value), says);
  return [
    saying(seenIn(pid, `fd/${descriptor.fd}`, null, path), `${path}, open for writing`),
    stat.forkedWithoutExec
      ? flags('PF_FORKNOEXEC', 'has PF_FORKNOEXEC: forked, and no execve(2) since')
      : flags('no PF_FORKNOEXEC', 'without PF_FORKNOEXEC: it has called execve(2)'),
  ];
}
