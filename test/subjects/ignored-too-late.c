/* SIGCHLD is set to SIG_IGN when the child is a zombie already: that reaps only children that die later.
 * Facts: parent, zombies. */
#include "subject.h"

int main(void) {
  pid_t zombie = fork_zombie(7);
  signal(SIGCHLD, SIG_IGN);
  fact("parent", getpid());
  fact_list("zombies", &zombie, 1);
  facts_stand();
  await_eof();
  reap_all();
}
