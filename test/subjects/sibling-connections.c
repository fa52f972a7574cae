/* A server that forks a worker for each of its three clients; the clients are children of another child. By mode:
 *   tcp      it never closes a connection, so that each worker has those of the workers before it, too
 *   unix     the same by a UNIX socket
 *   closing  it closes each connection when its worker is forked, as is right
 *   common   as tcp, but server and workers have one descriptor table in common
 *   pairs    no clients: a socket pair for each worker, of which every later one has the server's end, too
 * Facts: parent, workers, port (0 if there is none). */
#include "subject.h"
#include <arpa/inet.h>
#include <sched.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

enum { WORKERS = 3 };

static union {
  struct sockaddr any;
  struct sockaddr_in inet;
  struct sockaddr_un local;
} address;
static socklen_t size;

static int listen_somewhere(int family) {
  address.any.sa_family = family;
  size = sizeof address.inet;
  if (family == AF_INET) address.inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  else size = offsetof(struct sockaddr_un, sun_path) + sprintf(address.local.sun_path + 1, "procdoc-%d", getpid()) + 1;
  int listener = must(socket(family, SOCK_STREAM, 0), "socket");
  must(bind(listener, &address.any, size), "bind");
  must(listen(listener, 16), "listen");
  if (family == AF_INET) getsockname(listener, &address.any, &size);
  return listener;
}

static void fork_clients(int family) {
  if (must(fork(), "fork") > 0) return;
  for (int i = 0; i < WORKERS; i++) {
    int client = must(socket(family, SOCK_STREAM, 0), "socket");
    must(connect(client, &address.any, size), "connect");
  }
  await_eof();
  _exit(0);
}

/* fork(2), but for the table, by clone(2). */
static pid_t fork_with_common_table(void) {
  pid_t pid = must(syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0), "clone");
  if (pid == 0) {
    await_eof();
    _exit(0);
  }
  return pid;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int family = is(mode, "unix") ? AF_UNIX : AF_INET, with_clients = !is(mode, "pairs");
  int listener = -1, workers[WORKERS];
  close_range(3, ~0U, 0);
  if (with_clients) {
    listener = listen_somewhere(family);
    fork_clients(family);
  }
  for (int i = 0; i < WORKERS; i++) {
    int pair[2];
    if (with_clients) pair[0] = must(accept(listener, NULL, NULL), "accept");
    else must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
    workers[i] = is(mode, "common") ? fork_with_common_table() : fork_idler();
    if (is(mode, "closing")) close(pair[0]);
  }
  fact("parent", getpid());
  fact_list("workers", workers, WORKERS);
  fact("port", with_clients && family == AF_INET ? ntohs(address.inet.sin_port) : 0);
  facts_stand();
  await_eof();
  reap_all();
}
