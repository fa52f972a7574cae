/* Blocked on another process, or on none. By mode, the waiter:
 *   unix         reads a socket: the ender has its peer, the bystander another connection
 *   unix-full    writes to a full socket: the ender has its peer
 *   datagram     reads a datagram socket with an abstract name; no ender
 *   tcp          reads a connection of 127.0.0.1: the ender accepted it, the bystander has the listener
 *   tcp-backlog  the same, before it is accepted: the ender has the listener
 *   pidfd        polls a pidfd of the ender, the bystander's sibling
 *   tracer       waits for any child, and has none, but traces the ender
 *   own-peer     reads a socket whose peer it has itself, and nobody else; no ender
 *   self-lock    locks a mutex that it has locked itself, and has no other thread; no ender
 *   accept  pause  sleep  futex   waits for nobody in particular: no ender
 * Facts: see blocked-on.h. */
#include "blocked-on.h"
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/socket.h>

static void poll_pidfd(void) {
  struct pollfd watched = {.fd = must(syscall(SYS_pidfd_open, ender, 0), "pidfd_open"), .events = POLLIN};
  poll(&watched, 1, -1);
}

static void fill_it(void) {
  static char page[4096];
  while (write(waiter_fd, page, sizeof page) > 0) continue;
}

static void accept_it(void) { accept(waiter_fd, NULL, NULL); }
static void pause_it(void) { pause(); }
static void sleep_it(void) { sleep(3600); }

static void *pausing(void *unused) {
  pause();
  return unused;
}

static void join_it(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, pausing, NULL);
  pthread_join(thread, NULL);
}

static void lock_twice(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
}

static void be_traced(void) {
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
  idle();
}

static void trace_ender(void) {
  must(ptrace(PTRACE_SEIZE, ender, NULL, NULL), "ptrace");
  waitpid(-1, NULL, __WALL);
}

static void open_listener(int *listener, struct sockaddr_in *address) {
  socklen_t length = sizeof *address;
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  *listener = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(bind(*listener, (struct sockaddr *)address, length), "bind");
  must(listen(*listener, 4), "listen");
  must(getsockname(*listener, (struct sockaddr *)address, &length), "getsockname");
}

static void open_tcp(void) {
  struct sockaddr_in address;
  int *listener = is(mode, "accept") ? &waiter_fd : is(mode, "tcp") ? &bystander_fd : &ender_fd;
  open_listener(listener, &address);
  if (is(mode, "accept")) return;
  waiter_fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(connect(waiter_fd, (struct sockaddr *)&address, sizeof address), "connect");
  if (is(mode, "tcp")) ender_fd = must(accept(bystander_fd, NULL, NULL), "accept");
}

static void open_unix(void) {
  int ends[2], others[2];
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, others), "socketpair");
  waiter_fd = ends[0], ender_fd = ends[1], second_fd = others[0], bystander_fd = others[1];
}

/* Of the kernel's choice: "@" and five digits, as autobind of unix(7) makes them. */
static void open_datagram(void) {
  struct sockaddr nameless = {.sa_family = AF_UNIX};
  waiter_fd = must(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
  must(bind(waiter_fd, &nameless, sizeof nameless.sa_family), "bind");
}

static void open_own_peer(void) {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
  waiter_fd = ends[0], second_fd = ends[1];
}

static const struct situation situations[] = {
    {"unix", open_unix, read_it, idle, idle},
    {"unix-full", open_unix, fill_it, idle, idle},
    {"datagram", open_datagram, read_it, NULL, idle},
    {"tcp", open_tcp, read_it, idle, idle},
    {"tcp-backlog", open_tcp, read_it, idle, idle},
    {"pidfd", open_nothing, poll_pidfd, idle, idle},
    {"tracer", open_nothing, trace_ender, be_traced, idle},
    {"own-peer", open_own_peer, read_it, NULL, idle},
    {"self-lock", open_nothing, lock_twice, NULL, idle},
    {"accept", open_tcp, accept_it, NULL, idle},
    {"pause", open_nothing, pause_it, NULL, idle},
    {"sleep", open_nothing, sleep_it, NULL, idle},
    {"futex", open_nothing, join_it, NULL, idle},
    {0},
};

int main(int argc, char **argv) { return run_situation(situations, argc, argv); }
