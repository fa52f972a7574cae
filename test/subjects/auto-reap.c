/* Children that leave no zombie: waitpid blocks until they are gone and then fails with ECHILD. By mode:
 *   ignored    SIGCHLD is SIG_IGN, which shows in SigIgn
 *   nocldwait  SIGCHLD is SIG_DFL with SA_NOCLDWAIT, which shows nowhere in /proc
 * Facts: parent, child (gone), waitpidErrno, liveChild (one that has not died yet). */
#include "subject.h"

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  struct sigaction action = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
  if (is(mode, "ignored")) signal(SIGCHLD, SIG_IGN);
  else if (is(mode, "nocldwait")) sigaction(SIGCHLD, &action, NULL);
  else bad_mode(argv[0]);
  pid_t child = fork_exit(7);
  int error = waitpid(child, NULL, 0) == -1 ? errno : 0;
  fact("parent", getpid());
  fact("child", child);
  fact("waitpidErrno", error);
  fact("liveChild", fork_idler());
  facts_stand();
  await_eof();
  reap_all();
}
