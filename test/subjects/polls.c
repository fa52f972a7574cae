/* A parent that looks after its children from time to time: it has waited for one, and sleeps with another dead.
 * polls [MILLISECONDS]: how long it sleeps between two looks (an hour). At each it starts a
 * child and waits for it; the zombie it leaves for the end.
 * Facts: parent, zombie. */
#include <poll.h>

#include "subject.h"

int main(int argc, char **argv) {
  int pause = argc > 1 ? atoi(argv[1]) : 3600 * 1000;
  must(waitpid(fork_exit(0), NULL, 0), "waitpid");
  pid_t zombie = fork_exit(0);
  await_state(zombie, 'Z');
  fact("parent", getpid());
  fact("zombie", zombie);
  facts_stand();
  struct pollfd input = {.fd = 0, .events = POLLIN};
  while (must(poll(&input, 1, pause), "poll") == 0) must(waitpid(fork_exit(0), NULL, 0), "waitpid");
  reap_all();
}
