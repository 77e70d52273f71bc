/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-sandbox.h"

#include "anf-error.h"
#include "anf-media-limits.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

typedef void *Filter;

static void
filter_release (Filter *filter)
{
  if (*filter != NULL)
    seccomp_release (*filter);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_release)

static const int allowed[] = {
  SCMP_SYS (read),         SCMP_SYS (pread64),        SCMP_SYS (close),
  SCMP_SYS (lseek),        SCMP_SYS (munmap),         SCMP_SYS (brk),
  SCMP_SYS (mremap),       SCMP_SYS (madvise),        SCMP_SYS (futex),
  SCMP_SYS (exit),         SCMP_SYS (exit_group),     SCMP_SYS (getrandom),
  SCMP_SYS (rt_sigreturn), SCMP_SYS (rt_sigaction),   SCMP_SYS (recvmsg),
  SCMP_SYS (sendmsg),      SCMP_SYS (rt_sigprocmask), SCMP_SYS (gettid),
  SCMP_SYS (getpid),       SCMP_SYS (clock_gettime),  SCMP_SYS (set_robust_list),
  SCMP_SYS (rseq),         SCMP_SYS (sched_yield),    SCMP_SYS (sched_getaffinity),
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  SCMP_SYS (sigaltstack),
#endif
#if defined(__SANITIZE_THREAD__) /* whose own thread looks after it ten times a second */
  SCMP_SYS (gettimeofday), SCMP_SYS (nanosleep),
#endif
};

/* libraries try these and cope with a refusal, for which they must not die */
static const int refused[] = {
  SCMP_SYS (open),
  SCMP_SYS (openat),
  SCMP_SYS (newfstatat),
  SCMP_SYS (access),
  SCMP_SYS (faccessat2),
  SCMP_SYS (ioctl),
  SCMP_SYS (readlink),
  /* Threads without names, and no more of them than for one processor or two. */
  SCMP_SYS (prctl),
  SCMP_SYS (sched_getaffinity),
  /* qsort asks how much memory the machine has. */
  SCMP_SYS (sysinfo),
};

/* What makes a thread of this process rather than another process. */
#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)

static int
add_rules (Filter filter)
{
  int failed = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), refused[i], 0);
  /* No memory that could be run, and no writing but of last words. */
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1,
                              SCMP_A0 (SCMP_CMP_EQ, STDERR_FILENO));
  /* The decoder of HEVC works in a thread of its own. A filter cannot look into the arguments of
     clone3, and the C library falls back to clone when there is none. */
  failed |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                              SCMP_A0 (SCMP_CMP_MASKED_EQ, THREAD_FLAGS, THREAD_FLAGS));
  /* abort() */
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                              SCMP_A2 (SCMP_CMP_EQ, SIGABRT));
  return failed;
}

static gboolean
close_filter (GError **error)
{
  g_auto (Filter) filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  if (filter == NULL || add_rules (filter) != 0)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "cannot build the system call filter");
  const int failed = seccomp_load (filter);
  if (failed != 0)
    return anf_error_set_errno (error, -failed, "loading the system call filter");
  return TRUE;
}

static gboolean
set_limits (GError **error)
{
  static const struct
  {
    __rlimit_resource_t resource;
    rlim_t limit;
  } limits[] = {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) /* which reserve terabytes */
    { RLIMIT_AS, ANF_MEDIA_HELPER_MEMORY_BYTES },
#endif
    { RLIMIT_CPU, ANF_MEDIA_HELPER_CPU_SECONDS },
    { RLIMIT_FSIZE, 0 },
    { RLIMIT_NOFILE, ANF_MEDIA_HELPER_DESCRIPTORS },
    { RLIMIT_CORE, 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      const struct rlimit limit = { limits[i].limit, limits[i].limit };
      if (setrlimit (limits[i].resource, &limit) != 0)
        return anf_error_set_errno (error, errno, "limiting the helper's resources");
    }
  return TRUE;
}

/* Each thread reserves its stack, and usually an arena of 64 MiB or more, out of the same limit;
   and the decoder of AV1 starts one for each processor that it may use, so that is one. */
static gboolean
limit_threads (GError **error)
{
  const int processor = sched_getcpu ();
  cpu_set_t processors;
  CPU_ZERO (&processors);
  CPU_SET ((gsize)MAX (processor, 0), &processors);
  /* Where that is refused there are more threads, within the same limit. */
  (void)sched_setaffinity (0, sizeof processors, &processors);
  pthread_attr_t attributes;
  int failed = pthread_attr_init (&attributes);
  failed |= pthread_attr_setstacksize (&attributes, ANF_MEDIA_HELPER_STACK_BYTES);
  failed |= pthread_setattr_default_np (&attributes);
  failed |= pthread_attr_destroy (&attributes);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) /* which allocate themselves   \
                                                                     */
  failed |= mallopt (M_ARENA_MAX, 1) != 1;
#endif
  if (failed != 0)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "cannot limit the memory of threads");
  return TRUE;
}

gboolean
anf_sandbox_enter (GError **error)
{
  /* Decoders complain to standard error; where that is a file, it must not kill them. */
  (void)signal (SIGXFSZ, SIG_IGN);
  if (prctl (PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
      || prctl (PR_SET_DUMPABLE, 0) != 0)
    return anf_error_set_errno (error, errno, "giving up privileges");
  return limit_threads (error) && set_limits (error) && close_filter (error);
}
