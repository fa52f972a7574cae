/** Wrappers that pass some signals on in another way than the rest, or in more than one way. */
export const MIXED = `
128+n INT:same QUIT:same | same | 126 127
  fish 3.6.0: fish -c | fish -c; exit $status | fish script: last line
same KILL:1 | same | 126 127
  util-linux 2.38.1: unshare --fork | unshare --pid --fork | unshare --pid --fork --kill-child
128+n INT:1 | same | 1 1
  tcsh 6.24.07: tcsh -c | tcsh -c; exit $status
0/1 | 0/1 0:0 | 1 0
  socat 1.7.4.4: socat EXEC | socat SYSTEM
128+n INT:same | same | 126 127
  bash 5.2.15: bash $(CMD)
same/1 | same/1 | 1 1
  busybox-static 1.35.0: busybox start-stop-daemon
same SEGV:11 | same | 126 127
  rust-coreutils 0.0.17: uu timeout 5
same RTMIN+3:101 | same | 126 127
  rust-coreutils 0.0.17: uu env
128+n TERM:0 | same | 126 127
  tini 0.19.0: tini -e 143 --
same SYS:1 | same | 126 127
  valgrind 3.19.0: valgrind
1 INT:same QUIT:same | 1 0:1 | 1 1
  git 2.39.5: git -c core.editor
same PIPE:0 RTMIN+3:0 | same | 0 0
  node 20.20.2: node spawnSync re-kill
1 RTMIN+3:0 | same | 1 1
  dotenvx 2.38.2: dotenvx run
129 RTMIN+3:0 | same | 128 127
  yarn 4.18.1: yarn run
1 INT:0 RTMIN+3:0 | same | 1 1
  cross-env 7.0.3: cross-env
same HUP:0 INT:0 PIPE:0 TERM:0 RTMIN+3:0 | same | 1 1
  dotenv-cli 8.0.0: dotenv
same PIPE:0 RTMIN+3:0 | same | s2 s2
  env-cmd 10.1.0: env-cmd
1 RTMIN+3:0 | 1 0:0 | 1 1
  zx 8.3.2: zx $\`cmd\`
same RTMIN+3:s39 | same | 1 1
  qemu-user 7.2: qemu-x86_64
`;
