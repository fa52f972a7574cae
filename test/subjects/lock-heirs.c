/* Who took a lock is gone, and others hold it; one more process waits for it. By mode:
 *   flock   an exclusive flock, which an heir has by fork
 *   ofd     an open file description lock, which two heirs have by fork; the kernel names no acquirer
 *   helper  an exclusive flock that a helper took for this program, as flock(1) does for a shell
 *   table     a POSIX lock, of which an heir has the descriptor table by clone(2); nobody waits
 *   lent      an exclusive flock, of which a process sent its descriptor to a younger sibling; it lives
 *   received  the same, and it is gone
 *   received-by-orphan  as received, by a process whose parent is gone, too
 *   given     the same, to an elder sibling
 * This program adopts the heirs of the first four, and the orphan. Facts: acquirer (gone but where it lent), holders, fd (in each of them), waiter (0: none), path. */
#include "subject.h"
#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

static char path[] = "/tmp/procdoc-lock-heirs-XXXXXX";
static int is_ofd;

static void take_lock(int fd) {
  struct flock whole_file = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (is_ofd) must(fcntl(fd, F_OFD_SETLKW, &whole_file), "fcntl");
  else must(flock(fd, LOCK_EX), "flock");
}

/* In a session of its own, so that its heirs can be told from children of their adopter. */
static _Noreturn void be_the_acquirer(int heirs, told *holders) {
  setsid();
  int fd = must(open(path, O_RDWR), path);
  take_lock(fd);
  for (int i = 0; i < heirs; i++) holders[i] = fork_idler();
  _exit(0);
}

static _Noreturn void leave_the_table(told *holder) {
  struct flock whole_file = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  must(fcntl(must(open(path, O_RDWR), path), F_SETLK, &whole_file), "fcntl");
  pid_t pid = must(syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0), "clone");
  if (pid == 0) await_eof();
  else *holder = pid;
  _exit(0);
}

static int post[2];

/* Sends a descriptor, or receives one and returns it. */
static int pass(int fd, int is_sent) {
  char byte = 0;
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof fd)];
  } control = {.head = {CMSG_LEN(sizeof fd), SOL_SOCKET, SCM_RIGHTS}};
  struct iovec data = {&byte, 1};
  struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  if (is_sent) memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
  must(is_sent ? sendmsg(post[0], &message, 0) : recvmsg(post[1], &message, 0), "a message");
  if (!is_sent) memcpy(&fd, CMSG_DATA(&control.head), sizeof fd);
  return fd;
}

static pid_t fork_sender(int stays) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    int fd = must(open(path, O_RDWR), path);
    take_lock(fd);
    pass(fd, 1);
    if (stays) await_eof();
    _exit(0);
  }
  if (!stays) waitpid(pid, NULL, 0);
  return pid;
}

static pid_t fork_receiver(told *number) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    *number = pass(-1, 0);
    await_eof();
    _exit(0);
  }
  return pid;
}

/* As a daemon that a process starts, which leaves. */
static pid_t fork_orphan_receiver(told *number, told *orphan) {
  pid_t between = must(fork(), "fork");
  if (between == 0) {
    setsid();
    *orphan = fork_receiver(number);
    _exit(0);
  }
  waitpid(between, NULL, 0);
  return await_told(orphan);
}

static pid_t fork_waiter(void) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    close_range(3, ~0U, 0);
    take_lock(must(open(path, O_RDWR), path));
    await_eof();
    _exit(0);
  }
  await_state(pid, 'S');
  return pid;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int is_helper = is(mode, "helper"), holders[2], fd = 3, count = is(mode, "ofd") ? 2 : 1;
  is_ofd = is(mode, "ofd");
  int is_given = is(mode, "given"), is_lent = is(mode, "lent"), is_table = is(mode, "table"), is_orphan = is(mode, "received-by-orphan");
  int is_sent = is_given || is_lent || is_orphan || is(mode, "received");
  if (!is_ofd && !is_helper && !is_sent && !is_table && !is(mode, "flock")) bad_mode(argv[0]);
  if (!is_sent || is_orphan) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  close_range(3, ~0U, 0);
  close(must(mkstemp(path), "mkstemp"));
  told *told_by = share(2);
  if (is_helper) fd = must(open(path, O_RDWR), path);
  pid_t acquirer;
  if (is_sent) {
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, post), "socketpair");
    if (is_given) holders[0] = fork_receiver(&told_by[0]);
    acquirer = fork_sender(is_lent);
    if (is_orphan) holders[0] = fork_orphan_receiver(&told_by[0], &told_by[1]);
    else if (!is_given) holders[0] = fork_receiver(&told_by[0]);
    fd = await_told(&told_by[0]);
  } else {
    acquirer = must(fork(), "fork");
    if (acquirer == 0 && is_helper) take_lock(fd), _exit(0);
    if (acquirer == 0 && is_table) leave_the_table(told_by);
    if (acquirer == 0) be_the_acquirer(count, told_by);
    waitpid(acquirer, NULL, 0);
    for (int i = 0; i < count; i++) holders[i] = is_helper ? getpid() : await_told(&told_by[i]);
  }

  fact("acquirer", acquirer);
  fact_list("holders", holders, count);
  fact("fd", fd);
  fact("waiter", is_table ? 0 : fork_waiter());
  fact_text("path", path);
  facts_stand();
  await_eof();
  if (is_helper) close(fd);
  unlink(path);
  reap_all();
}
