/** Wrappers that make the number n of the signal their exit status: n itself, 256 - n or 128 - n. */
export const BARE_OR_REMAINDER = `
n | same | 126 127
  util-linux 2.38.1: setsid -w (leader) | setsid -f -w
  ksh93u+m 1.0.4: ksh -c; exit $? | ksh wait $!
  busybox-static 1.35.0: busybox time
  toybox 0.8.9: toybox time
256-n | same | 1 1
  python 3.11: python sys.exit(call) | python os._exit(call) | python asyncio returncode
  python 3.11: python multiprocessing exitcode
n | 0 | 0 0
  python 3.11: python pty.spawn
  ruby 3.1: ruby exit $?.to_i
n | same | 127 127
  execline 2.9.3.0: execline foreground; exit $?
128-n | 0 126-127:1 128-255:256-n | 1 1
  git 2.39.5: git bisect run
256-n | same | 127 127
  python 3.11: python os.spawnvp P_WAIT
n | 0 | 255 255
  perl 5.36.0: perl exit $?
`;
