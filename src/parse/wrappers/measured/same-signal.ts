/** Wrappers that die by the signal that killed their command, or are replaced by it (execve). */
export const SAME_SIGNAL = `
same | same | 126 127
  bash 5.2.15: bash -c
  coreutils 9.1: timeout 5 | env | nice | nohup | stdbuf | chroot / | env -S | timeout --foreground 5
  coreutils 9.1: timeout -k 1 5 | timeout --preserve-status 5
  bun 1.4.5: bun run
  zsh 5.9: zsh -c
  ksh93u+m 1.0.4: ksh -c | ksh script: last line
  mksh 59c-28+deb12u1: mksh -c
  yash 2.52: yash -c
  busybox-static 1.35.0: busybox sh -c | busybox env | busybox timeout 5 | busybox setsid
  util-linux 2.38.1: ionice | setpriv --nnp | taskset | chrt | prlimit | unshare | setarch
  util-linux 2.38.1: nsenter -m | nsenter -p | setsid (no leader) | setsid -w (no leader)
  libcap2-bin 2.66: capsh --
  eatmydata 130: eatmydata
  toybox 0.8.9: toybox env | toybox nohup | toybox setsid
  rust-coreutils 0.0.17: uu nice
  s6 2.11.3.2: s6-setsid | s6-softlimit | s6-setlock
  execline 2.9.3.0: execlineb -Pc
same | same | 1 1
  sudo 1.9.13p3: sudo !use_pty | sudo | sudo -u nobody
  numactl 2.0.16: numactl
  strace 6.1: strace | strace -f | strace -D
  openssh-client 9.2p1: ssh-agent CMD
same | same | 111 111
  runit 2.1.2: chpst
  daemontools 0.76: setuidgid | softlimit | setlock | envdir | pgrphack
same | same | 126 126
  rust-coreutils 0.0.17: uu nohup
same | same | 69 69
  util-linux 2.38.1: flock -F F CMD
same | same | 2 2
  dpkg 1.21.22: start-stop-daemon
same | same | 255 255
  linux-perf 6.1.192: perf record
same | same | 127 127
  libc6 2.36: ld.so
`;
