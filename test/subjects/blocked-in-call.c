/* Blocked in a call whose number does not tell for whom. By mode, the waiter:
 *   suspended     sleeps in sigsuspend with a handler for SIGCHLD, and has a child
 *   sigwait       takes SIGCHLD or SIGTERM, and has a child
 *   childless     as suspended, without a child
 *   shared-futex  has two threads, and one waits on a futex in shared memory
 *   unix-full     connects to a socket in whose queue is no room: the ender listens, the bystander is in the queue
 *   unix-path     the same, by another path than the ender's
 *   unix-queued   reads from a connection that is in the queue of the ender
 *   open-fifo     opens a FIFO for reading, by a path that is relative to its working directory
 *   lease         opens a file for writing on which the ender has a lease; the bystander has it open
 *   write-lease   opens a file for reading, on which the ender has a lease for writing
 *   terminal      reads from a pseudoterminal: the ender has its master, the bystander that of another one
 *   master        the other way round
 * Facts: see blocked-on.h. */
#define _GNU_SOURCE
#include "blocked-on.h"
#include <linux/futex.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static socklen_t length = sizeof address.sun_family; /* a name of the kernel's choice */

static void never_run(int signal) { (void)signal; }

/* So that a child of the waiter is reaped here. */
static void adopt(void) { must(prctl(PR_SET_CHILD_SUBREAPER, 1), "subreaper"); }

static void fork_sleeper(void) {
  if (must(fork(), "fork") > 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) pause();
}

static void suspend_it(void) {
  sigset_t none, sigchld;
  signal(SIGCHLD, never_run);
  sigemptyset(&sigchld);
  sigaddset(&sigchld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &sigchld, NULL);
  if (!is(mode, "childless")) fork_sleeper();
  sigemptyset(&none);
  sigsuspend(&none);
}

static void sigwait_it(void) {
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGTERM);
  sigprocmask(SIG_BLOCK, &awaited, NULL);
  fork_sleeper();
  sigwaitinfo(&awaited, NULL);
}

static void *pausing(void *unused) {
  pause();
  return unused;
}

static void wait_on_shared(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, pausing, NULL);
  syscall(SYS_futex, share(1), FUTEX_WAIT, 0, NULL, NULL, 0);
}

static int connected(void) {
  int fd = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  must(connect(fd, (struct sockaddr *)&address, length), "connect");
  return fd;
}

static void name_it(const char *name) {
  strcpy(address.sun_path, in_folder(name));
  length = offsetof(struct sockaddr_un, sun_path) + strlen(address.sun_path) + 1;
}

static void open_unix(void) {
  if (is(mode, "unix-path")) name_it("file");
  ender_fd = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  must(bind(ender_fd, (struct sockaddr *)&address, length), "bind");
  must(listen(ender_fd, is(mode, "unix-queued") ? 4 : 0), "listen");
  length = sizeof address;
  must(getsockname(ender_fd, (struct sockaddr *)&address, &length), "getsockname");
  if (is(mode, "unix-path")) {
    must(mkdir(in_folder("elsewhere"), 0700), "mkdir");
    name_it("elsewhere/../file");
  }
  bystander_fd = connected();
  waiter_fd = is(mode, "unix-queued") ? connected() : must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
}

static void connect_it(void) { connect(waiter_fd, (struct sockaddr *)&address, length); }

static void make_fifo(void) { must(mkfifo(in_folder("fifo"), 0600), "mkfifo"); }

static void open_fifo(void) {
  must(chdir(folder), "chdir");
  open("fifo", O_RDONLY);
}

static void open_leased(void) {
  ender_fd = must(open(in_folder("file"), O_RDONLY | O_CREAT, 0600), "open");
  if (is(mode, "write-lease")) return; /* nobody else may have it open */
  bystander_fd = must(open(in_folder("file"), O_RDONLY), "open");
}

static void hold_lease(void) {
  signal(SIGIO, SIG_IGN);
  must(fcntl(ender_fd, F_SETLEASE, is(mode, "write-lease") ? F_WRLCK : F_RDLCK), "F_SETLEASE");
  idle();
}

static void open_to_read(void) { open(in_folder("file"), O_RDONLY); }
static void open_to_write(void) { open(in_folder("file"), O_WRONLY); }

static void open_terminal(void) {
  int master = must(posix_openpt(O_RDWR | O_NOCTTY), "openpt");
  must(grantpt(master), "grantpt");
  must(unlockpt(master), "unlockpt");
  int own_end = must(open(ptsname(master), O_RDWR | O_NOCTTY), "the terminal");
  bystander_fd = must(posix_openpt(O_RDWR | O_NOCTTY), "openpt");
  waiter_fd = is(mode, "master") ? master : own_end;
  ender_fd = is(mode, "master") ? own_end : master;
}

static const struct situation situations[] = {
    {"suspended", adopt, suspend_it, NULL, idle},
    {"sigwait", adopt, sigwait_it, NULL, idle},
    {"childless", open_nothing, suspend_it, NULL, idle},
    {"shared-futex", open_nothing, wait_on_shared, NULL, idle},
    {"unix-full", open_unix, connect_it, idle, idle},
    {"unix-path", open_unix, connect_it, idle, idle},
    {"unix-queued", open_unix, read_it, idle, idle},
    {"open-fifo", make_fifo, open_fifo, NULL, idle},
    {"lease", open_leased, open_to_write, hold_lease, idle},
    {"write-lease", open_leased, open_to_read, hold_lease, idle},
    {"terminal", open_terminal, read_it, idle, idle},
    {"master", open_terminal, read_it, idle, idle},
    {0},
};

int main(int argc, char **argv) { return run_situation(situations, argc, argv); }
