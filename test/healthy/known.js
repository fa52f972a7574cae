// What procdoc rightly says of these programs: a warning here is true, and the reason says why. Everything else that it
// says of them at severity warning or above is an accusation of a healthy program.

/** `program` of ./programs, and the `comm` of the process that is named. */
export const known = [
  {
    program: 'supervisord',
    rule: 'signals/sigpipe-ignored',
    comm: 'job.sh',
    reason: 'Python ignores SIGPIPE, and supervisord starts its programs so: `yes | head` in one never ends',
  },
  {
    program: 'python',
    rule: 'signals/sigpipe-ignored',
    comm: 'sh',
    reason: 'os.system() starts its shell with the SIGPIPE that Python ignores',
  },
  {
    program: 'php-fpm',
    rule: 'signals/sigpipe-ignored',
    comm: 'sh',
    reason: 'exec() and shell_exec() start their shell with the SIGPIPE that php-fpm ignores',
  },
  {
    program: 'postgresql',
    rule: 'signals/sigpipe-ignored',
    comm: 'sh',
    reason: 'the archiver runs archive_command by system() with the SIGPIPE that PostgreSQL ignores',
  },
  {
    program: 'erlang',
    rule: 'signals/sigpipe-ignored',
    comm: 'sh',
    reason: 'the VM starts ports and os:cmd() with the SIGPIPE that it ignores',
  },
  {
    program: 'erlang',
    rule: 'signals/sigpipe-ignored',
    comm: 'cat',
    reason: 'the VM starts ports and os:cmd() with the SIGPIPE that it ignores',
  },
  {
    program: 'socat',
    rule: 'signals/sigpipe-ignored',
    comm: 'answer.sh',
    reason: 'EXEC: starts its program with the SIGPIPE that socat ignores',
  },
];

export function isKnown(program, {rule, subject}) {
  return known.some(one => one.program === program && one.rule === rule && one.comm === subject.comm);
}
