/* A command runs on a terminal of its own, which is its controlling terminal. By mode:
 *   script-job         sh, without job control, runs cat with "&" and waits for it
 *   script-foreground  sh runs cat and waits for it
 *   job-control        the same as script-job with job control: cat is in a process group of its own
 *   system             this program waits for cat in system(3)
 *   nohup              nohup runs sh, which runs cat; the output is nohup.out
 *   nohup-redirected   the same, with the output redirected
 *   interactive SHELL  a shell at its prompt, with no cat
 * Facts: leader (of the session), cat (0 where there is none). */
#include "subject.h"
#include <fcntl.h>
#include <sys/ioctl.h>

static const char *const RUN_CAT = "cat <&3 >/dev/null; exit 0";

static void run(const char *mode, const char *shell) {
  if (is(mode, "script-job")) execlp("sh", "sh", "-c", "cat <&3 >/dev/null & wait", NULL);
  if (is(mode, "job-control")) execlp("sh", "sh", "-mc", "cat <&3 >/dev/null & wait", NULL);
  if (is(mode, "script-foreground")) execlp("sh", "sh", "-c", RUN_CAT, NULL);
  if (is(mode, "system")) _exit(system("exec cat <&3 >/dev/null") ? 1 : 0);
  if (is(mode, "nohup")) execlp("nohup", "nohup", "sh", "-c", RUN_CAT, NULL);
  if (is(mode, "nohup-redirected")) {
    must(dup2(must(open("/dev/null", O_WRONLY), "/dev/null"), STDOUT_FILENO), "dup2");
    execlp("nohup", "nohup", "sh", "-c", RUN_CAT, NULL);
  }
  if (is(mode, "interactive") && shell) {
    const char *without_startup_files = is(shell, "bash") ? "--norc" : is(shell, "zsh") ? "-f" : "-i";
    execlp(shell, shell, without_startup_files, "-i", NULL);
  }
  bad_mode("on-terminal");
}

static pid_t start_on_terminal(int terminal, const char *mode, const char *shell) {
  pid_t leader = must(fork(), "fork");
  if (leader != 0) return leader;
  must(setsid(), "setsid");
  int own_end = must(open(ptsname(terminal), O_RDWR), "the terminal");
  must(ioctl(own_end, TIOCSCTTY, 0), "TIOCSCTTY");
  must(dup2(STDIN_FILENO, 3), "dup2");
  for (int fd = 0; fd <= 2; fd++) must(dup2(own_end, fd), "dup2");
  close_range(4, ~0U, 0);
  run(mode, shell);
  _exit(127);
}

/* The cat among the descendants of a process that has one child at most, and so have those; 0: not yet. */
static pid_t find_cat(pid_t pid) {
  char path[64], comm[32] = "";
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  FILE *file = fopen(path, "r");
  int is_cat = file && fgets(comm, sizeof comm, file) && !strcmp(comm, "cat\n");
  if (file) fclose(file);
  if (is_cat) return state_of(pid) == 'S' ? pid : 0;
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
  file = fopen(path, "r");
  pid_t child = 0;
  int has_child = file && fscanf(file, "%d", &child) == 1;
  if (file) fclose(file);
  return has_child ? find_cat(child) : 0;
}

static int ignores_sigterm(pid_t pid) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *file = fopen(path, "r");
  unsigned long long ignored = 0;
  while (file && fgets(line, sizeof line, file))
    if (sscanf(line, "SigIgn: %llx", &ignored) == 1) break;
  if (file) fclose(file);
  return ignored >> (SIGTERM - 1) & 1;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  char folder[] = "/tmp/on-terminal-XXXXXX";
  if (!mkdtemp(folder) || chdir(folder)) must(-1, folder);
  int terminal = must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
  must(grantpt(terminal) | unlockpt(terminal), "the terminal");
  pid_t leader = start_on_terminal(terminal, mode, argc > 2 ? argv[2] : NULL), cat = 0;
  if (is(mode, "interactive"))
    for (int looks = 0; !ignores_sigterm(leader);) look_again(&looks, "the shell");
  else
    for (int looks = 0; (cat = find_cat(leader)) == 0;) look_again(&looks, "cat");
  unlink("nohup.out");
  must(rmdir(folder), folder);
  fact("leader", leader);
  fact("cat", cat);
  facts_stand();
  await_eof();
  if (is(mode, "interactive")) kill(leader, SIGKILL);
  reap_all();
}
