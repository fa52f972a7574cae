/* A FUSE file system that serves two empty files, "file" and "neighbour", of great inode numbers, and a process that has the
 * first one open and the root of the file system as its working directory. At each line of standard input the daemon stops itself by SIGSTOP.
 * By mode:
 *   (none)   it answers until then
 *   stopped  it is stopped, and a third process asks it, whose thread sleeps in that request
 *   busy     the same, of a daemon that runs, and never reads a request again
 *   taken    a thread of a third process asks a daemon that takes the request and answers none any more, and is killed
 * Facts: folder (where it is mounted), daemon, holder, fd (of the holder), victim (0 where nobody asks).
 * At the end of standard input, daemon and holder are killed, which fails every request, and the folder is unmounted. */
#include "subject.h"
#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mount.h>
#include <sys/stat.h>

enum { ROOT = FUSE_ROOT_ID, FILE_NODE = 2, NEIGHBOUR_NODE = 3 };
/* Of the first file, and the next number is of the other: numbers of JavaScript are the same there. */
static const __u64 FIRST_INODE = (1ULL << 60) + 3;

static void answer(int device, __u64 unique, int error, const void *body, size_t length) {
  char whole[4096];
  struct fuse_out_header head = {.len = sizeof head + length, .error = -error, .unique = unique};
  memcpy(whole, &head, sizeof head);
  if (length) memcpy(whole + sizeof head, body, length);
  if (write(device, whole, head.len) == -1 && errno != ENOENT && errno != EINTR) _exit(1);
}

static struct fuse_attr attributes(__u64 node) {
  struct fuse_attr attr = {.ino = node == ROOT ? node : FIRST_INODE + node - FILE_NODE, .nlink = 1, .mode = node == ROOT ? S_IFDIR | 0755 : S_IFREG | 0644};
  return attr;
}

/* Nothing is valid for any time, so that every look asks again. */
/* A name that the daemon takes a request for, and answers nobody from then on; and whether it has. */
static const char SILENCE[] = "silence";
static told *taken;

static void serve(int device) {
  char request[FUSE_MIN_READ_BUFFER + 65536];
  if (read(device, request, sizeof request) <= 0) return;
  const struct fuse_in_header *in = (void *)request;
  const char *body = request + sizeof *in;
  if (in->opcode == FUSE_LOOKUP && !strcmp(body, SILENCE)) {
    *taken = 1;
    for (;;) pause();
  }
  switch (in->opcode) {
    case FUSE_INIT: {
      struct fuse_init_out out = {.major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096};
      return answer(device, in->unique, 0, &out, sizeof out);
    }
    case FUSE_LOOKUP: {
      __u64 node = strcmp(body, "file") ? NEIGHBOUR_NODE : FILE_NODE;
      struct fuse_entry_out out = {.nodeid = node, .attr = attributes(node)};
      if (in->nodeid != ROOT || (node == NEIGHBOUR_NODE && strcmp(body, "neighbour"))) return answer(device, in->unique, ENOENT, NULL, 0);
      return answer(device, in->unique, 0, &out, sizeof out);
    }
    case FUSE_GETATTR: {
      struct fuse_attr_out out = {.attr = attributes(in->nodeid)};
      return answer(device, in->unique, 0, &out, sizeof out);
    }
    case FUSE_OPEN:
    case FUSE_OPENDIR: {
      struct fuse_open_out out = {0};
      return answer(device, in->unique, 0, &out, sizeof out);
    }
    case FUSE_READ:
    case FUSE_READDIR:
    case FUSE_RELEASE:
    case FUSE_RELEASEDIR:
      return answer(device, in->unique, 0, NULL, 0);
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT:
      return;
    default:
      return answer(device, in->unique, ENOSYS, NULL, 0);
  }
}

static _Noreturn void daemon_of(int device) {
  struct pollfd watched[] = {{.fd = device, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
  for (;;) {
    poll(watched, 2, -1);
    if (watched[0].revents & POLLIN) serve(device);
    if (!watched[1].revents) continue;
    char byte;
    if (read(STDIN_FILENO, &byte, 1) <= 0) _exit(0);
    raise(SIGSTOP);
  }
}

/* A process that is in a request to the daemon, which won't answer. */
static pid_t asks(const char *path, pid_t daemon, const char *mode) {
  kill(daemon, is(mode, "stopped") ? SIGSTOP : SIGUSR1);
  if (is(mode, "stopped")) await_state(daemon, 'T');
  pid_t victim = must(fork(), "fork");
  if (victim == 0) {
    struct stat found;
    stat(path, &found);
    _exit(0);
  }
  char wchan[64] = "", name[64];
  snprintf(name, sizeof name, "/proc/%d/wchan", victim);
  while (strncmp(wchan, "request_wait", 12)) {
    FILE *file = fopen(name, "r");
    if (!file || !fgets(wchan, sizeof wchan, file)) *wchan = 0;
    if (file) fclose(file);
    usleep(10000);
  }
  return victim;
}

static void *ask_for_silence(void *folder) {
  char path[64];
  struct stat found;
  snprintf(path, sizeof path, "%s/%s", (char *)folder, SILENCE);
  stat(path, &found);
  return NULL;
}

/* A process that was killed while a thread of it was in a request that the daemon has taken, and doesn't answer. */
static pid_t killed_amid(char *folder) {
  pid_t victim = must(fork(), "fork");
  if (victim == 0) {
    pthread_t thread;
    pthread_create(&thread, NULL, ask_for_silence, folder);
    for (;;) pause();
  }
  await_told(taken);
  kill(victim, SIGKILL);
  await_state(victim, 'Z');
  return victim;
}

/* Does something else from now on. */
static void stay_busy(int signal) {
  (void)signal;
  for (;;) pause();
}

int main(int argc, char **argv) {
  char folder[] = "/tmp/procdoc-fuse-XXXXXX", path[64], options[128];
  int tell[2];
  close_range(3, ~0U, 0);
  if (!mkdtemp(folder)) must(-1, folder);
  int device = must(open("/dev/fuse", O_RDWR | O_CLOEXEC), "/dev/fuse");
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  must(mount("procdoc-silent", folder, "fuse.procdoc-silent", MS_NOSUID | MS_NODEV, options), "mount");
  must(pipe2(tell, O_CLOEXEC), "pipe2");
  taken = share(1);
  pid_t daemon = must(fork(), "fork");
  if (daemon == 0) {
    signal(SIGUSR1, stay_busy);
    dup2(tell[0], STDIN_FILENO);
    close(tell[0]);
    close(tell[1]);
    daemon_of(device);
  }
  close(device);
  close(tell[0]);
  snprintf(path, sizeof path, "%s/file", folder);
  told *fd = share(1);
  pid_t holder = must(fork(), "fork");
  if (holder == 0) {
    close(tell[1]);
    must(chdir(folder), "chdir");
    *fd = must(open(path, O_RDONLY), path);
    pause();
    _exit(0);
  }
  pid_t victim = 0;
  int ready = await_told(fd);
  if (argc > 1) victim = is(argv[1], "taken") ? killed_amid(folder) : asks(path, daemon, argv[1]);
  fact_text("folder", folder);
  fact("daemon", daemon);
  fact("holder", holder);
  fact("fd", ready);
  fact("victim", victim);
  facts_stand();
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) must(write(tell[1], &byte, 1), "write");
  kill(daemon, SIGKILL);
  kill(holder, SIGKILL);
  if (victim) kill(victim, SIGKILL);
  reap_all();
  umount2(folder, MNT_DETACH);
  rmdir(folder);
}
