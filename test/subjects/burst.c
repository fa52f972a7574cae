/* Five children die while SIGCHLD is blocked, so one pending SIGCHLD stands for all five. Then, by mode:
 *   handler-once     a handler waits for one child: four zombies
 *   handler-loops    a handler waits until none is left: no zombies
 *   handler-never    a handler waits for none: five zombies
 *   signalfd-unread  a signalfd for SIGCHLD that nobody reads: five zombies, SIGCHLD pending
 *   signalfd-once    a signalfd is read once and one child waited for: four zombies
 *   sigwait-once     a thread in sigwaitinfo waits for one child: four zombies
 *   sigwait-others   a thread sits in sigwaitinfo for another signal: five zombies, SIGCHLD pending
 * Facts: parent, zombies, handlerCalls; signalfd (the descriptor); waiter (the thread in sigwaitinfo). */
#include "subject.h"
#include <pthread.h>
#include <sys/signalfd.h>

enum { CHILDREN = 5 };
static volatile sig_atomic_t handler_calls;
static sigset_t awaited;
static told *waiter, *reaped;

static void wait_never(int signal) {
  (void)signal;
  handler_calls++;
}

static void wait_once(int signal) {
  (void)signal;
  handler_calls++;
  waitpid(-1, NULL, WNOHANG);
}

static void wait_in_a_loop(int signal) {
  (void)signal;
  handler_calls++;
  while (waitpid(-1, NULL, WNOHANG) > 0) continue;
}

static void take_with_handler(void (*handler)(int), const sigset_t *sigchld) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  must(sigaction(SIGCHLD, &action, NULL), "sigaction");
  sigprocmask(SIG_UNBLOCK, sigchld, NULL);
}

static void take_with_signalfd(const sigset_t *sigchld, int read_it) {
  int fd = must(signalfd(-1, sigchld, 0), "signalfd");
  fact("signalfd", fd);
  if (!read_it) return;
  struct signalfd_siginfo info;
  must(read(fd, &info, sizeof info), "read");
  must(waitpid(-1, NULL, WNOHANG), "waitpid");
}

static void *wait_for_one_child_a_signal(void *unused) {
  (void)unused;
  *waiter = gettid();
  while (sigwaitinfo(&awaited, NULL) > 0) *reaped += waitpid(-1, NULL, WNOHANG) > 0;
  return NULL;
}

static void take_with_thread(int signal, int expected_reaped) {
  waiter = share(2);
  reaped = waiter + 1;
  sigemptyset(&awaited);
  sigaddset(&awaited, signal);
  pthread_t thread;
  pthread_create(&thread, NULL, wait_for_one_child_a_signal, NULL);
  if (expected_reaped) await_told(reaped);
  await_state(await_told(waiter), 'S');
  fact("waiter", *waiter);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  sigset_t sigchld;
  sigemptyset(&sigchld);
  sigaddset(&sigchld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &sigchld, NULL);
  pid_t children[CHILDREN];
  for (int i = 0; i < CHILDREN; i++) children[i] = fork_zombie(i);

  if (is(mode, "handler-once")) take_with_handler(wait_once, &sigchld);
  else if (is(mode, "handler-loops")) take_with_handler(wait_in_a_loop, &sigchld);
  else if (is(mode, "handler-never")) take_with_handler(wait_never, &sigchld);
  else if (is(mode, "signalfd-unread")) take_with_signalfd(&sigchld, 0);
  else if (is(mode, "signalfd-once")) take_with_signalfd(&sigchld, 1);
  else if (is(mode, "sigwait-once")) take_with_thread(SIGCHLD, 1);
  else if (is(mode, "sigwait-others")) take_with_thread(SIGUSR1, 0);
  else bad_mode(argv[0]);

  pid_t zombies[CHILDREN];
  int left = 0;
  for (int i = 0; i < CHILDREN; i++)
    if (state_of(children[i]) == 'Z') zombies[left++] = children[i];
  fact("parent", getpid());
  fact_list("zombies", zombies, left);
  fact("handlerCalls", handler_calls);
  facts_stand();
  await_eof();
  reap_all();
}
