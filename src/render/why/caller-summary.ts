import {endCommand} from '../../rules/remedies/end-command.ts';
import {redirection} from '../../rules/remedies/redirect.ts';
import {closeOrExit} from '../../rules/words/closing.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {CallerOutputs, OutputHolder} from '../../snapshot/caller/caller-outputs.ts';
import type {Process} from '../../snapshot/process.ts';
import {commandText} from '../command-line.ts';
import {NAMED} from './names.ts';

/** The answer in a few sentences: whether the command has finished, and which processes keep its output open. */
export function callerSummary(outputs: CallerOutputs): string {
  return `${sentences(outputs).join('. ')}.`;
}

function sentences({state, caller, reader, isWaitedFor, holders}: CallerOutputs): string[] {
  const [first] = holders;
  switch (state) {
    case 'held': {
      const left = holders.filter(({isLeftOver}) => isLeftOver);
      const running = holders.filter(({isLeftOver}) => !isLeftOver);
      const certainty = left.some(holder => holder.certainty === 'proven') ? 'proven' : 'likely';
      const names = namesOf(left);
      const has = names.length === 1 ? 'still has' : 'still have';
      return [
        `Finished, but its output is held open (${certainty}): ${listed(names, NAMED)}, left behind by a command that has exited, ${has} what ${readerText(first?.reader, 'a')} reads`,
        `${readerText(first?.reader, 'A')} sees EOF only when ${closeOrExit(names, NAMED, names.length === 1 && left.length === 1 ? fdsOf(left) : 'it')}`,
        ...(running.length === 0 ? [] : [runningText(running)]),
      ];
    }
    case 'running':
      return [
        `Still running: ${runningText(holders)}`,
        'No process that was left behind has an output open that is waited for',
      ];
    case 'unknown':
      return [
        `Unknown: no other process was found that has the output of ${named(caller)} open`,
        reader
          ? "The descriptors of a process that started later than the reader can't be read"
          : "What reads the output isn't visible from here, nor are all processes that may have it open",
      ];
    case 'free':
      return isWaitedFor
        ? [
            `Finished and free: no other process has an output open that ${readerText(reader, 'a')} reads`,
            `${readerText(reader, 'A')} sees EOF when procdoc and its callers exit`,
          ]
        : [`Finished and free: the output of ${named(caller)} is no pipe, so no process waits for its EOF`];
  }
}

function runningText(running: readonly OutputHolder[]): string {
  const names = namesOf(running);
  const [first] = running;
  return `${listed(names, NAMED)} ${names.length === 1 ? 'is' : 'are'} at work, and ${names.length === 1 ? 'has' : 'have'} an output open that ${readerText(first?.reader, 'a')} reads`;
}

function namesOf(holders: readonly OutputHolder[]): string[] {
  return [...new Set(holders.map(({process}) => named(process)))];
}

function readerText(reader: Process | undefined, article: 'a' | 'A'): string {
  return reader ? named(reader) : `${article} reader that isn't visible from here`;
}

/** "fd 1", "fds 1, 2". */
export function fdsOf(holders: readonly Pick<OutputHolder, 'files'>[]): string {
  const fds = holders.flatMap(({files}) => files.map(({descriptor}) => descriptor.fd)).sort((a, b) => a - b);
  return `${fds.length === 1 ? 'fd' : 'fds'} ${fds.join(', ')}`;
}

/** How the output is released, and what would have kept it free. */
export function holderRemedy({process, files}: OutputHolder): string {
  const fds = files.map(({descriptor}) => descriptor.fd);
  return `To release the output: ${endCommand([process])}. To prevent this, start it so: \`${commandText(process)} ${redirection(fds)}\`.`;
}
