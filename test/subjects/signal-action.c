/* A process does something with SIGCHLD. By mode:
 *   default
 *   ignored    SIG_IGN
 *   nocldwait  SIG_DFL with SA_NOCLDWAIT, which shows nowhere in /proc
 *   caught     a handler, with SA_NOCLDSTOP and SA_RESTART
 *   subreaper  the default, and PR_SET_CHILD_SUBREAPER, which shows nowhere in /proc either
 * Facts: what rt_sigaction(2) gives back, past the C library: handler (0 default, 1 ignored), flags; subreaper. */
#include "subject.h"
#include <sys/prctl.h>
#include <sys/syscall.h>

struct kernel_sigaction {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  unsigned long mask;
};

static void catch(int signal) { (void)signal; }

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  struct sigaction action = {.sa_handler = SIG_DFL};
  if (is(mode, "ignored")) action.sa_handler = SIG_IGN;
  else if (is(mode, "nocldwait")) action.sa_flags = SA_NOCLDWAIT;
  else if (is(mode, "caught")) action = (struct sigaction){.sa_handler = catch, .sa_flags = SA_NOCLDSTOP | SA_RESTART};
  else if (is(mode, "subreaper")) must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl");
  else if (!is(mode, "default")) bad_mode(argv[0]);
  must(sigaction(SIGCHLD, &action, NULL), "sigaction");

  struct kernel_sigaction kept;
  must(syscall(SYS_rt_sigaction, SIGCHLD, NULL, &kept, sizeof kept.mask), "rt_sigaction");
  int subreaper;
  must(prctl(PR_GET_CHILD_SUBREAPER, &subreaper, 0, 0, 0), "prctl");
  fact("handler", (long)kept.handler);
  fact("flags", kept.flags);
  fact("subreaper", subreaper);
  facts_stand();
  await_eof();
}
