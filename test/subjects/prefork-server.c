/* A prefork server: the parent listens on a TCP port of 127.0.0.1 and lives, three workers share the listener
 * by design.
 * Facts: parent, workers, fd (in all of them), port. */
#include "subject.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

enum { WORKERS = 3 };

static pid_t fork_worker(int listener) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    struct pollfd either[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = listener, .events = POLLIN}};
    while (poll(either, 2, -1) > 0 && !either[0].revents) close(accept(listener, NULL, NULL));
    _exit(0);
  }
  return pid;
}

int main(void) {
  close_range(3, ~0U, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(bind(listener, (struct sockaddr *)&address, size), "bind");
  must(listen(listener, 16), "listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  pid_t workers[WORKERS];
  for (int i = 0; i < WORKERS; i++) workers[i] = fork_worker(listener);
  fact("parent", getpid());
  fact_list("workers", workers, WORKERS);
  fact("fd", listener);
  fact("port", ntohs(address.sin_port));
  facts_stand();
  await_eof();
  reap_all();
}
