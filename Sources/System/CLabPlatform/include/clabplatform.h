/* What Swift cannot say: variadic system calls, macros, thread-local words, processor hints.
   No policy here; errors are return values (0 or the errno value); prefix lab_. Only LabPlatform imports this. */
#ifndef CLABPLATFORM_H
#define CLABPLATFORM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Sleeps while *word == expected, at most until the absolute CLOCK_MONOTONIC time (deadline_ns < 0: for ever).
   0 woken (perhaps for no reason), else EAGAIN, ETIMEDOUT, EINTR or a programming error. */
static inline int lab_futex_wait(uint32_t *word, uint32_t expected, int64_t deadline_ns, int is_shared) {
  struct timespec at = {.tv_sec = deadline_ns / 1000000000, .tv_nsec = deadline_ns % 1000000000};
  int operation = FUTEX_WAIT_BITSET | (is_shared ? 0 : FUTEX_PRIVATE_FLAG);
  long result = syscall(SYS_futex, word, operation, expected, deadline_ns < 0 ? NULL : &at, NULL,
                        FUTEX_BITSET_MATCH_ANY);
  return result == 0 ? 0 : errno;
}

/* Wakes at most count sleepers; the number woken. */
static inline int lab_futex_wake(uint32_t *word, int count, int is_shared) {
  long result = syscall(SYS_futex, word, FUTEX_WAKE | (is_shared ? 0 : FUTEX_PRIVATE_FLAG), count, NULL, NULL, 0);
  return result < 0 ? 0 : (int)result;
}

/* The kernel's id of the calling thread, asked for once a thread. */
extern _Thread_local uint32_t lab_cached_thread_id;
uint32_t lab_thread_id_slow(void);
static inline uint32_t lab_thread_id(void) {
  uint32_t id = lab_cached_thread_id;
  return id ? id : lab_thread_id_slow();
}

/* Tells the processor that this is a spin loop. */
static inline void lab_spin_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("isb" ::: "memory");
#endif
}

/* Nanoseconds of CLOCK_MONOTONIC. */
static inline uint64_t lab_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#endif
