/* A client that ignores SIGCHLD, takes an exclusive flock on FOLDER/lock, listens on a TCP port of 127.0.0.1
 * and starts a daemon, FOLDER/daemon.py, which inherits lock and listener. When the client is gone the daemon
 * still holds both, so the client cannot be started again.
 *   client FOLDER MODE [PORT]
 * By mode, how the daemon is started. bash passes an ignored SIGCHLD on, and in the first three modes the
 * client does what system(3) does where sh is bash; dash 0.5.12, Debian's sh, gives what it starts a default
 * SIGCHLD again.
 *   detached  bash -c 'python3 daemon.py &': the daemon is an orphan at once
 *   attached  bash -c 'exec python3 daemon.py': the daemon is the client's child as long as the client lives
 *   in-shell  bash -c 'python3 daemon.py; exit': a shell, which catches SIGCHLD itself, stays between the two
 *   by-sh     system("python3 daemon.py &") with the sh of this machine
 * "exit" on stdin: the client leaves and the daemon lives on. End of stdin: the daemon has to leave first.
 * Facts: client, flockErrno, bindErrno (not 0: refused, no daemon started); else also lockFd, listenFd, port,
 * systemResult and systemErrno (what system("exit 3") came to). */
#include "subject.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/socket.h>

#define DAEMON "${PYTHON3:-python3} \"$PWD/daemon.py\" </dev/null >daemon.log 2>&1"

static int listen_on(int port, int *bind_errno) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int listener = must(socket(AF_INET, SOCK_STREAM, 0), "socket"), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  *bind_errno = bind(listener, (struct sockaddr *)&address, sizeof address) == -1 ? errno : 0;
  if (*bind_errno == 0) must(listen(listener, 16), "listen");
  return listener;
}

static int port_of(int listener) {
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  must(getsockname(listener, (struct sockaddr *)&address, &size), "getsockname");
  return ntohs(address.sin_port);
}

/* What system(3) does, with bash for sh. */
static void *system_with_bash(void *command) {
  pid_t shell = must(fork(), "fork");
  if (shell == 0) {
    execlp("bash", "sh", "-c", command, NULL);
    _exit(127);
  }
  waitpid(shell, NULL, 0);
  return NULL;
}

static void start_daemon(const char *mode) {
  pthread_t starter;
  if (is(mode, "detached")) system_with_bash(DAEMON " &");
  else if (is(mode, "attached")) pthread_create(&starter, NULL, system_with_bash, "exec " DAEMON);
  else if (is(mode, "in-shell")) pthread_create(&starter, NULL, system_with_bash, DAEMON "; exit");
  else if (is(mode, "by-sh") && system(DAEMON " &") == -1 && errno != ECHILD) must(-1, "system");
  for (int looks = 0; access("daemon.json", F_OK) == -1;) look_again(&looks, "daemon.json");
}

/* The daemon has left when it has let go of the lock. */
static void stop_daemon(int lock) {
  close(must(open("stop", O_WRONLY | O_CREAT, 0600), "stop"));
  close(lock);
  flock(must(open("lock", O_RDWR), "lock"), LOCK_EX);
}

int main(int argc, char **argv) {
  const char *mode = argc > 2 ? argv[2] : "";
  if (!is(mode, "detached") && !is(mode, "attached") && !is(mode, "in-shell") && !is(mode, "by-sh"))
    bad_mode(argv[0]);
  must(chdir(argv[1]), argv[1]);
  /* As a shell or a service manager gives each job a group of its own, so that no other job is related. */
  must(setpgid(0, 0), "setpgid");
  close_range(3, ~0U, 0);
  signal(SIGCHLD, SIG_IGN);

  int lock = must(open("lock", O_RDWR | O_CREAT, 0600), "lock"), bind_errno;
  int flock_errno = flock(lock, LOCK_EX | LOCK_NB) == -1 ? errno : 0;
  int listener = listen_on(argc > 3 ? atoi(argv[3]) : 0, &bind_errno);
  int refused = flock_errno || bind_errno;
  fact("client", getpid());
  fact("flockErrno", flock_errno);
  fact("bindErrno", bind_errno);
  if (!refused) {
    int result = system("exit 3");
    fact("systemErrno", result == -1 ? errno : 0);
    fact("systemResult", result);
    fact("lockFd", lock);
    fact("listenFd", listener);
    fact("port", port_of(listener));
    start_daemon(mode);
  }
  facts_stand();
  char command[16];
  int told_to_exit = fgets(command, sizeof command, stdin) != NULL;
  if (!told_to_exit && !refused) stop_daemon(lock);
}
