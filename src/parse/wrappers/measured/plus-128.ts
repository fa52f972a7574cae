/** Wrappers that exit with 128 + n where signal n killed their command, as shells do. */
export const PLUS_128 = `
128+n | same | 126 127
  bash 5.2.15: bash -c; exit $? | bash -c time | bash script: last line | bash -ec CMD; true
  bash 5.2.15: bash -c CMD|cat (pipefail) | bash wait $! | bash (subshell); exit
  dash 0.5.12: dash -c | dash -c; exit $? | dash script: last line | dash -ec CMD; true | dash wait $!
  zsh 5.9: zsh -c; exit $? | zsh script: last line
  mksh 59c-28+deb12u1: mksh -c; exit $?
  yash 2.52: yash -c; exit $? | yash script: last line | yash -ec CMD; true
  busybox-static 1.35.0: busybox sh -c; exit $? | busybox awk system()
  ksh93u+m 1.0.4: ksh -ec CMD; true
  toybox 0.8.9: toybox timeout 5 | toybox setsid -w (leader)
  util-linux 2.38.1: flock F -c | unshare --pid --fork sh -c CMD;exit | runuser -c | su -c
  util-linux 2.38.1: su --session-command
  bsdutils 2.38.1: script -e -c
  login 4.13: sg root -c
  tini 0.19.0: tini -- | tini -g -- | tini -s -- | tini (pid1)
  tmux 3.3a-3: tmux run-shell
  time 1.9: time (GNU)
  npm 11.19.1: npm run | npm test | npx -c
  npm 10.9.2: npm10 run
  node 20.20.2: node exec callback exit(err.code)
  cross-env 7.0.3: cross-env-shell
  shelljs 0.8.5: shx exec
  turbo 2.3.3: turbo run
  just 1.57.0: just
  python 3.11: python run(shell=True) | python sys.exit(wait status to code)
  php8.2-cli 8.2.36: php passthru | php exec | php system | php proc_close | php pclose(popen)
  php8.2-cli 8.2.36: php proc_get_status exitcode
  lua5.4 5.4.4: lua os.execute
  gawk 5.2.1: awk system() | gawk close(cmd)
  mawk 1.3.4.20200120: mawk system() | mawk close(cmd)
  m4 1.4.19: m4 syscmd
  parallel 20221122: parallel --halt now | sem --fg
  entr 5.3: entr -s -z
  devscripts 2.23.4+deb12u2: annotate-output
  xvfb 21.1.7: xvfb-run
  fakeroot 1.31: fakeroot
  openssh-client 9.2p1: ssh localhost CMD; exit $?
128+n | same | 1 1
  opendoas 6.8.2: doas
  deno 2.9.6: deno task
  util-linux 2.38.1: runuser -u root --
  catatonit 0.1.7: catatonit | catatonit (pid1)
  entr 5.3: entr -n -z | entr -n -r -z
  dbus-daemon 1.14.10: dbus-run-session
  bubblewrap 0.8.0: bwrap | bwrap --unshare-pid | bwrap --as-pid-1
  firejail 0.9.72: firejail
128+n | same | 69 69
  util-linux 2.38.1: flock F CMD | flock -E 99 F CMD | flock -o F CMD
128+n | same | 2 2
  dumb-init 1.2.5: dumb-init | dumb-init -c | dumb-init (pid1)
128+n | same 128-255:128 | 111 111
  execline 2.9.3.0: execline if
128+n | 1 0:0 | 111 111
  execline 2.9.3.0: execline ifelse/ifthenelse
128+n | same | 128 128
  git 2.39.5: git alias !cmd
128+n | same | 126 254
  npm 11.19.1: npm exec --
128+n | same | - -
  tsx 4.19.2: tsx script.mjs
128+n | same | 132 132
  openmpi-bin 4.1.4: mpirun -n 1
`;
