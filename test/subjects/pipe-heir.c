/* What sh -c 'sleep 1000 & echo done' | reader comes to: the writer has written and is gone, but a child that
 * it left behind has inherited its stdout, so the reader never reads the end. This program adopts that heir.
 * Facts: parent, reader, readerFd, writer (gone), heir, heirFd. */
#include "subject.h"
#include <sys/prctl.h>

enum { READ_DONE, HEIR };

static void be_the_reader(int fd, told *told_by) {
  char done[5];
  for (ssize_t got; (got = read(fd, done, sizeof done)) > 0;) told_by[READ_DONE] = 1;
  _exit(0);
}

static void be_the_writer(int fd, told *told_by) {
  dup2(fd, STDOUT_FILENO);
  close_range(3, ~0U, 0);
  told_by[HEIR] = fork_idler();
  must(write(STDOUT_FILENO, "done\n", 5), "write");
  _exit(0);
}

int main(void) {
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  close_range(3, ~0U, 0);
  told *told_by = share(2);
  int ends[2];
  must(pipe(ends), "pipe");
  pid_t reader = must(fork(), "fork");
  if (reader == 0) {
    close(ends[1]);
    be_the_reader(ends[0], told_by);
  }
  pid_t writer = must(fork(), "fork");
  if (writer == 0) be_the_writer(ends[1], told_by);
  close(ends[0]);
  close(ends[1]);
  waitpid(writer, NULL, 0);
  await_told(&told_by[READ_DONE]);
  await_state(reader, 'S');
  fact("parent", getpid());
  fact("reader", reader);
  fact("readerFd", ends[0]);
  fact("writer", writer);
  fact("heir", await_told(&told_by[HEIR]));
  fact("heirFd", STDOUT_FILENO);
  facts_stand();
  await_eof();
  reap_all();
}
