/* The parent dies first, and its child lives on, adopted. By mode:
 *   to-init       by PID 1 (or whichever subreaper there is among the ancestors of this program)
 *   to-subreaper  by this program, which is a subreaper
 * Facts: orphan, formerParent (gone), adopter (what the orphan's getppid says now). */
#include "subject.h"
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

enum { ORPHAN, FORMER_PARENT, ADOPTER };

static void be_the_orphan(told *pids) {
  pid_t parent = getppid();
  pids[FORMER_PARENT] = parent;
  for (int looks = 0; getppid() == parent;) look_again(&looks, "an adopter");
  pids[ADOPTER] = getppid();
  pids[ORPHAN] = getpid();
  await_eof();
  _exit(0);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (is(mode, "to-subreaper")) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  else if (!is(mode, "to-init")) bad_mode(argv[0]);
  told *pids = share(3);
  pid_t parent = must(fork(), "fork");
  if (parent == 0) {
    if (fork() == 0) be_the_orphan(pids);
    await_told(&pids[FORMER_PARENT]);
    _exit(0);
  }
  waitpid(parent, NULL, 0);
  fact("orphan", await_told(&pids[ORPHAN]));
  fact("formerParent", pids[FORMER_PARENT]);
  fact("adopter", pids[ADOPTER]);
  facts_stand();
  /* An orphan of init is not ours to wait for, but a pidfd tells its end. */
  struct pollfd end = {.fd = must(syscall(SYS_pidfd_open, pids[ORPHAN], 0), "pidfd_open"), .events = POLLIN};
  await_eof();
  poll(&end, 1, 10000);
  reap_all();
}
