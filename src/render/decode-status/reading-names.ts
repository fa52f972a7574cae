import type {ReadAs} from '../../parse/status-readings/status-readings.ts';

/** Where a number of each reading is met. */
export const readingNames: Readonly<Record<ReadAs, string>> = {
  wait: 'a wait status, as waitpid(2) fills it in',
  shell: '$? of a shell',
  python: 'returncode of Python’s subprocess',
  node: 'exitCode or signalCode of Node',
  container: 'the exit code of a container',
  systemd: 'a status of systemd',
  siginfo: 'si_code and si_status of waitid(2)',
};
