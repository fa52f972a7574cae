/* A program that is written and then started, which fails: somebody has it open for writing still. By mode, who:
 *   forked   a child that was forked meanwhile and has not called execve(2) yet; the writer has closed it
 *   heir     cat(1), which such a child has become, since the file was opened without O_CLOEXEC; and the writer
 *   writer   nobody but the one that writes it
 *   log      a forked child, to which it is a log: nobody would start that
 *   plain    a forked child; but the file is not executable
 * Facts: parent, child (0: none), fd, path, execErrno (what execve(2) of it comes to). */
#include "subject.h"
#include <fcntl.h>
#include <sys/stat.h>

static int exec_errno(const char *path, told *answer) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    close_range(3, ~0U, 0);
    execl(path, path, NULL);
    *answer = errno;
    _exit(0);
  }
  waitpid(pid, NULL, 0);
  return *answer;
}

static pid_t start_child(const char *mode) {
  int ends[2];
  char byte;
  must(pipe2(ends, O_CLOEXEC), "pipe2");
  pid_t child = must(fork(), "fork");
  if (child == 0) {
    if (is(mode, "heir")) execlp("cat", "cat", NULL);
    close(ends[1]);
    await_eof();
    _exit(0);
  }
  close(ends[1]);
  while (read(ends[0], &byte, 1) == -1 && errno == EINTR) continue;
  close(ends[0]);
  return child;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  char path[] = "/tmp/procdoc-program-XXXXXX";
  static const char script[] = "#!/bin/true\n";
  close_range(3, ~0U, 0);
  close(must(mkstemp(path), "mkstemp"));
  must(chmod(path, is(mode, "plain") ? 0600 : 0700), "chmod");
  int fd = must(open(path, O_WRONLY | (is(mode, "log") ? O_APPEND : 0)), path);
  must(write(fd, script, sizeof script - 1), "write");
  pid_t child = is(mode, "writer") ? 0 : start_child(mode);
  if (is(mode, "forked")) close(fd);
  fact("parent", getpid());
  fact("child", child);
  fact("fd", fd);
  fact_text("path", path);
  fact("execErrno", exec_errno(path, share(1)));
  facts_stand();
  await_eof();
  unlink(path);
  reap_all();
}
