/* Processes that have some objects of the kernel in common, and some not. Four children inherit the descriptors of their parent:
 * a pipe, an eventfd, an epoll, a file with a flock and one with record locks.
 *   like       has all as it inherited it
 *   elsewhere  has another working directory, and a lock and a close-on-exec flag of its own
 *   timed      has a timer, and a descriptor less
 *   apart      has another UTS and IPC namespace, where that is permitted
 * Facts: children, in that order. */
#include "subject.h"
#include <fcntl.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <time.h>

enum { PIPE_END = 20, COUNTER, POLL, WHOLE, PARTS };

static int numbered(int fd, int number) {
  must(dup2(fd, number), "dup2");
  close(fd);
  return number;
}

static int temporary(int number) {
  char name[] = "/tmp/relatives-XXXXXX";
  int fd = must(mkstemp(name), "mkstemp");
  must(unlink(name), "unlink");
  return numbered(fd, number);
}

static void lock_part(int start) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = 1};
  must(fcntl(PARTS, F_SETLK, &lock), "fcntl");
}

static void become(int which) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_NONE};
  if (which == 1) {
    must(chdir("/"), "chdir");
    must(fcntl(COUNTER, F_SETFD, FD_CLOEXEC), "fcntl");
    lock_part(7);
  } else if (which == 2) {
    must(timer_create(CLOCK_MONOTONIC, &event, &timer), "timer_create");
    close(POLL);
  } else if (which == 3 && unshare(CLONE_NEWUTS | CLONE_NEWIPC) == -1 && errno != EPERM)
    must(-1, "unshare");
}

int main(void) {
  int ends[2], children[4];
  must(pipe(ends), "pipe");
  numbered(ends[0], PIPE_END);
  numbered(must(eventfd(3, 0), "eventfd"), COUNTER);
  numbered(must(epoll_create1(0), "epoll_create1"), POLL);
  struct epoll_event event = {.events = EPOLLIN};
  must(epoll_ctl(POLL, EPOLL_CTL_ADD, COUNTER, &event), "epoll_ctl");
  must(flock(temporary(WHOLE), LOCK_EX), "flock");
  temporary(PARTS);
  lock_part(3);
  told *ready = share(4);
  for (int which = 0; which < 4; which++) {
    children[which] = must(fork(), "fork");
    if (children[which] == 0) {
      become(which);
      ready[which] = 1;
      await_eof();
      _exit(0);
    }
    await_told(&ready[which]);
    await_state(children[which], 'S');
  }
  fact_list("children", children, 4);
  facts_stand();
  await_eof();
  reap_all();
}
