/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "fake-office.h"

#include "anf-contract.h"
#include "anf-error.h"
#include "anf-json.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _AnfOffice
{
  GMutex mutex;
  GCond cond;
  gboolean released;
  guint waiting;
  guint calls;
  guint made;
  GHashTable *uploads;
  GBytes *page;
};

typedef struct
{
  gint64 length;
  char *metadata;
  GByteArray *bytes;
  gboolean open;
} FakeUpload;

struct _AnfReceiver
{
  AnfOffice *office;
  char *id;
  GByteArray *body;
  char *algorithm;
  GBytes *checksum;
  gboolean finished;
  gboolean mismatched;
};

static void
free_upload (gpointer data)
{
  FakeUpload *upload = data;
  g_free (upload->metadata);
  g_byte_array_unref (upload->bytes);
  g_free (upload);
}

/* As long as a page of fifty findings. */
static GBytes *
make_page (void)
{
  GString *text = g_string_new ("{\"items\":[");
  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text,
                            "%s{\"id\":\"haicheng-%u\",\"name\":\"某局 %u\",\"code\":\"%0100u\","
                            "\"version\":1,\"created_at\":\"2026-01-01T00:00:00.000Z\"}",
                            i == 0 ? "" : ",", i, i, i);
  g_string_append (text, "],\"next\":null}");
  return g_string_free_to_bytes (text);
}

AnfOffice *
fake_office_new (void)
{
  AnfOffice *self = g_new0 (AnfOffice, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->uploads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_upload);
  self->page = make_page ();
  return self;
}

void
anf_office_give_up_reads (AnfOffice *self)
{
}

void
anf_office_close (AnfOffice *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->uploads);
  g_bytes_unref (self->page);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fake_office_release (AnfOffice *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  self->released = TRUE;
  g_cond_broadcast (&self->cond);
}

guint
fake_office_count_waiting (AnfOffice *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return self->waiting;
}

guint
fake_office_count_calls (AnfOffice *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return self->calls;
}

/* ---- the table of operations: the contract's, without what HTTP does itself ---- */

static gboolean
is_https_own (const char *name)
{
  static const char *const own[]
      = { "getOpenapi", "getHealth", "getReadiness", "getMetrics", "optionsUploads", NULL };
  return g_strv_contains (own, name) || g_str_has_suffix (name, "Upload");
}

static gpointer
read_operations (gpointer data)
{
  g_autoptr (GBytes) openapi = anf_contract_get_openapi ();
  gsize size = 0;
  const char *text = g_bytes_get_data (openapi, &size);
  g_autoptr (JsonObject) root = anf_json_parse_object (text, size, NULL);
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GList) paths = json_object_get_values (anf_json_peek_object (root, "paths"));
  for (GList *path = paths; path != NULL; path = path->next)
    {
      g_autoptr (GList) members = json_object_get_values (json_node_get_object (path->data));
      for (GList *member = members; member != NULL; member = member->next)
        {
          const char *name
              = JSON_NODE_HOLDS_OBJECT (member->data)
                    ? anf_json_peek_string (json_node_get_object (member->data), "operationId")
                    : NULL;
          if (name != NULL && !is_https_own (name))
            g_ptr_array_add (names, (gpointer)g_intern_string (name));
        }
    }
  g_ptr_array_add (names, NULL);
  return g_ptr_array_free (names, FALSE);
}

static const char **
get_operations (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, read_operations, NULL);
}

gboolean
anf_office_has_operation (const char *operation)
{
  return g_strv_contains (get_operations (), operation);
}

const char **
anf_office_list_operations (void)
{
  const char **names = get_operations ();
  const guint count = g_strv_length ((char **)names);
  return g_memdup2 (names, (count + 1) * sizeof *names);
}

gboolean
anf_office_is_ready (AnfOffice *self, GError **error)
{
  return TRUE;
}

void
anf_office_append_metrics (AnfOffice *self, GString *out)
{
  g_string_append (out, "fake_office 1\n");
}

/* ---- operations ---- */

void
anf_reply_free (AnfReply *self)
{
  g_free (self->filename);
  g_clear_pointer (&self->body, g_bytes_unref);
  if (self->fd >= 0)
    close (self->fd);
  if (self->stream_free != NULL)
    self->stream_free (self->stream_data);
  g_free (self);
}

static AnfReply *
make_reply (int status, char *text)
{
  AnfReply *reply = g_new0 (AnfReply, 1);
  reply->status = status;
  reply->version = 7;
  reply->fd = -1;
  reply->content_type = "application/json";
  reply->body = text == NULL ? NULL : g_bytes_new_take (text, strlen (text));
  return reply;
}

static AnfReply *
give_evidence (void)
{
  AnfReply *reply = make_reply (200, NULL);
  reply->fd = memfd_create ("evidence", MFD_CLOEXEC);
  reply->length = FAKE_EVIDENCE_SIZE;
  reply->content_type = "image/jpeg";
  reply->filename = g_strdup ("门头 1.jpg");
  g_autofree char *bytes = g_malloc (FAKE_EVIDENCE_SIZE);
  for (guint i = 0; i < FAKE_EVIDENCE_SIZE; i++)
    bytes[i] = (char)(i % 251);
  g_assert_cmpint (write (reply->fd, bytes, FAKE_EVIDENCE_SIZE), ==, FAKE_EVIDENCE_SIZE);
  g_assert_cmpint (lseek (reply->fd, 0, SEEK_SET), ==, 0);
  return reply;
}

static gboolean
stream_pack (AnfReply *self, AnfReplyWrite write, gpointer data, GError **error)
{
  char piece[1000];
  memset (piece, 'p', sizeof piece);
  for (guint i = 0; i < FAKE_PACK_SIZE / sizeof piece; i++)
    if (!write (piece, sizeof piece, data, error))
      return FALSE;
  return TRUE;
}

static AnfReply *
give_pack (void)
{
  AnfReply *reply = make_reply (200, NULL);
  reply->content_type = "application/zip";
  reply->stream = stream_pack;
  return reply;
}

static AnfReply *
get_visit (AnfOffice *self, const char *id, GError **error)
{
  if (g_str_has_suffix (id, FAKE_HOLD))
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
      self->waiting++;
      while (!self->released)
        g_cond_wait (&self->cond, &self->mutex);
      self->waiting--;
    }
  if (g_str_has_suffix (id, FAKE_FAILED))
    (void)anf_error_throw (error, ANF_ERROR_FAILED, "secret words about /var/lib");
  else if (g_str_has_suffix (id, FAKE_BUSY))
    (void)anf_error_throw (error, ANF_ERROR_BUSY, "the writer is busy");
  else if (g_str_has_suffix (id, FAKE_ABSENT))
    (void)anf_error_throw (error, ANF_ERROR_NOT_FOUND, "there is no visit %s", id);
  else
    return make_reply (200, g_strdup_printf ("{\"id\":\"%s\"}", id));
  return NULL;
}

AnfReply *
anf_office_call (AnfOffice *self, const AnfCall *call, GError **error)
{
  g_mutex_lock (&self->mutex);
  self->calls++;
  g_mutex_unlock (&self->mutex);
  if (g_str_equal (call->operation, "createSession"))
    return make_reply (201, g_strdup ("{\"token\":\"" FAKE_TOKEN "\"}"));
  if (g_strcmp0 (call->token, FAKE_TOKEN) != 0)
    {
      (void)anf_error_throw (error, ANF_ERROR_UNAUTHORIZED, "log in first");
      return NULL;
    }
  if (g_str_equal (call->operation, "getVisit"))
    return get_visit (self, call->id, error);
  if (g_str_equal (call->operation, "getEvidenceContent"))
    return give_evidence ();
  if (g_str_equal (call->operation, "getReferralPack"))
    return give_pack ();
  if (g_str_equal (call->operation, "deleteSession"))
    return make_reply (204, NULL);
  if (g_str_equal (call->operation, "getTile"))
    return make_reply (200, g_strdup_printf ("\"%s %s\"", call->id, call->sub));
  if (call->body != NULL && call->if_match == 3)
    {
      (void)anf_error_throw (error, ANF_ERROR_CONFLICT, "version 3 is not the newest");
      return NULL;
    }
  if (call->body != NULL)
    return make_reply (200, anf_json_format_object (call->body));
  AnfReply *reply = make_reply (200, NULL);
  reply->body = g_bytes_ref (self->page);
  return reply;
}

/* ---- uploads ---- */

void
anf_upload_free (AnfUpload *self)
{
  g_free (self->id);
  g_free (self->metadata);
  g_free (self);
}

char *
fake_office_add_upload (AnfOffice *self, gint64 length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char *id = g_strdup_printf ("upload-%u", ++self->made);
  FakeUpload *upload = g_new0 (FakeUpload, 1);
  upload->length = length;
  upload->bytes = g_byte_array_new ();
  g_hash_table_insert (self->uploads, g_strdup (id), upload);
  return id;
}

gint64
fake_office_get_offset (AnfOffice *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  FakeUpload *upload = g_hash_table_lookup (self->uploads, id);
  return upload == NULL ? -1 : (gint64)upload->bytes->len;
}

GBytes *
fake_office_dup_bytes (AnfOffice *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  FakeUpload *upload = g_hash_table_lookup (self->uploads, id);
  return g_bytes_new (upload->bytes->data, upload->bytes->len);
}

static gboolean
check_token (const char *token, GError **error)
{
  return g_strcmp0 (token, FAKE_TOKEN) == 0
         || anf_error_throw (error, ANF_ERROR_UNAUTHORIZED, "log in first");
}

AnfUpload *
anf_intake_find (AnfOffice *office, const char *token, const char *id, GError **error)
{
  if (!check_token (token, error))
    return NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&office->mutex);
  FakeUpload *upload = g_hash_table_lookup (office->uploads, id);
  if (upload == NULL)
    {
      (void)anf_error_throw (error, ANF_ERROR_NOT_FOUND, "there is no upload %s", id);
      return NULL;
    }
  AnfUpload *found = g_new0 (AnfUpload, 1);
  found->id = g_strdup (id);
  found->length = upload->length;
  found->offset = (gint64)upload->bytes->len;
  found->metadata = g_strdup (upload->metadata);
  found->finished = found->offset == found->length;
  found->expires_at = G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC;
  return found;
}

AnfUpload *
anf_intake_create (
    AnfOffice *office, const char *token, gint64 length, const char *metadata, GError **error)
{
  if (!check_token (token, error))
    return NULL;
  g_autofree char *id = fake_office_add_upload (office, length);
  g_mutex_lock (&office->mutex);
  FakeUpload *upload = g_hash_table_lookup (office->uploads, id);
  upload->metadata = g_strdup (metadata);
  g_mutex_unlock (&office->mutex);
  return anf_intake_find (office, token, id, error);
}

gboolean
anf_intake_terminate (AnfOffice *office, const char *token, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&office->mutex);
  return g_hash_table_remove (office->uploads, id)
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND, "there is no upload %s", id);
}

AnfReceiver *
anf_intake_open (AnfOffice *office,
                 const char *token,
                 const char *id,
                 gint64 offset,
                 const AnfChecksum *checksum,
                 GError **error)
{
  g_autoptr (AnfUpload) found = anf_intake_find (office, token, id, error);
  if (found == NULL)
    return NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&office->mutex);
  FakeUpload *upload = g_hash_table_lookup (office->uploads, id);
  gboolean fine = TRUE;
  if (upload->open)
    fine = anf_error_throw (error, ANF_ERROR_BUSY, "the upload is open");
  else if (offset != (gint64)upload->bytes->len)
    fine = anf_error_throw (error, ANF_ERROR_CONFLICT, "the upload is at %u", upload->bytes->len);
  if (!fine)
    return NULL;
  upload->open = TRUE;
  AnfReceiver *self = g_new0 (AnfReceiver, 1);
  self->office = office;
  self->id = g_strdup (id);
  self->body = g_byte_array_new ();
  self->algorithm = checksum != NULL ? g_strdup (checksum->algorithm) : NULL;
  self->checksum = checksum != NULL ? g_bytes_ref (checksum->value) : NULL;
  return self;
}

gboolean
anf_receiver_write (AnfReceiver *self, gconstpointer bytes, gsize size, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->office->mutex);
  FakeUpload *upload = g_hash_table_lookup (self->office->uploads, self->id);
  if ((gint64)(upload->bytes->len + self->body->len + size) > upload->length)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, "more bytes than announced");
  /* Without a checksum each byte counts at once, so that tests can watch it arrive. */
  g_byte_array_append (self->checksum == NULL ? upload->bytes : self->body, bytes, (guint)size);
  return TRUE;
}

static gboolean
matches (AnfReceiver *self)
{
  if (self->checksum == NULL)
    return TRUE;
  const GChecksumType type
      = g_str_equal (self->algorithm, "sha1") ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256;
  g_autoptr (GChecksum) sum = g_checksum_new (type);
  g_checksum_update (sum, self->body->data, self->body->len);
  guint8 digest[32];
  gsize size = sizeof digest;
  g_checksum_get_digest (sum, digest, &size);
  g_autoptr (GBytes) bytes = g_bytes_new (digest, size);
  return g_bytes_equal (bytes, self->checksum);
}

gboolean
anf_receiver_finish (AnfReceiver *self, gint64 *offset, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->office->mutex);
  FakeUpload *upload = g_hash_table_lookup (self->office->uploads, self->id);
  self->mismatched = !matches (self);
  if (self->mismatched)
    return anf_error_throw (error, ANF_ERROR_INVALID, "the checksum does not match");
  g_byte_array_append (upload->bytes, self->body->data, self->body->len);
  *offset = (gint64)upload->bytes->len;
  return TRUE;
}

gboolean
anf_receiver_is_complete (const AnfReceiver *self)
{
  return FALSE;
}

gboolean
anf_receiver_mismatched (const AnfReceiver *self)
{
  return self->mismatched;
}

void
anf_receiver_free (AnfReceiver *self)
{
  g_mutex_lock (&self->office->mutex);
  FakeUpload *upload = g_hash_table_lookup (self->office->uploads, self->id);
  if (upload != NULL)
    upload->open = FALSE;
  g_mutex_unlock (&self->office->mutex);
  g_free (self->id);
  g_free (self->algorithm);
  g_clear_pointer (&self->checksum, g_bytes_unref);
  g_byte_array_unref (self->body);
  g_free (self);
}
