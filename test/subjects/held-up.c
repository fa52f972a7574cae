/* A parent that reads the output of its child to the end before it waits for it; the child has exited, and left a
 * grandchild that has the write end.
 * Facts: parent, holder, zombies. */
#include "subject.h"

int main(void) {
  int output[2], ids[2];
  must(pipe(output), "pipe");
  must(pipe(ids), "pipe");
  pid_t child = must(fork(), "fork");
  if (child == 0) {
    close(output[0]);
    pid_t holder = must(fork(), "fork");
    if (holder == 0) {
      await_eof();
      _exit(0);
    }
    must(write(ids[1], &holder, sizeof holder), "write");
    _exit(0);
  }
  close(output[1]);
  pid_t holder;
  must(read(ids[0], &holder, sizeof holder), "read");
  close(ids[0]);
  close(ids[1]);
  await_state(child, 'Z');
  fact("parent", getpid());
  fact("holder", holder);
  fact_list("zombies", &child, 1);
  facts_stand();
  char byte;
  while (read(output[0], &byte, 1) > 0) continue;
  await_eof();
  reap_all();
}
