/* A parent whose timer expires in an hour, and that would wait for its children then. Until then it sleeps in a call
 * without a timeout, with a dead child, and with SIGTERM blocked and pending. By mode:
 *   alarm     setitimer(2), and a handler of SIGALRM
 *   sigwait   setitimer(2), and a sigwait(3) for SIGALRM
 *   posix     timer_create(2), and a handler of SIGUSR1
 *   timerfd   a timerfd(2) in an epoll(7)
 * Facts: parent, zombie. */
#include "subject.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

#define HOUR 3600

static void ring(int signal) { (void)signal; }

static void alarm_in_an_hour(void) {
  struct itimerval timer = {.it_value = {.tv_sec = HOUR}};
  must(setitimer(ITIMER_REAL, &timer, NULL), "setitimer");
}

static void posix_timer_in_an_hour(void) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  struct itimerspec in_an_hour = {.it_value = {.tv_sec = HOUR}};
  timer_t timer;
  must(timer_create(CLOCK_MONOTONIC, &event, &timer), "timer_create");
  must(timer_settime(timer, 0, &in_an_hour, NULL), "timer_settime");
}

/* SIGIO says that standard input has come to its end. */
static void sleep_in_sigwait(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGALRM);
  sigaddset(&signals, SIGIO);
  sigprocmask(SIG_BLOCK, &signals, NULL);
  must(fcntl(STDIN_FILENO, F_SETOWN, getpid()), "F_SETOWN");
  must(fcntl(STDIN_FILENO, F_SETFL, O_ASYNC), "O_ASYNC");
  int signal;
  sigwait(&signals, &signal);
}

static void sleep_in_epoll(void) {
  int timer = must(timerfd_create(CLOCK_MONOTONIC, 0), "timerfd_create");
  struct itimerspec in_an_hour = {.it_value = {.tv_sec = HOUR}};
  must(timerfd_settime(timer, 0, &in_an_hour, NULL), "timerfd_settime");
  int epoll = must(epoll_create1(0), "epoll_create1");
  struct epoll_event event = {.events = EPOLLIN};
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event), "epoll_ctl");
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &event), "epoll_ctl");
  must(epoll_wait(epoll, &event, 1, -1), "epoll_wait");
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (!is(mode, "alarm") && !is(mode, "sigwait") && !is(mode, "posix") && !is(mode, "timerfd")) bad_mode(argv[0]);
  pid_t zombie = fork_zombie(0);
  sigset_t term;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  sigprocmask(SIG_BLOCK, &term, NULL);
  raise(SIGTERM);
  if (is(mode, "alarm")) signal(SIGALRM, ring);
  if (is(mode, "alarm") || is(mode, "sigwait")) alarm_in_an_hour();
  if (is(mode, "posix")) signal(SIGUSR1, ring);
  if (is(mode, "posix")) posix_timer_in_an_hour();
  fact("parent", getpid());
  fact("zombie", zombie);
  facts_stand();
  if (is(mode, "sigwait")) sleep_in_sigwait();
  else if (is(mode, "timerfd")) sleep_in_epoll();
  await_eof();
  reap_all();
}
