/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-upload.h"

#include "anf-client-limits.h"
#include "anf-client-private.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-upload-state.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH_BUFFER (1024 * 1024)

/* One file on its way; @offset is -1 while the service's own count is not known. */
typedef struct
{
  AnfClient *client;
  const AnfUploadJob *job;
  AnfUploadState *state;
  AnfProgress progress;
  gpointer data;
  int fd;
  gint64 size;
  char sha256[65];
  gint64 offset;
  gint64 best;
  gint64 base;
  gint64 sent;
  gint64 gained_at;
  guint wait_ms;
  guint restarts;
} Transfer;

/* What a refused or broken request means for the next step. */
typedef enum
{
  NEXT_LATER,   /* wait, ask for the offset, go on */
  NEXT_RESTART, /* the service no longer has the upload: make a new one */
  NEXT_GIVE_UP, /* it will be refused again */
} Next;

void
anf_upload_result_free (AnfUploadResult *self)
{
  g_free (self->evidence);
  g_free (self->sha256);
  g_free (self);
}

static gboolean
hash_file (Transfer *self, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (HASH_BUFFER);
  for (;;)
    {
      const gssize got = pread (self->fd, buffer, HASH_BUFFER, self->size);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return anf_error_set_errno (error, errno, _ ("cannot read %s"), self->job->path);
      if (got == 0)
        break;
      g_checksum_update (checksum, buffer, got);
      self->size += got;
    }
  g_strlcpy (self->sha256, g_checksum_get_string (checksum), sizeof self->sha256);
  return TRUE;
}

static gboolean
open_file (Transfer *self, GError **error)
{
  self->fd = open (self->job->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (self->fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot open %s"), self->job->path);
  struct stat info;
  if (fstat (self->fd, &info) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot read %s"), self->job->path);
  if (!S_ISREG (info.st_mode))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s is not a file"), self->job->path);
  return hash_file (self, error);
}

static void
append_metadata (GString *text, const char *key, const char *value)
{
  if (value == NULL)
    return;
  g_autofree char *coded = g_base64_encode ((const guchar *)value, strlen (value));
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? "," : "", key, coded);
}

static char *
metadata (const Transfer *self)
{
  const AnfUploadJob *job = self->job;
  g_autofree char *filename = g_path_get_basename (job->path);
  g_autofree char *valid = g_utf8_make_valid (filename, -1);
  GString *text = g_string_new (NULL);
  append_metadata (text, job->noun, job->target);
  append_metadata (text, "evidence", self->state->evidence);
  append_metadata (text, "filename", valid);
  append_metadata (text, "filetype", job->filetype);
  append_metadata (text, "sha256", self->sha256);
  append_metadata (text, "kind", job->kind);
  append_metadata (text, "captured_at", job->captured_at);
  append_metadata (text, "position", job->position);
  append_metadata (text, "position_source", job->position_source);
  append_metadata (text, "position_at", job->position_at);
  append_metadata (text, "datum", job->datum);
  if (self->state->sequence > 0)
    {
      g_autofree char *number = g_strdup_printf ("%d", (int)self->state->sequence);
      append_metadata (text, "sequence", number);
    }
  return g_string_free (text, FALSE);
}

static SoupMessage *
tus_message (Transfer *self, const char *method, const char *where, GError **error)
{
  SoupMessage *message = anf_client_message (self->client, method, where, error);
  if (message != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Tus-Resumable",
                                  "1.0.0");
  return message;
}

static gint64
header_number (SoupMessage *message, const char *name)
{
  const char *text
      = soup_message_headers_get_one (soup_message_get_response_headers (message), name);
  guint64 number = 0;
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return -1;
  return (gint64)number;
}

static void
note_offset (Transfer *self, gint64 offset)
{
  if (offset > self->best)
    {
      self->best = offset;
      self->gained_at = g_get_monotonic_time ();
      self->wait_ms = ANF_UPLOAD_FIRST_WAIT_MS;
    }
  self->offset = offset;
  if (self->progress != NULL)
    self->progress (offset, self->size, self->data);
}

/* Sends @message; when that fails, says through @next what to do about it. */
static gboolean
exchange (Transfer *self, SoupMessage *message, Next *next, GError **error)
{
  *next = NEXT_LATER;
  g_autoptr (GBytes) body = anf_client_exchange (self->client, message, error);
  if (body == NULL)
    return FALSE;
  const guint status = soup_message_get_status (message);
  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return TRUE;
  const gboolean is_create = g_str_equal (soup_message_get_method (message), "POST");
  if (!is_create && (status == 404 || status == 410 || status == 460))
    *next = NEXT_RESTART;
  else if ((status == 409 && !is_create) || status == 423 || status == 429)
    *next = NEXT_LATER;
  else if (status < 500 || status == 507)
    *next = NEXT_GIVE_UP;
  anf_client_fail (message, body, error);
  return FALSE;
}

static gboolean
create (Transfer *self, Next *next, GError **error)
{
  *next = NEXT_GIVE_UP;
  g_autoptr (SoupMessage) message = tus_message (self, "POST", "/uploads", error);
  if (message == NULL)
    return FALSE;
  g_autofree char *length = g_strdup_printf ("%lld", (long long)self->size);
  g_autofree char *described = metadata (self);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Upload-Length", length);
  soup_message_headers_replace (headers, "Upload-Metadata", described);
  soup_message_headers_replace (headers, "Content-Length", "0");
  if (!exchange (self, message, next, error))
    return FALSE;
  const char *location
      = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  const gint64 offset = header_number (message, "Upload-Offset");
  *next = NEXT_GIVE_UP;
  if (location == NULL && offset != self->size)
    return anf_error_throw (error, ANF_ERROR_FAILED, _ ("the service did not say where to send %s"),
                            self->job->path);
  g_free (self->state->url);
  self->state->url = g_strdup (location);
  note_offset (self, MAX (offset, 0));
  return anf_upload_state_save (self->state, error);
}

static gboolean
ask_offset (Transfer *self, Next *next, GError **error)
{
  *next = NEXT_RESTART;
  g_autoptr (SoupMessage) message = tus_message (self, "HEAD", self->state->url, error);
  if (message == NULL || !exchange (self, message, next, error))
    return FALSE;
  const gint64 offset = header_number (message, "Upload-Offset");
  const gint64 length = header_number (message, "Upload-Length");
  *next = NEXT_RESTART;
  if (offset < 0 || offset > self->size || (length >= 0 && length != self->size))
    return anf_error_throw (error, ANF_ERROR_CONFLICT, _ ("the service holds another upload at %s"),
                            self->state->url);
  note_offset (self, offset);
  return TRUE;
}

static GBytes *
read_piece (Transfer *self, GError **error)
{
  const gsize size = (gsize)MIN (self->size - self->offset, ANF_UPLOAD_PIECE_MAX);
  g_autofree guint8 *piece = g_malloc (MAX (size, 1));
  gsize filled = 0;
  while (filled < size)
    {
      const gssize got
          = pread (self->fd, piece + filled, size - filled, self->offset + (gint64)filled);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          anf_error_set_errno (error, errno, _ ("cannot read %s"), self->job->path);
          return NULL;
        }
      if (got == 0)
        {
          anf_error_throw (error, ANF_ERROR_CONFLICT,
                           _ ("%s became shorter while it was sent; repeat the command when it is "
                              "complete"),
                           self->job->path);
          return NULL;
        }
      filled += (gsize)got;
    }
  return g_bytes_new_take (g_steal_pointer (&piece), size);
}

static void
on_wrote (SoupMessage *message, guint size, gpointer data)
{
  Transfer *self = data;
  self->sent += size;
  self->base += size;
  if (self->progress != NULL)
    self->progress (MIN (self->base, self->size), self->size, self->data);
}

static gboolean
send_piece (Transfer *self, Next *next, GError **error)
{
  *next = NEXT_GIVE_UP;
  g_autoptr (GBytes) piece = read_piece (self, error);
  if (piece == NULL)
    return FALSE;
  g_autoptr (SoupMessage) message = tus_message (self, "PATCH", self->state->url, error);
  if (message == NULL)
    return FALSE;
  g_autofree char *offset = g_strdup_printf ("%lld", (long long)self->offset);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Upload-Offset",
                                offset);
  soup_message_set_request_body_from_bytes (message, "application/offset+octet-stream", piece);
  self->base = self->offset;
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_wrote), self);
  if (!exchange (self, message, next, error))
    return FALSE;
  const gint64 reached = header_number (message, "Upload-Offset");
  *next = NEXT_LATER;
  if (reached <= self->offset || reached > self->size)
    return anf_error_throw (error, ANF_ERROR_FAILED,
                            _ ("the service did not say how much of %s it has"), self->job->path);
  note_offset (self, reached);
  self->state->done = reached == self->size;
  return TRUE;
}

/* Asks for the record itself: that the bytes are there is not yet that the evidence is. */
static gboolean
confirm (Transfer *self, Next *next, GError **error)
{
  g_autofree char *path = g_strconcat ("/evidence/", self->state->evidence, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfReply) reply
      = anf_client_call (self->client, "GET", path, NULL, NULL, &local_error);
  if (reply != NULL)
    {
      JsonObject *record = anf_reply_get_object (reply);
      const char *sha256 = record != NULL ? anf_json_peek_string (record, "sha256") : NULL;
      *next = NEXT_GIVE_UP;
      if (g_strcmp0 (sha256, self->sha256) != 0)
        return anf_error_throw (error, ANF_ERROR_CONFLICT,
                                _ ("evidence %s at the service is not %s"), self->state->evidence,
                                self->job->path);
      self->state->done = TRUE;
      return TRUE;
    }
  const AnfErrorCode code = anf_error_code (local_error);
  *next = code == ANF_ERROR_NOT_FOUND                               ? NEXT_RESTART
          : code == ANF_ERROR_UNAVAILABLE || code == ANF_ERROR_BUSY ? NEXT_LATER
                                                                    : NEXT_GIVE_UP;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
step (Transfer *self, Next *next, GError **error)
{
  if (self->offset >= 0 && self->offset == self->size)
    return confirm (self, next, error);
  if (self->state->url == NULL)
    return create (self, next, error);
  if (self->offset < 0)
    return ask_offset (self, next, error);
  return send_piece (self, next, error);
}

static gboolean
forget_upload (Transfer *self, GError **error)
{
  self->offset = -1;
  self->restarts++;
  self->state->done = FALSE;
  g_clear_pointer (&self->state->url, g_free);
  return anf_upload_state_save (self->state, error);
}

/* Decides whether to go on after @failure; sets @error when not. */
static gboolean
recover (Transfer *self, Next next, GError *failure, GError **error)
{
  if (next == NEXT_RESTART && self->restarts < ANF_UPLOAD_RESTARTS_MAX)
    return forget_upload (self, error);
  const gint64 idle_s = (g_get_monotonic_time () - self->gained_at) / G_USEC_PER_SEC;
  if (next == NEXT_LATER && idle_s < self->job->patience_s)
    {
      g_debug ("%s: %s; again in %u ms", self->job->path, failure->message, self->wait_ms);
      g_usleep ((gulong)self->wait_ms * 1000);
      self->wait_ms = MIN (self->wait_ms * 2, ANF_UPLOAD_LAST_WAIT_MS);
      self->offset = -1;
      return TRUE;
    }
  g_propagate_error (error, g_error_copy (failure));
  if (next == NEXT_LATER)
    g_prefix_error (error,
                    _ ("%s is not complete at the service and nothing got through for %u s; "
                       "repeat the command to go on where it stopped: "),
                    self->job->path, self->job->patience_s);
  else
    g_prefix_error (error, "%s: ", self->job->path);
  return FALSE;
}

static gboolean
transfer (Transfer *self, GError **error)
{
  /* What is remembered as done is asked for once more: a service may have been restored from an
     older backup, and then it needs the bytes again under the same id. */
  self->offset = self->state->done ? self->size : -1;
  self->state->done = FALSE;
  self->gained_at = g_get_monotonic_time ();
  self->wait_ms = ANF_UPLOAD_FIRST_WAIT_MS;
  while (!self->state->done)
    {
      g_autoptr (GError) failure = NULL;
      Next next = NEXT_GIVE_UP;
      if (!step (self, &next, &failure) && !recover (self, next, failure, error))
        return FALSE;
    }
  if (self->progress != NULL)
    self->progress (self->size, self->size, self->data);
  return anf_upload_state_save (self->state, error);
}

static AnfUploadResult *
take_result (const Transfer *self)
{
  AnfUploadResult *result = g_new0 (AnfUploadResult, 1);
  result->evidence = g_strdup (self->state->evidence);
  result->sha256 = g_strdup (self->sha256);
  result->size = self->size;
  result->sent = self->sent;
  return result;
}

AnfUploadResult *
anf_upload_run (
    AnfClient *client, const AnfUploadJob *job, AnfProgress progress, gpointer data, GError **error)
{
  Transfer self = {
    .client = client, .job = job, .progress = progress, .data = data, .fd = -1, .offset = -1
  };
  const gboolean opened = open_file (&self, error);
  g_auto (AnfFd) fd G_GNUC_UNUSED = self.fd;
  if (!opened)
    return NULL;
  g_autoptr (AnfUploadState) state = anf_upload_state_open (
      anf_client_get_server (client), job->target, self.sha256, job->sequence, error);
  /* The id must be on disk before the service hears of it. */
  if (state == NULL || !anf_upload_state_save (state, error))
    return NULL;
  self.state = state;
  return transfer (&self, error) ? take_result (&self) : NULL;
}
