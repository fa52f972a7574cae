/* A child cloned with another exit signal than SIGCHLD: its death is not announced by SIGCHLD, and a plain
 * waitpid knows no such child; __WALL does.
 * exit-signal NUMBER: the exit signal, 0 for none.
 * Facts: parent, zombies, waitpidErrno (what waitpid(zombie, 0) failed with). */
#include "subject.h"
#include <sys/syscall.h>

int main(int argc, char **argv) {
  int exit_signal = argc > 1 ? atoi(argv[1]) : 0;
  if (exit_signal) signal(exit_signal, SIG_IGN);
  pid_t zombie = must(syscall(SYS_clone, exit_signal, 0, 0, 0, 0), "clone");
  if (zombie == 0) _exit(7);
  await_state(zombie, 'Z');
  int error = waitpid(zombie, NULL, WNOHANG) == -1 ? errno : 0;
  fact("parent", getpid());
  fact_list("zombies", &zombie, 1);
  fact("waitpidErrno", error);
  facts_stand();
  await_eof();
  reap_all();
}
