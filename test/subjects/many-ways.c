/* What holders may look for, in two descriptors of one process, and a child that has them too. By mode:
 *   reuseport      two TCP listeners on one port, each a socket of its own
 *   fifo           a FIFO opened twice for writing: two open file descriptions
 *   reopened-pipe  the write end of a pipe, and the same opened anew through /proc/self/fd: again two
 *   busy           a program that is open for writing, by two names (a hard link): it cannot be executed
 *   unix           a listener at a path, and a connection to it that the same process accepted
 * Facts: parent, child, fds; port, path, otherPath, inode where there is one. */
#include "subject.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static char folder[] = "/tmp/procdoc-many-ways-XXXXXX";
static char path[64], other[64];
static int port;

static int listen_on_port(void) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int yes = 1, listener = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  must(bind(listener, (struct sockaddr *)&address, size), "bind");
  must(listen(listener, 16), "listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  port = ntohs(address.sin_port);
  return listener;
}

static void open_unix(int fds[2]) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  memcpy(address.sun_path, path, sizeof path);
  fds[0] = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  must(bind(fds[0], (struct sockaddr *)&address, sizeof address), "bind");
  must(listen(fds[0], 16), "listen");
  fds[1] = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  must(connect(fds[1], (struct sockaddr *)&address, sizeof address), "connect");
  must(accept(fds[0], NULL, NULL), "accept");
}

static void open_both(const char *mode, int fds[2]) {
  int ends[2];
  char end[32];
  if (is(mode, "reuseport")) {
    fds[0] = listen_on_port();
    fds[1] = listen_on_port();
  } else if (is(mode, "fifo")) {
    must(mkfifo(path, 0600), path);
    for (int i = 0; i < 2; i++) fds[i] = must(open(path, O_RDWR), path);
  } else if (is(mode, "reopened-pipe")) {
    must(pipe(ends), "pipe");
    fds[0] = ends[1];
    snprintf(end, sizeof end, "/proc/self/fd/%d", ends[1]);
    fds[1] = must(open(end, O_WRONLY), end);
  } else if (is(mode, "busy")) {
    fds[0] = must(open(path, O_WRONLY | O_CREAT, 0700), path);
    must(link(path, other), other);
    fds[1] = must(open(other, O_WRONLY), other);
  } else if (is(mode, "unix")) {
    open_unix(fds);
  } else {
    bad_mode("many-ways");
  }
}

int main(int argc, char **argv) {
  int fds[2];
  struct stat file;
  close_range(3, ~0U, 0);
  if (!mkdtemp(folder)) must(-1, folder);
  snprintf(path, sizeof path, "%s/one", folder);
  snprintf(other, sizeof other, "%s/other", folder);
  open_both(argc > 1 ? argv[1] : "", fds);
  must(fstat(fds[0], &file), "fstat");
  fact("parent", getpid());
  fact("child", fork_idler());
  fact_list("fds", fds, 2);
  fact("port", port);
  fact("inode", file.st_ino);
  fact_text("path", path);
  fact_text("otherPath", other);
  facts_stand();
  await_eof();
  unlink(path);
  unlink(other);
  rmdir(folder);
  reap_all();
}
