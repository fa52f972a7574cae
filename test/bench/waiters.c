/* Many processes behind one lock: waiters COUNT. One has an exclusive flock on a file, and all others wait for it.
 * Facts: holder, waiter (one of them), path. */
#include "subject.h"
#include <fcntl.h>
#include <sys/file.h>

static char path[] = "/tmp/procdoc-waiters-XXXXXX";

static pid_t fork_waiter(int held) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    close(held);
    flock(must(open(path, O_RDWR), path), LOCK_EX);
    _exit(0);
  }
  return pid;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1;
  close_range(3, ~0U, 0);
  int held = must(mkstemp(path), path);
  must(flock(held, LOCK_EX), "flock");
  pid_t waiter = 0;
  for (int made = 0; made < count; made++) waiter = fork_waiter(held);
  await_state(waiter, 'S');
  fact("holder", getpid());
  fact("waiter", waiter);
  fact_text("path", path);
  facts_stand();
  await_eof();
  close(held);
  unlink(path);
  reap_all();
}
