/* A parent opens one of each kind of file, and forks: the child has all of them.
 * Facts: parent, child; a descriptor for each name below; folder (of what has a path); port. */
#include "subject.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

static void opened(const char *name, int fd) { fact(name, must(fd, name)); }

static void open_paths(void) {
  int file = must(open("file", O_RDWR | O_CREAT, 0600), "file");
  must(write(file, "abcdef", 6), "write");
  opened("file", file);
  opened("duplicate", dup(file));
  opened("closedOnExec", open("file", O_RDONLY | O_CLOEXEC));
  opened("appended", open("file", O_WRONLY | O_APPEND));
  opened("path", open("file", O_PATH));
  opened("directory", open(".", O_RDONLY | O_DIRECTORY));
  opened("deleted", open("removed", O_WRONLY | O_CREAT, 0600));
  unlink("removed");
  opened("called deleted", open("kept (deleted)", O_WRONLY | O_CREAT, 0600));
  must(mkfifo("fifo", 0600), "mkfifo");
  opened("fifo", open("fifo", O_RDWR));
  opened("device", open("/dev/null", O_RDWR));
  int terminal = must(posix_openpt(O_RDWR | O_NOCTTY), "posix_openpt");
  grantpt(terminal);
  unlockpt(terminal);
  opened("terminal", open(ptsname(terminal), O_RDWR | O_NOCTTY));
}

static void open_the_nameless(void) {
  int pipe_ends[2], socket_ends[2];
  must(pipe(pipe_ends), "pipe");
  opened("pipe to read", pipe_ends[0]);
  opened("pipe to write", pipe_ends[1]);
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, socket_ends), "socketpair");
  opened("socketpair", socket_ends[0]);
  opened("memfd", memfd_create("procdoc-kinds", 0));
  opened("eventfd", eventfd(0, 0));
  int epoll = must(epoll_create1(0), "epoll_create1");
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, pipe_ends[0], &(struct epoll_event){.events = EPOLLIN}), "epoll_ctl");
  opened("epoll", epoll);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGUSR1);
  opened("signalfd", signalfd(-1, &signals, 0));
}

static void open_sockets(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(bind(listener, (struct sockaddr *)&address, size), "bind");
  must(listen(listener, 4), "listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  int connection = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(connect(connection, (struct sockaddr *)&address, size), "connect");
  opened("listener", listener);
  opened("connection", connection);
  opened("accepted", accept(listener, NULL, NULL));
  fact("port", ntohs(address.sin_port));

  int datagrams = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  address.sin_port = 0;
  must(bind(datagrams, (struct sockaddr *)&address, sizeof address), "bind");
  opened("datagrams", datagrams);

  int local = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
  must(bind(local, (struct sockaddr *)&name, sizeof name), "bind");
  must(listen(local, 4), "listen");
  opened("unix listener", local);
}

int main(void) {
  char folder[] = "/tmp/procdoc-kinds-XXXXXX";
  must(mkdtemp(folder) ? 0 : -1, "mkdtemp");
  must(chdir(folder), folder);
  close_range(3, ~0U, 0);
  fact("parent", getpid());
  fact_text("folder", folder);
  open_paths();
  open_the_nameless();
  open_sockets();
  fact("child", fork_idler());
  facts_stand();
  await_eof();
  const char *made[] = {"file", "kept (deleted)", "fifo", "socket"};
  for (unsigned i = 0; i < sizeof made / sizeof *made; i++) unlink(made[i]);
  rmdir(folder);
  reap_all();
}
