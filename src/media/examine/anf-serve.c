/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

#include "anf-serve.h"

#include "anf-examine.h"
#include "anf-extract.h"
#include "anf-fd.h"
#include "anf-helper.h"
#include "anf-media-limits.h"
#include "anf-sandbox.h"

#include <glib.h>

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SOCKET_FD STDIN_FILENO

static gboolean
send_message (guint8 kind, gconstpointer bytes, gsize size)
{
  struct iovec parts[] = { { &kind, 1 }, { (void *)bytes, size } };
  const struct msghdr message = { .msg_iov = parts, .msg_iovlen = G_N_ELEMENTS (parts) };
  return sendmsg (SOCKET_FD, &message, MSG_NOSIGNAL) == (ssize_t)(size + 1);
}

static gboolean
send_facts (gpointer data, const guint8 *bytes, gsize size)
{
  return send_message (ANF_HELPER_FACTS, bytes, size);
}

static gboolean
send_pieces (guint8 kind, const guint8 *bytes, gsize size)
{
  for (gsize at = 0; at < size; at += ANF_MEDIA_FRAME_BYTES_MAX - 1)
    if (!send_message (kind, bytes + at, MIN (size - at, ANF_MEDIA_FRAME_BYTES_MAX - 1)))
      return FALSE;
  return TRUE;
}

static gboolean
send_thumbnail (gpointer data, const guint8 *bytes, gsize size)
{
  return send_pieces (ANF_HELPER_THUMBNAIL, bytes, size);
}

static gboolean
send_redacted (gpointer data, const guint8 *bytes, gsize size)
{
  return send_pieces (ANF_HELPER_REDACTED, bytes, size);
}

/* Waits for a request; FALSE when the examiner is gone or talks nonsense. */
static gboolean
receive_request (AnfHelperRequest *request, AnfFd *fd)
{
  union
  {
    char bytes[CMSG_SPACE (sizeof (int))];
    struct cmsghdr align;
  } control = { 0 };
  struct iovec part = { request, sizeof *request };
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  const ssize_t size = recvmsg (SOCKET_FD, &message, MSG_CMSG_CLOEXEC);
  const struct cmsghdr *passed = CMSG_FIRSTHDR (&message);
  if (passed != NULL && passed->cmsg_type == SCM_RIGHTS
      && passed->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (fd, CMSG_DATA (passed), sizeof (int));
  return size == (ssize_t)sizeof *request && *fd >= 0
         && memcmp (request->magic, ANF_HELPER_MAGIC, sizeof request->magic) == 0;
}

static gboolean
is_worn_out (guint files)
{
  struct timespec used;
  return files >= ANF_MEDIA_HELPER_FILES_MAX || clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used) != 0
         || used.tv_sec >= ANF_MEDIA_HELPER_RETIRE_SECONDS;
}

/* Examines one file and sends what it finds; FALSE when that cannot be sent. */
static gboolean
examine (AnfExamine *self, const AnfInput *input, guint64 wanted, guint files)
{
  const AnfExamineSink sink
      = { send_facts, (wanted & ANF_HELPER_WANT_PIXELS) != 0 ? send_thumbnail : NULL,
          (wanted & ANF_HELPER_WANT_REDACTED) != 0 ? send_redacted : NULL, NULL };
  AnfRedaction redaction = ANF_REDACTION_NONE;
  const AnfExaminationStatus result = anf_examine_run (self, input, &sink, &redaction);
  const guint8 end[] = { (guint8)result, (guint8)redaction, is_worn_out (files),
                         anf_examine_has_left_pixels (self) };
  return send_message (ANF_HELPER_END, end, sizeof end);
}

static gboolean
answer (AnfExamine *self, const AnfHelperRequest *request, int fd, guint files)
{
  AnfInput input = { NULL, 0, request->size };
  if (request->size > ANF_MEDIA_FILE_BYTES_MAX)
    {
      g_autoptr (GByteArray) extract = anf_extract_read (fd, request->size);
      if (extract == NULL)
        return FALSE;
      input.bytes = extract->data;
      input.size = extract->len;
      return examine (self, &input, request->wanted, files);
    }
  input.size = (gsize)request->size;
  void *bytes = input.size > 0 ? mmap (NULL, input.size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
  if (bytes == MAP_FAILED)
    return FALSE;
  input.bytes = bytes;
  const gboolean sent = examine (self, &input, request->wanted, files);
  if (bytes != NULL)
    (void)munmap (bytes, input.size);
  return sent;
}

int
anf_serve (const char *name, const AnfDecoders *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfExamine) examine = anf_examine_new (more);
  if (!anf_sandbox_enter (&error))
    {
      g_printerr ("%s: %s\n", name, error->message);
      return 1;
    }
  if (!send_message (ANF_HELPER_HELLO, ANF_HELPER_MAGIC, strlen (ANF_HELPER_MAGIC)))
    return 1;
  for (guint files = 1;; files++)
    {
      AnfHelperRequest request = { 0 };
      g_auto (AnfFd) fd = -1;
      /* Not exit: handlers of libraries have no business here. */
      if (!receive_request (&request, &fd) || !answer (examine, &request, fd, files))
        _exit (0);
    }
}
