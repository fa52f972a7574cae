// A quick question to each command that changes nothing, mostly about one process: what the code caches are made by, and what
// packages are tried with.

/** The words of each command, by its name. */
const questionsAbout = pid => ({
  diagnose: [pid, '--settle', '0s'],
  explain: ['zombies/parent-never-waits'],
  zombies: [],
  'decode-status': ['137'],
  holders: [pid],
  'inherited-fds': [pid],
  inspect: [pid],
  locks: [],
  orphans: [],
  scripts: [],
  sigchld: [pid],
  signals: [pid],
  tree: [pid],
  why: [pid],
  check: ['--scope', pid],
  run: ['--', 'true'],
  watch: [pid, '--duration', '0.1s'],
  reap: [pid],
  record: [pid, '-o', '/dev/null'],
  report: [pid, '--settle', '0s', '-o', '/dev/null'],
  schema: ['zombies'],
  exporter: ['--once', '--events', 'none'],
  completion: ['bash'],
});

module.exports = {questionsAbout};
