/* Many orphans with the same descriptors: orphans COUNT. Their parent has exited. All of them read one pipe to its end,
 * have one lock that it took, and listen on one socket.
 * Facts: first (one of them), path (of the lock). */
#include "subject.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>

static char path[] = "/tmp/procdoc-orphans-XXXXXX";

static pid_t leave(int count, int lock) {
  told *first = share(1);
  pid_t parent = must(fork(), "fork");
  if (parent == 0) {
    must(flock(lock, LOCK_EX), "flock");
    for (int made = 0; made < count; made++) {
      pid_t pid = must(fork(), "fork");
      if (pid == 0) {
        await_eof();
        _exit(0);
      }
      *first = pid;
    }
    _exit(0);
  }
  must(waitpid(parent, NULL, 0), "waitpid");
  return *first;
}

int main(int argc, char **argv) {
  setpgid(0, 0);
  close_range(3, ~0U, 0);
  int lock = must(mkstemp(path), path);
  must(listen(must(socket(AF_INET, SOCK_STREAM, 0), "socket"), 1), "listen");
  pid_t first = leave(argc > 1 ? atoi(argv[1]) : 1, lock);
  close_range(3, ~0U, 0);
  await_state(first, 'S');
  fact("first", first);
  fact_text("path", path);
  facts_stand();
  await_eof();
  unlink(path);
}
