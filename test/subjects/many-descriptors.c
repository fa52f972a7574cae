/* Many descriptors: many-descriptors PROCESSES DESCRIPTORS. Each child opens that many for itself: a third of
 * them files of its own, a third pipes, a third UNIX sockets. The parent holds a flock on one file more, and
 * listens on a TCP port of 127.0.0.1; the children inherited neither. They close stdout and stderr, so that
 * who reads the facts does not wait for all of them.
 * Facts: parent, processes, descriptors (of each child), path (locked), port. */
#include "subject.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>

static char folder[] = "/tmp/procdoc-many-XXXXXX";

static int open_in_folder(int name) {
  char path[64];
  snprintf(path, sizeof path, "%s/%d", folder, name);
  return must(open(path, O_RDWR | O_CREAT, 0600), path);
}

static void open_many(int descriptors, int name) {
  int third = descriptors / 3, ends[2];
  for (int i = 0; i < descriptors - third - third; i++) open_in_folder(name);
  for (int i = 0; i < third; i += 2) must(pipe(ends), "pipe");
  for (int i = 0; i < third; i += 2) must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
}

static int listen_on_any(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(bind(listener, (struct sockaddr *)&address, size), "bind");
  must(listen(listener, 16), "listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  return ntohs(address.sin_port);
}

static void remove_folder(int processes) {
  for (int name = 0; name <= processes; name++) {
    char path[64];
    snprintf(path, sizeof path, "%s/%d", folder, name);
    unlink(path);
  }
  rmdir(folder);
}

int main(int argc, char **argv) {
  int processes = argc > 1 ? atoi(argv[1]) : 2, descriptors = argc > 2 ? atoi(argv[2]) : 9;
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  close_range(3, ~0U, 0);
  if (!mkdtemp(folder)) must(-1, folder);
  told *ready = share(1);
  for (int made = 0; made < processes; made++) {
    if (must(fork(), "fork") > 0) continue;
    close_range(STDOUT_FILENO, STDERR_FILENO, 0);
    open_many(descriptors, made + 1);
    ++*ready;
    await_eof();
    _exit(0);
  }
  must(flock(open_in_folder(0), LOCK_EX), "flock");
  int port = listen_on_any();
  for (int looks = 0; *ready < processes;) look_again(&looks, "the children");

  char path[64];
  snprintf(path, sizeof path, "%s/0", folder);
  fact("parent", getpid());
  fact("processes", processes);
  fact("descriptors", descriptors);
  fact_text("path", path);
  fact("port", port);
  facts_stand();
  await_eof();
  remove_folder(processes);
  reap_all();
}
