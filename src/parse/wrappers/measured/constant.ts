/** Wrappers that exit with one status for a command that any signal killed. */
export const CONSTANT = `
1 | 1 0:0 | 1 1
  busybox-static 1.35.0: busybox run-parts
  findutils 4.9.0: find -exec +
  ninja-build 1.11.1: ninja
  cmake 3.25.1: cmake --build (ninja) | cmake -P COMMAND_ERROR_IS_FATAL
  git 2.39.5: git hook pre-commit
  node 20.20.2: node execSync
  node 26.12.1: node --run (dash)
  npm-run-all2 7.0.2: npm-run-all | run-s | run-p | run-parts | run-parts --exit-on-error
  concurrently 9.1.2: concurrently | concurrently --raw -s first
  python 3.11: python check_call
  ruby 3.1: ruby exit(system) | ruby system or abort | ruby system exception
  expect 5.45.4: tclsh exec
  parallel 20221122: parallel | parallel --joblog
  hyperfine 1.15.0: hyperfine
  pipexec 2.6.1: pipexec
1 | same | 1 1
  faketime 0.9.10: faketime
  rust-coreutils 0.0.17: uu stdbuf
  cmake 3.25.1: cmake -E env | cmake -E chdir
  node 20.20.2: node spawnSync exit(status??1)
  logsave 1.47.0: logsave
255 | same | 126 127
  openssh-client 9.2p1: ssh localhost | ssh -t localhost
  rust-coreutils 0.0.17: uu chroot
2 | 2 0:0 | 2 2
  make 4.3: make | make -k
  cmake 3.25.1: cmake --build (make)
125 | 123 0:0 255:124 | 126 127
  busybox-static 1.35.0: busybox xargs
  findutils 4.9.0: xargs
123 | 123 0:0 255:124 | 123 123
  findutils 4.9.0: xargs -P2 -n1 | xargs sh -c
255 | same | 1 1
  gdb 13.1: gdb --batch --return-child-result
  proot 5.1.0: proot
111 | same | 111 111
  daemontools 0.76: fghack
8 | 8 0:0 | 8 8
  cmake 3.25.1: ctest
1 | 1 0:0 127:0 | 1 0
  nodemon 3.1.9: nodemon --exitcrash
255 | same | 13 2
  perl 5.36.0: perl system==0 or die
1 | same | 127 127
  ruby 3.1: ruby exit $?.exitstatus
1 | same | 126 127
  vim 9.0.1378: vim -c !
1 | same | 255 2
  moreutils 0.67: chronic
70 | same | 71 71
  moreutils 0.67: lckdo
8 | 8 | 8 8
  procps 4.0.2: watch -e
255 | same | 3 3
  sshpass 1.09: sshpass
`;
