/* A parent that never waits, below a subreaper that reaps what it adopts. By mode of the parent:
 *   default   SIGTERM ends it
 *   ignoring  SIGTERM is ignored
 * Facts: parent, zombies. */
#include "subject.h"
#include <sys/prctl.h>

static void reap_in_a_loop(int signal) {
  (void)signal;
  int kept = errno;
  while (waitpid(-1, NULL, WNOHANG) > 0) continue;
  errno = kept;
}

static void be_the_parent(const char *mode, told *zombie) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGCHLD, SIG_DFL);
  if (is(mode, "ignoring")) signal(SIGTERM, SIG_IGN);
  *zombie = fork_zombie(7);
  await_eof();
  reap_all();
  _exit(0);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (!is(mode, "default") && !is(mode, "ignoring")) bad_mode(argv[0]);
  told *zombie = share(1);
  must(prctl(PR_SET_CHILD_SUBREAPER, 1), "prctl");
  struct sigaction action = {.sa_handler = reap_in_a_loop, .sa_flags = SA_RESTART};
  must(sigaction(SIGCHLD, &action, NULL), "sigaction");
  pid_t parent = must(fork(), "fork");
  if (parent == 0) be_the_parent(mode, zombie);
  pid_t zombies[] = {await_told(zombie)};
  fact("parent", parent);
  fact_list("zombies", zombies, 1);
  facts_stand();
  await_eof();
  reap_all();
}
