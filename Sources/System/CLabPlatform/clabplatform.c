#include "clabplatform.h"

#include <pthread.h>

_Thread_local uint32_t lab_cached_thread_id;

/* A forked child keeps its parent's thread-local words, but has another id. */
static void forget_thread_id(void) { lab_cached_thread_id = 0; }

__attribute__((constructor)) static void watch_forks(void) { pthread_atfork(NULL, NULL, forget_thread_id); }

uint32_t lab_thread_id_slow(void) {
  lab_cached_thread_id = (uint32_t)syscall(SYS_gettid);
  return lab_cached_thread_id;
}
