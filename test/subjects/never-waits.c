/* A parent that never waits: SIGCHLD has its default disposition, and the only thread reads stdin.
 * never-waits [COUNT]: COUNT zombies (1), of which the first exited 0, the second 1, and so on.
 * Facts: parent, zombies. */
#include "subject.h"

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1;
  pid_t zombies[count];
  for (int i = 0; i < count; i++) zombies[i] = fork_exit(i);
  for (int i = 0; i < count; i++) await_state(zombies[i], 'Z');
  fact("parent", getpid());
  fact_list("zombies", zombies, count);
  facts_stand();
  await_eof();
  reap_all();
}
