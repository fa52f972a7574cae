/* Orphans of four processes, as fast as the kernel makes them, until it is killed.
 * orphan-storm SECONDS: killed by SIGALRM then. */
#include "subject.h"
#include <sys/prctl.h>

#define ORPHANS_AT_ONCE 10
#define FORKING 4

static _Noreturn void orphan_for_ever(void) {
  for (;;) {
    pid_t parent = must(fork(), "fork");
    if (parent == 0) {
      for (int i = 0; i < ORPHANS_AT_ONCE; i++)
        if (fork() == 0) _exit(0);
      _exit(0);
    }
    waitpid(parent, NULL, 0);
  }
}

int main(int argc, char **argv) {
  int seconds = argc > 1 ? atoi(argv[1]) : 1;
  for (int i = FORKING; i > 1; i--) {
    if (must(fork(), "fork") != 0) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm(seconds);
    orphan_for_ever();
  }
  alarm(seconds);
  orphan_for_ever();
}
