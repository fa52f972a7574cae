/* A parent that reaps, only not at once: there is a zombie at any moment, each a new one every 300 ms.
 * Facts: parent, zombies (those of the first moment). */
#include "subject.h"
#include <poll.h>

int main(void) {
  pid_t zombie = fork_zombie(0);
  fact("parent", getpid());
  fact_list("zombies", &zombie, 1);
  facts_stand();
  struct pollfd end_of_stdin = {.fd = STDIN_FILENO, .events = POLLIN};
  while (poll(&end_of_stdin, 1, 300) == 0) {
    pid_t next = fork_zombie(0);
    waitpid(zombie, NULL, 0);
    zombie = next;
  }
  reap_all();
}
