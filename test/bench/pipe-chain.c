/* A chain of pipes: pipe-chain COUNT. Each process reads a pipe that only the next one can write to, and the last one
 * waits for its standard input. Facts: first, last, path (a file that all have open). */
#include "subject.h"
#include <fcntl.h>

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1;
  char path[] = "/tmp/procdoc-pipe-chain-XXXXXX", byte;
  close_range(3, ~0U, 0);
  must(mkstemp(path), path);
  int writing = -1;
  pid_t first = 0, pid = 0;
  for (int made = 0; made <= count; made++) {
    int ends[2];
    must(pipe(ends), "pipe");
    pid = must(fork(), "fork");
    if (pid == 0) {
      close(ends[1]);
      if (made == count) await_eof();
      else while (read(ends[0], &byte, 1) > 0) continue;
      _exit(0);
    }
    if (made == 0) first = pid;
    close(ends[0]);
    if (writing != -1) close(writing);
    writing = ends[1];
  }
  close(writing);
  await_state(pid, 'S');
  fact("first", first);
  fact("last", pid);
  fact_text("path", path);
  facts_stand();
  await_eof();
  unlink(path);
  reap_all();
}
