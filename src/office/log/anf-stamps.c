/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-stamps.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-stamper.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

#define PREFIX "timestamp/"

void
anf_stamp_free (AnfStamp *self)
{
  if (self == NULL)
    return;
  g_free (self->authority);
  g_free (self->checkpoint);
  g_clear_pointer (&self->reply, g_bytes_unref);
  g_free (self->ca_pem);
  g_free (self);
}

static char *
format_record (gint64 size)
{
  return g_strdup_printf (PREFIX "%012" PRId64, size);
}

static char *
format_stamp (const AnfStamp *stamp)
{
  g_autoptr (JsonObject) doc = json_object_new ();
  gsize size = 0;
  const guint8 *der = g_bytes_get_data (stamp->reply, &size);
  g_autofree char *reply = g_base64_encode (der, size);
  g_autofree char *at = anf_time_format (stamp->at);
  json_object_set_string_member (doc, "format", "anfang-timestamp/1");
  json_object_set_string_member (doc, "authority", stamp->authority);
  json_object_set_string_member (doc, "at", at);
  json_object_set_int_member (doc, "size", stamp->size);
  json_object_set_string_member (doc, "checkpoint", stamp->checkpoint);
  json_object_set_string_member (doc, "reply", reply);
  json_object_set_string_member (doc, "ca", stamp->ca_pem);
  return anf_json_format_object (doc);
}

gboolean
anf_stamps_add (AnfOffice *office, AnfTx *tx, const AnfStamp *stamp, GError **error)
{
  char *text = format_stamp (stamp);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_autofree char *record = format_record (stamp->size);
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  if (!anf_vault_put (office->vault, bytes, sha256, error))
    return FALSE;
  const AnfLeaf leaf = { .at = anf_clock_now (&office->clock),
                         .by = "anfangd",
                         .content = sha256,
                         .event = "timestamp.received",
                         .record = record,
                         .blob = sha256 };
  return anf_journal_append (office->journal, &leaf, NULL, error);
}

static AnfStamp *
read_members (JsonObject *doc, GError **error)
{
  g_autoptr (AnfStamp) stamp = g_new0 (AnfStamp, 1);
  const char *authority = NULL;
  const char *at = NULL;
  const char *checkpoint = NULL;
  const char *reply = NULL;
  const char *ca = NULL;
  if (!anf_json_get_string (doc, "authority", &authority, error)
      || !anf_json_get_string (doc, "at", &at, error) || !anf_time_parse (at, &stamp->at, error)
      || !anf_json_get_int (doc, "size", &stamp->size, error)
      || !anf_json_get_string (doc, "checkpoint", &checkpoint, error)
      || !anf_json_get_string (doc, "reply", &reply, error)
      || !anf_json_get_string (doc, "ca", &ca, error))
    return NULL;
  gsize size = 0;
  guchar *der = g_base64_decode (reply, &size);
  stamp->authority = g_strdup (authority);
  stamp->checkpoint = g_strdup (checkpoint);
  stamp->reply = g_bytes_new_take (der, size);
  stamp->ca_pem = g_strdup (ca);
  return g_steal_pointer (&stamp);
}

static AnfStamp *
read_stamp (AnfOffice *office, const char *sha256, GError **error)
{
  g_auto (AnfFd) fd = -1;
  gint64 size = 0;
  if (!anf_vault_open_blob (office->vault, sha256, &fd, &size, error))
    return NULL;
  g_autoptr (GMappedFile) map = g_mapped_file_new_from_fd (fd, FALSE, error);
  if (map == NULL)
    return NULL;
  g_autoptr (JsonObject) doc = anf_json_parse_object (g_mapped_file_get_contents (map),
                                                      g_mapped_file_get_length (map), error);
  return doc != NULL ? read_members (doc, error) : NULL;
}

typedef struct
{
  AnfOffice *office;
  GPtrArray *stamps;
} Search;

static gboolean
add_found (gint64 index, const char *line, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), error);
  AnfStamp *stamp = leaf != NULL ? read_stamp (search->office, leaf->blob, error) : NULL;
  if (stamp == NULL)
    return FALSE;
  g_ptr_array_add (search->stamps, stamp);
  return TRUE;
}

static GPtrArray *
find_from (AnfOffice *office, AnfTx *tx, const char *record, GError **error)
{
  g_autoptr (GPtrArray) stamps = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_stamp_free);
  Search search = { .office = office, .stamps = stamps };
  if (!anf_log_rows_list_group (tx, PREFIX, record, add_found, &search, error))
    return NULL;
  return g_steal_pointer (&stamps);
}

GPtrArray *
anf_stamps_find (AnfOffice *office, AnfTx *tx, gint64 size, GError **error)
{
  g_autofree char *record = format_record (size);
  return find_from (office, tx, record, error);
}

GPtrArray *
anf_stamps_find_last (AnfOffice *office, AnfTx *tx, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *record = anf_log_rows_find_last_group (tx, PREFIX, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return find_from (office, tx, record != NULL ? record : PREFIX, error);
}

static JsonArray *
describe_tokens (GPtrArray *stamps)
{
  JsonArray *tokens = json_array_new ();
  for (guint i = 0; i < stamps->len; i++)
    {
      const AnfStamp *stamp = g_ptr_array_index (stamps, i);
      JsonObject *token = json_object_new ();
      gsize size = 0;
      const guint8 *der = g_bytes_get_data (stamp->reply, &size);
      g_autofree char *reply = g_base64_encode (der, size);
      g_autofree char *at = anf_time_format (stamp->at);
      json_object_set_string_member (token, "authority", stamp->authority);
      json_object_set_string_member (token, "at", at);
      json_object_set_string_member (token, "reply", reply);
      json_object_set_string_member (token, "ca", stamp->ca_pem);
      json_array_add_object_element (tokens, token);
    }
  return tokens;
}

gboolean
anf_stamps_use_now (AnfWork *work, GError **error)
{
  /* Nobody's record: whether the caller may, the operation's row in the policy says. */
  const AnfFacts facts = { 0 };
  if (!anf_work_check (work, &facts, error))
    return FALSE;
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) stamps = anf_stamper_run (work->office->stamper, missing, error);
  if (stamps == NULL)
    return FALSE;
  const AnfStamp *first = g_ptr_array_index (stamps, 0);
  g_autoptr (JsonObject) reply = json_object_new ();
  JsonArray *left = json_array_new ();
  for (guint i = 0; i < missing->len; i++)
    json_array_add_string_element (left, g_ptr_array_index (missing, i));
  json_object_set_int_member (reply, "size", first->size);
  json_object_set_string_member (reply, "checkpoint", first->checkpoint);
  json_object_set_array_member (reply, "tokens", describe_tokens (stamps));
  json_object_set_array_member (reply, "missing", left);
  anf_work_reply_text (work, "application/json", anf_json_format_object (reply));
  return TRUE;
}
