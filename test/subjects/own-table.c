/* A process whose second thread has a descriptor table of its own, with a file in it that is locked, and a listener.
 * Facts: file, tid, fd (of the file), listener (a descriptor), port. */
#define _GNU_SOURCE
#include "subject.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/socket.h>

static char file[] = "/tmp/procdoc-own-table-XXXXXX";
static pthread_barrier_t opened;

static void *open_apart(void *unused) {
  (void)unused;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  must(unshare(CLONE_FILES), "unshare");
  int fd = must(mkostemp(file, O_CLOEXEC), "mkostemp");
  must(flock(fd, LOCK_EX), "flock");
  int listener = must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  must(bind(listener, (struct sockaddr *)&at, length), "bind");
  must(listen(listener, 1), "listen");
  must(getsockname(listener, (struct sockaddr *)&at, &length), "getsockname");
  fact_text("file", file);
  fact("tid", gettid());
  fact("fd", fd);
  fact("listener", listener);
  fact("port", ntohs(at.sin_port));
  pthread_barrier_wait(&opened);
  pause();
  return NULL;
}

int main(void) {
  pthread_t thread;
  pthread_barrier_init(&opened, NULL, 2);
  must(-pthread_create(&thread, NULL, open_apart, NULL), "pthread_create");
  pthread_barrier_wait(&opened);
  facts_stand();
  await_eof();
  unlink(file);
}
