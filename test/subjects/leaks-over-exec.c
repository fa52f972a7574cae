/* A parent that starts cat(1), or what is said, with more than three standard streams. By mode, with what:
 *   leak       a listener on a TCP port of 127.0.0.1, the write end of a pipe, an eventfd and a locked file, all
 *              open across execve(2); a log that is appended to, a directory and /dev/null, which harm nobody
 *   passed     an eventfd that the parent itself has close-on-exec: the child took the mark off before execve(2)
 *   jobserver  both ends of a pipe, as make gives them to its jobs
 *   deeper     an eventfd, by way of sh -c 'cat; :'
 *   itself     an eventfd: it starts itself anew
 *   named      an eventfd, whose number is on the command line of a sh(1)
 * Facts: parent, child (who has called execve(2)), fds (that nobody would know of). */
#include "subject.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>

static int fds[8], count;

static int keep(int fd) { return fds[count++] = must(fd, "open"); }

static void open_all(const char *mode) {
  char locked[] = "/tmp/procdoc-leak-XXXXXX";
  int ends[2];
  if (is(mode, "leak")) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = keep(socket(AF_INET, SOCK_STREAM, 0));
    must(bind(listener, (struct sockaddr *)&address, sizeof address), "bind");
    must(listen(listener, 16), "listen");
    must(pipe2(ends, O_CLOEXEC), "pipe2");
    keep(dup(ends[1]));
    keep(eventfd(0, 0));
    must(flock(keep(mkstemp(locked)), LOCK_EX), "flock");
    unlink(locked);
    must(open("/tmp", O_RDONLY | O_DIRECTORY), "/tmp");
    must(open("/dev/null", O_RDWR), "/dev/null");
    char log[] = "/tmp/procdoc-leak-XXXXXX";
    close(must(mkstemp(log), log));
    must(open(log, O_WRONLY | O_APPEND), log);
    unlink(log);
  } else if (is(mode, "jobserver")) {
    must(pipe(ends), "pipe");
  } else {
    keep(eventfd(0, is(mode, "passed") ? EFD_CLOEXEC : 0));
  }
}

static void exec_child(const char *mode, char *self) {
  char number[32];
  snprintf(number, sizeof number, "/dev/fd/%d", fds[0]);
  if (is(mode, "passed")) fcntl(fds[0], F_SETFD, 0);
  if (is(mode, "deeper")) execlp("sh", "sh", "-c", "cat; :", NULL);
  else if (is(mode, "itself")) execl(self, self, "idle", NULL);
  else if (is(mode, "named")) execlp("sh", "sh", "-c", "read end", "sh", number, NULL);
  else execlp("cat", "cat", NULL);
  _exit(127);
}

/* Returns when the child has called execve(2): that closes its end of a pipe. */
static pid_t start(const char *mode, char *self) {
  int ends[2];
  char byte;
  must(pipe2(ends, O_CLOEXEC), "pipe2");
  pid_t child = must(fork(), "fork");
  if (child == 0) exec_child(mode, self);
  close(ends[1]);
  while (read(ends[0], &byte, 1) == -1 && errno == EINTR) continue;
  close(ends[0]);
  return child;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (is(mode, "idle")) {
    await_eof();
    return 0;
  }
  close_range(3, ~0U, 0);
  open_all(mode);
  pid_t child = start(mode, argv[0]);
  await_state(child, 'S');
  fact("parent", getpid());
  fact("child", child);
  fact_list("fds", fds, count);
  facts_stand();
  await_eof();
  reap_all();
}
