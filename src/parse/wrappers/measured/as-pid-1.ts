/** Wrappers as PID 1 of a PID namespace, where a signal that a process sends itself has no effect. */
export const AS_PID_1 = `
128+n | same
  bash 5.2.15: bash -c; exit $?
  dash 0.5.12: dash -c
  fish 3.6.0: fish -c
  zsh 5.9: zsh -c; exit $?
  coreutils 9.1: timeout 5 | timeout --foreground 5
  util-linux 2.38.1: flock F CMD | runuser -u root -- | su -c
  bsdutils 2.38.1: script -e -c
  tini 0.19.0: tini --
  dumb-init 1.2.5: dumb-init
  strace 6.1: strace | strace -f
  time 1.9: time (GNU)
  npm 11.19.1: npm run | npx -c
  npm 10.9.2: npm10 run
  php8.2-cli 8.2.36: php passthru
  fakeroot 1.31: fakeroot
  bubblewrap 0.8.0: bwrap
  tsx 4.19.2: tsx script.mjs
  entr 5.3: entr -n -z
  dbus-daemon 1.14.10: dbus-run-session
same | same
  bash 5.2.15: bash -c
  ksh93u+m 1.0.4: ksh script: last line
  coreutils 9.1: env | nice | stdbuf
  util-linux 2.38.1: setsid (no leader) | setsid -w (no leader)
  busybox-static 1.35.0: busybox timeout 5
  runit 2.1.2: chpst
  s6 2.11.3.2: s6-setsid
  execline 2.9.3.0: execlineb -Pc
0 | same
  sudo 1.9.13p3: sudo | sudo !use_pty
  dotenv-cli 8.0.0: dotenv
  env-cmd 10.1.0: env-cmd
  node 20.20.2: node spawnSync re-kill
  linux-perf 6.1.192: perf stat
n | same
  ksh93u+m 1.0.4: ksh -c; exit $?
  util-linux 2.38.1: setsid -f -w
  rust-coreutils 0.0.17: uu timeout 5
  execline 2.9.3.0: execline foreground; exit $?
255 | same
  proot 5.1.0: proot
  sshpass 1.09: sshpass
  gdb 13.1: gdb --batch --return-child-result
1 | same
  util-linux 2.38.1: unshare --fork
  valgrind 3.19.0: valgrind
1 | 1 0:0
  parallel 20221122: parallel
  concurrently 9.1.2: concurrently
125 | 123 0:0
  findutils 4.9.0: xargs
2 | 2 0:0
  make 4.3: make
1 INT:0 | same
  cross-env 7.0.3: cross-env
256-n | same
  python 3.11: python sys.exit(call)
`;
