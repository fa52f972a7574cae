/** What people see when something is wrong, and the command that answers it. */
export interface Symptom {
  readonly symptom: string;
  readonly command: string;
}

/** The way in for those who have no command yet: `procdoc` alone, the manual page and README.md begin with them. */
export const SYMPTOMS: readonly Symptom[] = [
  {symptom: 'It hangs', command: 'procdoc why 4711'},
  {symptom: 'Done, but still runs', command: 'procdoc why --caller'},
  {symptom: 'Address already in use', command: 'procdoc holders :8080'},
  {symptom: 'Who has the lock?', command: 'procdoc locks /run/backup.lock'},
  {symptom: 'Zombies', command: 'procdoc zombies'},
  {symptom: 'Exit code 137', command: 'procdoc decode-status 137'},
  {symptom: 'Who kills my process?', command: 'procdoc watch --only kill'},
  {symptom: 'Is it my new code?', command: 'procdoc scripts my_daemon.py'},
  {
    symptom: 'Disk full, du disagrees',
    command: 'procdoc diagnose --rule fds/deleted-file-held-open',
  },
  {symptom: 'umount: target is busy', command: 'procdoc holders /mnt'},
  {symptom: 'Text file busy', command: 'procdoc holders ./server'},
  {symptom: 'Too many open files', command: 'procdoc diagnose 4711'},
  {symptom: 'Ctrl-C does nothing', command: 'procdoc signals 4711 INT'},
  {symptom: 'What did it leave behind?', command: 'procdoc run -- ./job'},
  {symptom: "What's wrong here?", command: 'procdoc diagnose'},
];

/** A line for each symptom, its command in a column of its own; `mark` may set the command off. */
export function symptomLines(mark = (command: string) => command): string[] {
  const width = Math.max(...SYMPTOMS.map(({symptom}) => symptom.length));
  return SYMPTOMS.map(({symptom, command}) => `${symptom.padEnd(width)}  ${mark(command)}`);
}
