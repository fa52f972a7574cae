/* A parent that cannot wait because it does not run. By mode:
 *   stopped  SIGSTOP: state T
 *   in-wait  SIGSTOP in wait(2), so that it reaps as soon as it is continued
 *   traced   a debugger (this program) interrupted it with ptrace: state t
 * Facts: parent, zombies; tracer. */
#include "subject.h"
#include <sys/prctl.h>
#include <sys/ptrace.h>

static void be_the_parent(told *zombie) {
  /* A stopped process does not see the end of stdin. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  *zombie = fork_zombie(7);
  await_eof();
  reap_all();
  _exit(0);
}

/* Its child exits only once it is stopped. */
static void be_a_waiting_parent(told *zombie, told *stopped) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pid_t child = must(fork(), "fork");
  if (child == 0) {
    await_told(stopped);
    _exit(7);
  }
  *zombie = child;
  must(waitpid(child, NULL, 0), "waitpid");
  await_eof();
  _exit(0);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  told *zombie = share(2), *stopped = zombie + 1;
  pid_t parent = must(fork(), "fork");
  if (parent == 0 && is(mode, "in-wait")) be_a_waiting_parent(zombie, stopped);
  if (parent == 0) be_the_parent(zombie);
  pid_t zombies[] = {await_told(zombie)};
  if (is(mode, "in-wait")) {
    kill(parent, SIGSTOP);
    await_state(parent, 'T');
    *stopped = 1;
    await_state(zombies[0], 'Z');
  } else if (is(mode, "stopped")) {
    kill(parent, SIGSTOP);
    await_state(parent, 'T');
  } else if (is(mode, "traced")) {
    must(ptrace(PTRACE_SEIZE, parent, NULL, NULL), "ptrace");
    must(ptrace(PTRACE_INTERRUPT, parent, NULL, NULL), "ptrace");
    await_state(parent, 't');
    fact("tracer", getpid());
  } else {
    bad_mode(argv[0]);
  }
  fact("parent", parent);
  fact_list("zombies", zombies, 1);
  facts_stand();
  await_eof();
  if (is(mode, "traced")) {
    must(waitpid(parent, NULL, __WALL), "waitpid");
    must(ptrace(PTRACE_DETACH, parent, NULL, NULL), "ptrace");
  }
  kill(parent, SIGCONT);
  reap_all();
}
