/** Wrappers that exit with 0 where a signal killed their command. */
export const SWALLOWED = `
0 | 0 | 0 0
  util-linux 2.38.1: setsid (leader) | setsid -f
  busybox-static 1.35.0: busybox setsid (leader) | busybox find -exec ;
  findutils 4.9.0: find -exec ; | find -execdir ;
  bsdutils 2.38.1: script -c
  dpkg 1.21.22: start-stop-daemon -b
  screen 4.9.0: screen -D -m
  make 4.3: make -i
  cmake 3.25.1: cmake -P execute_process
  foreman 3.0.1: foreman (npm) start
  python 3.11: python sys.exit(os.system)
  gawk 5.2.1: gawk --posix system()
  sqlite3 3.40.1: sqlite3 .shell
0 | 1 0:0 | 1 1
  node 26.12.1: node --run (exec)
0 | same | 0 0
  expect 5.45.4: expect wait idx3
  cmake 3.25.1: cmake -E time
  node 20.20.2: node spawnSync exit(status)
  execa 9.5.2: execa cli exit(exitCode)
  cross-spawn 7.0.6: cross-spawn exit(status)
0 | 0 | 1 1
  daemonize 1.7.8: daemonize
  ltrace 0.7.3: ltrace
  gdb 13.1: gdb --batch -ex run
  hyperfine 1.15.0: hyperfine -i
0 | same | 1 1
  expect 5.45.4: unbuffer
  node 20.20.2: node spawn exit code||0 | node spawn exit code (RT)
0 | same | 255 255
  linux-perf 6.1.192: perf stat
  perl 5.36.0: perl exit $?>>8 | perl \`backticks\`
0 | 123 0:0 126-127:same 128-254:0/123 255:124 | 126 127
  toybox 0.8.9: toybox xargs
0 | 0 | 111 111
  execline 2.9.3.0: execline background wait
0 | same | 99 99
  perl 5.36.0: perl close pipe
0 | same | 13 2
  perl 5.36.0: perl IPC::Cmd
`;
