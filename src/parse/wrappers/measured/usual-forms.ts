/** Names for the form that people mean when they leave the rest out; for others it is the shortest. */
export const USUAL_FORMS: Readonly<Record<string, string>> = {
  sh: 'dash -c',
  find: 'find -exec ;',
  flock: 'flock F CMD',
  gdb: 'gdb --batch -ex run',
  git: 'git alias !cmd',
  node: 'node spawnSync exit(status)',
  perl: 'perl exit $?>>8',
  python: 'python sys.exit(call)',
  python3: 'python sys.exit(call)',
  setsid: 'setsid (no leader)',
  'setsid -w': 'setsid -w (no leader)',
};
