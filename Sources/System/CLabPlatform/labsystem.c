#define _GNU_SOURCE
#include "labsystem.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

extern char **environ;

int lab_pipe(int fds[2]) {
  if (pipe2(fds, O_CLOEXEC) != 0) return errno;
  if (fcntl(fds[0], F_SETFL, O_NONBLOCK) == 0) return 0;
  int code = errno;
  close(fds[0]);
  close(fds[1]);
  return code;
}

static int set_up(posix_spawnattr_t *attributes, posix_spawn_file_actions_t *actions, const int standard[3],
                  int own_group) {
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  int code = posix_spawnattr_setsigdefault(attributes, &all);
  if (!code) code = posix_spawnattr_setsigmask(attributes, &none);
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (own_group ? POSIX_SPAWN_SETPGROUP : 0);
  if (!code && own_group) code = posix_spawnattr_setpgroup(attributes, 0);
  if (!code) code = posix_spawnattr_setflags(attributes, flags);
  for (int target = 0; !code && target < 3; target++)
    code = posix_spawn_file_actions_adddup2(actions, standard[target], target);
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
  /* Our own descriptors close on exec; those that we inherited perhaps do not. */
  if (!code) code = posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
  return code;
}

int lab_spawn(const char *path, char *const arguments[], char *const environment[], const int standard[3],
              int own_group, int *pid) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  int code = posix_spawnattr_init(&attributes);
  if (code) return code;
  code = posix_spawn_file_actions_init(&actions);
  if (code) {
    posix_spawnattr_destroy(&attributes);
    return code;
  }
  code = set_up(&attributes, &actions, standard, own_group);
  pid_t child = 0;
  if (!code) code = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  *pid = (int)child;
  return code;
}

int lab_pidfd_open(int pid) {
  /* The kernel sets close-on-exec on every pidfd. */
  long fd = syscall(SYS_pidfd_open, pid, 0);
  return fd < 0 ? -errno : (int)fd;
}

int lab_pidfd_reap(int pidfd, int may_wait, int *status, int *signalled) {
  siginfo_t info;
  for (;;) {
    info.si_pid = 0;
    if (waitid((idtype_t)P_PIDFD, (id_t)pidfd, &info, WEXITED | (may_wait ? 0 : WNOHANG)) == 0) break;
    if (errno != EINTR) return errno;
  }
  if (info.si_pid == 0) return EAGAIN;
  *status = info.si_status;
  *signalled = info.si_code == CLD_KILLED ? 1 : info.si_code == CLD_DUMPED ? 2 : 0;
  return 0;
}

int lab_die_with_parent(int expected_parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  /* The parent may have died before the request. */
  return getppid() == expected_parent ? 0 : ESRCH;
}

char *const *lab_environment(void) { return environ; }

void lab_set_thread_name(const char *name) { prctl(PR_SET_NAME, name); }

int lab_set_nice(int nice) {
  /* Linux keeps the nice value by thread, unlike POSIX. */
  return setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), nice) == 0 ? 0 : errno;
}

int lab_file_system(const char *path, int *is_memory, uint64_t *free_bytes) {
  struct statfs info;
  int result;
  do result = statfs(path, &info);
  while (result != 0 && errno == EINTR);
  if (result != 0) return errno;
  const long tmpfs = 0x01021994, ramfs = (long)0x858458f6;
  *is_memory = (long)info.f_type == tmpfs || (long)info.f_type == ramfs;
  *free_bytes = (uint64_t)info.f_bavail * (uint64_t)info.f_bsize;
  return 0;
}

int lab_populate(void *address, size_t length) {
  return madvise(address, length, MADV_POPULATE_WRITE) == 0 ? 0 : errno;
}

static atomic_int interrupts;
static atomic_int last_interrupt;

static void count_interrupt(int number) {
  int saved = errno;
  atomic_store(&last_interrupt, number);
  if (atomic_fetch_add(&interrupts, 1) > 0 && number == SIGINT) {
    /* The user means it: die of the signal as if nobody had watched. It is blocked until we return. */
    signal(number, SIG_DFL);
    raise(number);
  }
  errno = saved;
}

int lab_watch_interrupts(void) {
  struct sigaction action = {0};
  action.sa_handler = count_interrupt;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGINT, &action, NULL) != 0) return errno;
  return sigaction(SIGTERM, &action, NULL) == 0 ? 0 : errno;
}

int lab_interrupts(void) { return atomic_load(&interrupts); }

int lab_last_interrupt(void) { return atomic_load(&last_interrupt); }

void lab_forget_interrupts(void) {
  atomic_store(&interrupts, 0);
  atomic_store(&last_interrupt, 0);
}

void lab_ignore_broken_pipes(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

uint64_t lab_realtime_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
