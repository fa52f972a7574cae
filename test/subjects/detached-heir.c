/* A process in a session of its own has an open file description in common with an older one that is no ancestor of
 * it any more. By mode:
 *   double-fork  this program has opened the file; the heir's parent, a child of it, is gone
 *   supervised   this program, a subreaper, has opened it, given it to two children, and closed it
 * Facts: elder, heir, fd. */
#include "subject.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

static void be_the_heir(told *heir, pid_t left) {
  for (int looks = 0; getppid() == left;) look_again(&looks, "an adopter");
  setsid();
  *heir = getpid();
  await_eof();
  _exit(0);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  told *heir = share(1);
  int fd = must(open("/etc/hostname", O_RDONLY), "open");
  pid_t elder = getpid();
  if (is(mode, "double-fork")) {
    pid_t between = must(fork(), "fork");
    if (between == 0) {
      pid_t left = getpid();
      if (must(fork(), "fork") == 0) be_the_heir(heir, left);
      _exit(0);
    }
    waitpid(between, NULL, 0);
  } else if (is(mode, "supervised")) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    elder = fork_idler();
    if (must(fork(), "fork") == 0) be_the_heir(heir, 0);
    close(fd);
  } else {
    bad_mode(argv[0]);
  }
  pid_t pid = await_told(heir);
  fact("elder", elder);
  fact("heir", pid);
  fact("fd", fd);
  facts_stand();
  /* Who was adopted by init is not ours to wait for, but a pidfd tells its end. */
  struct pollfd end = {.fd = must(syscall(SYS_pidfd_open, pid, 0), "pidfd_open"), .events = POLLIN};
  await_eof();
  poll(&end, 1, 10000);
  reap_all();
}
