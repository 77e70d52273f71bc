/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-helper-process.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-media-limits.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct _AnfHelperProcess
{
  pid_t pid;
  AnfFd socket;
  guint8 message[ANF_MEDIA_FRAME_BYTES_MAX];
};

typedef posix_spawn_file_actions_t Actions;
typedef posix_spawnattr_t Attributes;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Actions, posix_spawn_file_actions_destroy)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attributes, posix_spawnattr_destroy)

/* Standard input is the socket, output goes nowhere, nothing else is open; no environment of ours,
   no blocked or ignored signal. */
static int
spawn (const char *program, int socket, pid_t *pid)
{
  char *const argv[] = { (char *)program, NULL };
  char *const environment[] = { (char *)"LC_ALL=C.UTF-8", NULL };
  sigset_t none, all;
  (void)sigemptyset (&none);
  (void)sigfillset (&all);
  g_auto (Actions) actions;
  g_auto (Attributes) attributes;
  int failed = posix_spawn_file_actions_init (&actions);
  failed |= posix_spawnattr_init (&attributes);
  failed |= posix_spawn_file_actions_adddup2 (&actions, socket, STDIN_FILENO);
  failed |= posix_spawn_file_actions_addopen (&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  failed |= posix_spawn_file_actions_addclosefrom_np (&actions, STDERR_FILENO + 1);
  failed |= posix_spawnattr_setsigmask (&attributes, &none);
  failed |= posix_spawnattr_setsigdefault (&attributes, &all);
  failed |= posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (failed != 0)
    return ENOMEM;
  return posix_spawn (pid, program, &actions, &attributes, argv, environment);
}

AnfHelperProcess *
anf_helper_process_start (const char *program, GError **error)
{
  int pair[2] = { -1, -1 };
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    {
      (void)anf_error_set_errno (error, errno, _ ("making a socket for the examination helper"));
      return NULL;
    }
  g_auto (AnfFd) theirs = pair[1];
  g_autoptr (AnfHelperProcess) self = g_new0 (AnfHelperProcess, 1);
  self->socket = pair[0];
  const int failed = spawn (program, theirs, &self->pid);
  if (failed != 0)
    {
      self->pid = 0;
      (void)anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                             _ ("cannot start the examination helper %s: %s"), program,
                             g_strerror (failed));
      return NULL;
    }
  anf_fd_clear (&theirs);
  const guint8 *bytes = NULL;
  gsize size = 0;
  const gint64 deadline
      = g_get_monotonic_time () + ANF_MEDIA_HELPER_START_MS * G_TIME_SPAN_MILLISECOND;
  if (anf_helper_process_receive (self, deadline, &bytes, &size) == ANF_HELPER_HELLO
      && size == strlen (ANF_HELPER_MAGIC) && memcmp (bytes, ANF_HELPER_MAGIC, size) == 0)
    return g_steal_pointer (&self);
  (void)anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                         _ ("the examination helper %s does not start; see its messages above"),
                         program);
  return NULL;
}

void
anf_helper_process_stop (AnfHelperProcess *self)
{
  anf_fd_clear (&self->socket);
  if (self->pid > 0)
    {
      (void)kill (self->pid, SIGKILL);
      while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    }
  g_free (self);
}

gboolean
anf_helper_process_is_idle (const AnfHelperProcess *self)
{
  struct pollfd ready = { .fd = self->socket, .events = POLLIN };
  return poll (&ready, 1, 0) == 0;
}

gboolean
anf_helper_process_is_dead (AnfHelperProcess *self)
{
  struct pollfd ready = { .fd = self->socket, .events = POLLIN };
  return poll (&ready, 1, 0) > 0 && (ready.revents & POLLHUP) != 0;
}

gboolean
anf_helper_process_send (AnfHelperProcess *self, int fd, guint64 size, AnfHelperWanted wanted)
{
  AnfHelperRequest request = { .size = size, .wanted = wanted };
  G_STATIC_ASSERT (sizeof ANF_HELPER_MAGIC - 1 == sizeof request.magic);
  memcpy (request.magic, ANF_HELPER_MAGIC, sizeof request.magic);
  union
  {
    char bytes[CMSG_SPACE (sizeof (int))];
    struct cmsghdr align;
  } control = { 0 };
  struct iovec part = { &request, sizeof request };
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  struct cmsghdr *passed = CMSG_FIRSTHDR (&message);
  passed->cmsg_level = SOL_SOCKET;
  passed->cmsg_type = SCM_RIGHTS;
  passed->cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (passed), &fd, sizeof fd);
  return sendmsg (self->socket, &message, MSG_NOSIGNAL) == (ssize_t)sizeof request;
}

/* Waits until there is something to receive; FALSE when @deadline passes. */
static gboolean
wait_readable (const AnfHelperProcess *self, gint64 deadline)
{
  struct pollfd ready = { .fd = self->socket, .events = POLLIN };
  for (;;)
    {
      const gint64 left = deadline - g_get_monotonic_time ();
      if (left <= 0)
        return FALSE;
      const int count = poll (&ready, 1, (int)MIN (left / 1000 + 1, G_MAXINT));
      if (count > 0)
        return TRUE;
      if (count < 0 && errno != EINTR)
        return FALSE;
    }
}

guint8
anf_helper_process_receive (AnfHelperProcess *self,
                            gint64 deadline,
                            const guint8 **bytes,
                            gsize *size)
{
  if (!wait_readable (self, deadline))
    return 0;
  /* Descriptors that a message brings along are dropped by the kernel: there is no room for any. */
  const ssize_t received
      = recv (self->socket, self->message, sizeof self->message, MSG_DONTWAIT | MSG_TRUNC);
  if (received < 1 || (gsize)received > sizeof self->message)
    return 0;
  *bytes = self->message + 1;
  *size = (gsize)received - 1;
  return self->message[0];
}
