/* A parent in uninterruptible sleep (state D): it waits inside vfork for a child that neither execs nor
 * exits, and has a zombie meanwhile.
 * Facts: parent, vforked (that child), zombies. */
#include "subject.h"

static void be_the_parent(told *pids) {
  pids[0] = fork_zombie(7);
  if (vfork() == 0) {
    pids[1] = getpid();
    await_eof();
    _exit(0);
  }
  reap_all();
  _exit(0);
}

int main(void) {
  told *pids = share(2);
  pid_t parent = must(fork(), "fork");
  if (parent == 0) be_the_parent(pids);
  pid_t zombies[] = {await_told(&pids[0])};
  fact("parent", parent);
  fact("vforked", await_told(&pids[1]));
  fact_list("zombies", zombies, 1);
  await_state(parent, 'D');
  facts_stand();
  await_eof();
  reap_all();
}
