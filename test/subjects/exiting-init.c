/* PID 1 of a pid namespace that was killed and can't finish exiting: it waits for a zombie of its namespace, which a
 * tracer outside has not waited for. Needs root. Facts: init, zombie. */
#include "subject.h"
#include <sched.h>
#include <sys/ptrace.h>

int main(void) {
  told *inner_parent = share(1);
  must(unshare(CLONE_NEWPID), "unshare");
  pid_t init = must(fork(), "fork");
  if (init == 0) {
    pid_t child = must(fork(), "fork");
    if (child == 0) {
      for (;;) pause();
    }
    *inner_parent = child;
    for (;;) pause();
  }
  await_told(inner_parent);
  char path[64];
  pid_t zombie = 0;
  for (int looks = 0; zombie == 0; look_again(&looks, "the child of init")) {
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", init, init);
    FILE *children = fopen(path, "r");
    if (!children) continue;
    if (fscanf(children, "%d", &zombie) != 1) zombie = 0;
    fclose(children);
  }
  must(ptrace(PTRACE_SEIZE, zombie, NULL, NULL), "ptrace");
  must(kill(init, SIGKILL), "kill");
  await_state(zombie, 'Z');
  fact("init", init);
  fact("zombie", zombie);
  facts_stand();
  await_eof();
  must(waitpid(zombie, NULL, __WALL), "waitpid");
  must(waitpid(init, NULL, 0), "waitpid");
}
