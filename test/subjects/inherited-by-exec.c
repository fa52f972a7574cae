/* cat has a zombie that it never started: it was exec'd over the process that had forked it. By mode:
 *   fork         this program forks and execs: the zombie still has this program's name
 *   sh-subshell  sh -c '… & exec cat', where a subshell runs in the background: a zombie named sh
 *   sh-command   the same with a command in the background: a zombie named head
 * Facts: parent, zombies. */
#include "subject.h"
#include <fcntl.h>
#include <sys/prctl.h>

/* Below, descriptor 3 is a pipe that ends once cat runs, so the child dies after the exec in any shell. */
enum { CAT_RUNS = 3 };

static void become_cat(const char *mode) {
  if (is(mode, "sh-subshell")) execlp("sh", "sh", "-c", "(read line; exit 7) <&3 & exec cat 3<&-", NULL);
  if (is(mode, "sh-command")) execlp("sh", "sh", "-c", "head -c 1 <&3 & exec cat 3<&-", NULL);
  if (is(mode, "fork") && fork() == 0) {
    char byte;
    must(read(CAT_RUNS, &byte, 1), "read");
    _exit(7);
  }
  if (is(mode, "fork")) execlp("cat", "cat", NULL);
  bad_mode("inherited-by-exec");
}

static void read_text(const char *format, pid_t pid, char *text, int size) {
  char path[64];
  snprintf(path, sizeof path, format, pid, pid);
  int fd = must(open(path, O_RDONLY), path);
  text[must(read(fd, text, size - 1), path)] = 0;
  close(fd);
}

int main(int argc, char **argv) {
  /* When cat leaves without having waited, its zombie comes here. */
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  close_range(CAT_RUNS, ~0U, 0);
  int gate[2];
  must(pipe2(gate, O_CLOEXEC), "pipe");
  pid_t parent = must(fork(), "fork");
  if (parent == 0) {
    close(gate[1]);
    fcntl(gate[0], F_SETFD, 0);
    become_cat(argc > 1 ? argv[1] : "");
  }
  close(gate[0]);
  char text[64] = "";
  for (int looks = 0; strcmp(text, "cat\n");) {
    look_again(&looks, "cat");
    read_text("/proc/%d/comm", parent, text, sizeof text);
  }
  read_text("/proc/%d/task/%d/children", parent, text, sizeof text);
  pid_t zombie = atoi(text);
  close(gate[1]);
  await_state(zombie, 'Z');
  fact("parent", parent);
  fact_list("zombies", &zombie, 1);
  facts_stand();
  await_eof();
  reap_all();
}
