/* A job in the background of a terminal, which its terminal has stopped. By mode:
 *   reads-in-background  it reads from the terminal: SIGTTIN
 *   sets-in-background   it changes the terminal's settings: SIGTTOU
 *   noted-by-its-shell   as reads-in-background, and the leader has taken the stop by waitpid, which clears field 52
 * Facts: leader (of the session), job. */
#include "subject.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>

static void use_terminal(const char *mode, int terminal) {
  char byte;
  struct termios settings;
  if (!is(mode, "sets-in-background")) must(read(terminal, &byte, 1), "read");
  must(tcgetattr(terminal, &settings), "tcgetattr");
  must(tcsetattr(terminal, TCSANOW, &settings), "tcsetattr");
}

/* The shell of the terminal, in its foreground. */
static void lead(const char *mode, const char *terminal, told *job) {
  must(setsid(), "setsid");
  int own_end = must(open(terminal, O_RDWR), "the terminal");
  must(ioctl(own_end, TIOCSCTTY, 0), "TIOCSCTTY");
  pid_t child = must(fork(), "fork");
  if (child == 0) {
    must(setpgid(0, 0), "setpgid");
    use_terminal(mode, own_end);
    _exit(0);
  }
  await_state(child, 'T');
  if (is(mode, "noted-by-its-shell")) must(waitpid(child, NULL, WUNTRACED), "waitpid");
  *job = child;
  await_eof();
  kill(child, SIGKILL);
  reap_all();
  _exit(0);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (!is(mode, "reads-in-background") && !is(mode, "sets-in-background") && !is(mode, "noted-by-its-shell"))
    bad_mode(argv[0]);
  int terminal = must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
  must(grantpt(terminal) | unlockpt(terminal), "the terminal");
  told *job = share(1);
  pid_t leader = must(fork(), "fork");
  if (leader == 0) lead(mode, ptsname(terminal), job);
  fact("job", await_told(job));
  fact("leader", leader);
  facts_stand();
  await_eof();
  reap_all();
}
