/* Processes, files and signals: what Swift cannot say. Errors are return values, as in clabplatform.h. */
#ifndef LABSYSTEM_H
#define LABSYSTEM_H

#include <stddef.h>
#include <stdint.h>

/* A pipe whose ends close on exec: fds[0] to read (not blocking), fds[1] to write. 0 or errno. */
int lab_pipe(int fds[2]);

/* Starts a program in its own process group, with default signal actions and an empty signal mask.
   input, output and errors become its descriptors 0, 1 and 2; every other descriptor is closed. 0 or errno. */
int lab_spawn(const char *path, char *const arguments[], char *const environment[], const int standard[3],
              int own_group, int *pid);

/* A descriptor for a child that has not been reaped; negative errno. */
int lab_pidfd_open(int pid);

/* Reaps the child. *status is its exit code, or its signal with *signalled 1, or 2 if it dumped core.
   0, EAGAIN if it still runs and must not be waited for, or errno. */
int lab_pidfd_reap(int pidfd, int may_wait, int *status, int *signalled);

/* Asks for SIGKILL when the creating thread of the parent dies. 0, ESRCH if the parent is another already. */
int lab_die_with_parent(int expected_parent);

/* The environment of this process, ended by NULL. */
char *const *lab_environment(void);

/* Names the calling thread; the kernel keeps 15 bytes. */
void lab_set_thread_name(const char *name);

/* The nice value of the calling thread. 0 or errno. */
int lab_set_nice(int nice);

/* Whether the file system there lives in memory, and its free bytes for this user. 0 or errno. */
int lab_file_system(const char *path, int *is_memory, uint64_t *free_bytes);

/* Maps the pages of a range for writing now. 0, or errno (EINVAL on kernels before 5.14). */
int lab_populate(void *address, size_t length);

/* Counts SIGINT and SIGTERM from now on; the second SIGINT has its default effect. 0 or errno. */
int lab_watch_interrupts(void);
int lab_interrupts(void);
int lab_last_interrupt(void);
void lab_forget_interrupts(void);

/* Makes writing to a closed pipe an error instead of a signal. */
void lab_ignore_broken_pipes(void);

/* CLOCK_REALTIME in nanoseconds. */
uint64_t lab_realtime_ns(void);

#endif
