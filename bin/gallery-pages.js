// What the pages of docs/ are made of: see bin/gallery.js.

/**
 * What a symptom's page is made of. says: error texts that people search for. shown: a recording in test/recordings/
 * (none where the answer needs no machine), and what to ask of it; or what a command printed that answers from no
 * recording. scene: what happened there. rules: what may be behind the symptom.
 */
module.exports = {
  'It hangs': {
    says: [],
    scene: 'A process reads a pipe to its end. Another process still has it open for writing.',
    shown: ['parent-held-up', ['why', '11899']],
    rules: [
      'fds/pipe-held-open',
      'families/wait-cycle',
      'locks/waiters-behind-heir',
      'families/stopped-with-waiters',
      'families/fuse-server-silent',
    ],
  },
  'Done, but still runs': {
    says: [],
    scene: 'A job has started `sleep 500 &` without a redirection, and its output goes to `cat`.',
    printed: `$ procdoc why --caller
Finished, but its output is held open (proven): sleep (11147), left behind by a
command that has exited, still has what cat (11148) reads. cat (11148) sees EOF
only when sleep (11147) closes fd 1 or exits.

sleep (11147) fd 1: left behind (proven)
  command   sleep 500
  user      root
  since     2026-11-30T06:43:35.867Z (0.6 s)
  started   by a command that has exited: in the session of bash (26604): bash
  reader    cat (11148): cat
  do        To release the output:
            $ kill -TERM 11147
            To prevent this, start it so:
            $ sleep 500 >log`,
    rules: ['fds/pipe-held-open'],
  },
  'Address already in use': {
    says: ['bind: Address already in use', 'EADDRINUSE', 'OSError: [Errno 98] Address already in use'],
    scene: 'The server has exited. A daemon that it started has inherited the listening socket.',
    shown: ['client-gone', ['holders', ':45479']],
    rules: ['fds/listener-held-by-heir'],
  },
  'Who has the lock?': {
    says: ['flock: failed to get lock', 'Resource temporarily unavailable', 'EWOULDBLOCK'],
    scene:
      'The process that took the lock has exited. A daemon that it started has inherited the descriptor.',
    shown: ['client-gone', ['locks', '/srv/client/lock']],
    rules: [
      'locks/held-by-heir',
      'locks/waiters-behind-heir',
      'locks/acquirer-gone',
      'locks/holder-not-visible',
      'locks/file-replaced',
      'locks/kinds-mixed',
    ],
  },
  Zombies: {
    says: ['<defunct>'],
    scene: 'A parent is blocked in a wait for one child, while another child has exited.',
    shown: ['waits-for-other', ['zombies']],
    rules: [
      'zombies/parent-never-waits',
      'zombies/parent-waits-for-another-child',
      'zombies/handler-misses-children',
      'zombies/parent-blocks-sigchld',
      'zombies/parent-stopped',
      'zombies/init-does-not-reap',
      'zombies/pids-limit-near',
    ],
  },
  'Exit code 137': {
    says: ['Exited (137)', 'exit status 137', 'OOMKilled', 'Killed'],
    scene: 'The number alone says how the command ended, not who ended it.',
    shown: [undefined, ['decode-status', '137']],
    rules: [],
  },
  'Who kills my process?': {
    says: ['Killed', 'signal: killed', 'terminated by signal SIGKILL'],
    scene: 'As root, while it runs: a script sends SIGKILL to `sleep`.',
    printed: `$ procdoc watch --only kill
06:32:58.187  signal    sleep (18773)  SIGKILL from bash (18377): bash ./deploy.sh
06:32:58.188  exit      sleep (18773)  killed by SIGKILL (signal 9), sent by bash (18377): bash ./deploy.sh`,
    rules: [],
  },
  'Is it my new code?': {
    says: [],
    scene: 'The script was changed on disk after the process had started.',
    shown: ['changed-script', ['scripts', 'script']],
    rules: ['scripts/stale-code', 'scripts/deleted', 'scripts/pidfile-names-another-process'],
  },
  'Disk full, du disagrees': {
    says: ['No space left on device', 'ENOSPC'],
    scene: 'A log was deleted, and the server still writes to it.',
    shown: ['deleted-file', ['diagnose', '--rule', 'fds/deleted-file-held-open']],
    rules: ['fds/deleted-file-held-open'],
  },
  'umount: target is busy': {
    says: ['umount: /mnt: target is busy', 'Device or resource busy', 'EBUSY'],
    scene: 'A process was started in a folder of the mount.',
    printed: `$ procdoc holders /mnt
sleep (18905) keeps /mnt busy: it is its working directory.
  who       sleep (18905): sleep 1000 · root · started 0.7 s ago by bash (18377)
  do        To unmount it:
            $ kill -TERM 18905
            or make it change the working directory.

  note      The file system can't be unmounted until sleep (18905) changes its
            working directory or exits.`,
    rules: [],
  },
  'Text file busy': {
    says: ['Text file busy', 'ETXTBSY', 'cannot execute binary file: Text file busy'],
    scene: 'The program that wrote the file has started a child, which has inherited the descriptor.',
    shown: ['program-busy-by-heir', ['holders', '/tmp/procdoc-program-fASGUU']],
    rules: ['fds/text-file-busy'],
  },
  'Too many open files': {
    says: ['Too many open files', 'EMFILE', 'OSError: [Errno 24] Too many open files'],
    scene: 'A server has used up its limit of descriptors.',
    shown: ['full-table', ['diagnose', '29946']],
    rules: ['fds/descriptor-table-nearly-full', 'fds/descriptor-leaked-over-exec'],
  },
  'Ctrl-C does nothing': {
    says: ['^C'],
    scene: 'A script has started the program with `&`, so that it ignores SIGINT.',
    shown: ['script-job', ['signals', '25305', 'INT']],
    rules: [
      'signals/interrupt-ignored',
      'signals/terminate-without-effect',
      'signals/init-without-sigterm-handler',
      'signals/pending-and-blocked',
    ],
  },
  'What did it leave behind?': {
    says: [],
    scene: 'A job starts `sleep 1000 &`, and exits.',
    printed: `$ procdoc run -- ./job
procdoc run: sleep (10966) is left behind:
procdoc run:   sleep (10966): sleep 1000 · root · started 2.1 s ago
procdoc run: To end what is left:
  $ kill -TERM 10966`,
    rules: ['families/orphan-with-resources', 'families/process-group-leader-gone'],
  },
  "What's wrong here?": {
    says: [],
    scene: 'A client has exited. The daemon that it started keeps its lock and its port.',
    shown: ['client-gone', ['diagnose']],
    rules: [],
  },
};
