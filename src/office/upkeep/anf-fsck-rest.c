/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-audit.h"
#include "anf-fsck.h"
#include "anf-number.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

/* ---- blobs that nothing names ---- */

static gsize
count_hex (const char *text)
{
  gsize length = 0;
  while (g_ascii_isdigit (text[length]) || (text[length] >= 'a' && text[length] <= 'f'))
    length++;
  return length;
}

void
anf_fsck_name_blobs (AnfFsck *self, const char *text)
{
  while (*text != '\0')
    {
      const gsize length = count_hex (text);
      if (length == ANF_VAULT_NAME_LENGTH)
        {
          char *name = g_strndup (text, length);
          if (g_hash_table_contains (self->blobs, name))
            g_hash_table_insert (self->blobs, name, GINT_TO_POINTER (TRUE));
          else
            g_free (name);
        }
      text += length > 0 ? length : 1;
    }
}

void
anf_fsck_note_unnamed (AnfFsck *self)
{
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer named = NULL;
  g_hash_table_iter_init (&iter, self->blobs);
  while (g_hash_table_iter_next (&iter, &name, &named))
    if (!GPOINTER_TO_INT (named))
      anf_fsck_note (self,
                     _ ("blob %s: no record names it; a change that was broken off or refused has "
                        "left it, nothing is lost"),
                     (const char *)name);
}

/* ---- numbers ---- */

/* Whose number has the form of whose. */
static AnfNumberKind
get_kind (AnfNoun noun)
{
  switch ((int)noun)
    {
    case ANF_NOUN_VISIT:
      return ANF_NUMBER_VISIT;
    case ANF_NOUN_FINDING:
      return ANF_NUMBER_FINDING;
    case ANF_NOUN_LEAD:
      return ANF_NUMBER_LEAD;
    case ANF_NOUN_TALK:
      return ANF_NUMBER_TALK;
    case ANF_NOUN_REGISTER:
      return ANF_NUMBER_REGISTER;
    default:
      return ANF_NUMBER_LETTER;
    }
}

/* @count numbers of @series up to @highest. */
static void
count_numbers (AnfFsck *self, const char *series, gint64 count, gint64 highest)
{
  AnfFsckSeries *kept = g_hash_table_lookup (self->numbers, series);
  if (kept == NULL)
    {
      kept = g_new0 (AnfFsckSeries, 1);
      g_hash_table_insert (self->numbers, g_strdup (series), kept);
    }
  kept->count += count;
  kept->highest = MAX (kept->highest, highest);
}

static void
count_number (AnfFsck *self, const char *number)
{
  gint64 value = 0;
  g_autofree char *series = anf_number_find_series (get_kind (self->noun), number, &value);
  if (series == NULL)
    anf_fsck_fault (self, _ ("%s: no number of ours looks like this"), number);
  else
    count_numbers (self, series, 1, value);
}

/* Nobody here bears them: they were given elsewhere. */
static void
count_passed (AnfFsck *self, JsonObject *doc)
{
  const char *number = anf_json_peek_string (doc, "up_to");
  gint64 last = 0;
  g_autofree char *series
      = number != NULL ? anf_number_find_series (anf_number_guess_kind (number), number, &last)
                       : NULL;
  const gint64 first = anf_json_peek_int (doc, "first", 0);
  if (series == NULL || first < 1 || first > last)
    anf_fsck_fault (self, _ ("%s: no number of ours looks like this"), number);
  else
    count_numbers (self, series, last - first + 1, last);
}

void
anf_fsck_count (AnfFsck *self, JsonObject *doc)
{
  if (self->noun == ANF_NOUN_NUMBERING)
    {
      count_passed (self, doc);
      return;
    }
  JsonObject *letter = anf_json_peek_object (doc, "number");
  JsonObject *withdrawn = anf_json_peek_object (doc, "withdrawn");
  JsonObject *second = withdrawn != NULL ? anf_json_peek_object (withdrawn, "number") : NULL;
  const char *number = letter != NULL ? anf_json_peek_string (letter, "text")
                                      : anf_json_peek_string (doc, "number");
  /* A step's number is made of its order's id, and counts nothing. */
  if (number != NULL && self->noun != ANF_NOUN_STEP)
    count_number (self, number);
  if (second != NULL)
    count_number (self, anf_json_peek_string (second, "text"));
  JsonArray *inquiries = anf_json_peek_array (doc, "inquiries");
  for (guint i = 0; inquiries != NULL && i < json_array_get_length (inquiries); i++)
    count_number (self,
                  anf_json_peek_string (json_array_get_object_element (inquiries, i), "number"));
}

/* Numbers are used up only with the record that bears them: without gaps, and never twice. */
static gboolean
check_counter (const char *series, gint64 last, gpointer data, GError **error)
{
  static const char *const kinds[]
      = { "visit ", "finding ", "letter ", "lead ", "register ", "talk ", NULL };
  AnfFsck *self = data;
  gboolean ours = FALSE;
  for (gsize i = 0; kinds[i] != NULL; i++)
    ours = ours || g_str_has_prefix (series, kinds[i]);
  if (!ours)
    return TRUE;
  const AnfFsckSeries *kept = g_hash_table_lookup (self->numbers, series);
  const gint64 count = kept != NULL ? kept->count : 0;
  const gint64 highest = kept != NULL ? kept->highest : 0;
  if (count != last || highest != last)
    anf_fsck_fault (self,
                    _ ("counter “%s”: it stands at %" PRId64 ", but %" PRId64
                       " records bear its numbers, up to %" PRId64),
                    series, last, count, highest);
  g_hash_table_remove (self->numbers, series);
  return TRUE;
}

gboolean
anf_fsck_counters (AnfTx *tx, gpointer data, GError **error)
{
  AnfFsck *self = data;
  if (!anf_audit_each_counter (tx, check_counter, self, error))
    return FALSE;
  GHashTableIter iter;
  gpointer series = NULL;
  g_hash_table_iter_init (&iter, self->numbers);
  while (g_hash_table_iter_next (&iter, &series, NULL))
    anf_fsck_fault (self, _ ("counter “%s”: it is gone; its numbers would be given a second time"),
                    (const char *)series);
  return TRUE;
}

/* ---- uploads ---- */

typedef struct
{
  AnfFsck *check;
  AnfTx *tx;
} Pass;

/* It became evidence, with the bytes that were announced. */
static gboolean
check_finished (const Pass *pass, const AnfUploadRow *row, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (pass->tx, ANF_NOUN_EVIDENCE, row->evidence, &record, error))
    return FALSE;
  g_autoptr (JsonObject) doc
      = record != NULL ? anf_json_parse_object (record->doc, strlen (record->doc), NULL) : NULL;
  if (doc == NULL || g_strcmp0 (anf_json_peek_string (doc, "sha256"), row->sha256) != 0)
    anf_fsck_fault (pass->check,
                    _ ("upload %s: it is finished, but evidence %s is missing or another file"),
                    row->id, row->evidence);
  return TRUE;
}

static gboolean
check_upload (const AnfUploadRow *row, gpointer data, GError **error)
{
  const Pass *pass = data;
  /* Its bytes may have their name already, short of the commit: they wait for the next try. */
  anf_fsck_name_blobs (pass->check, row->sha256);
  if (row->finished)
    return check_finished (pass, row, error);
  const gint64 *size = g_hash_table_lookup (pass->check->parts, row->id);
  if (row->received > row->size)
    anf_fsck_fault (pass->check, _ ("upload %s: more was acknowledged than was announced"),
                    row->id);
  else if (row->received > 0 && (size == NULL || *size < row->received))
    anf_fsck_fault (pass->check,
                    _ ("upload %s: %" PRId64 " bytes were acknowledged, %" PRId64 " are there"),
                    row->id, row->received, size != NULL ? *size : 0);
  return TRUE;
}

gboolean
anf_fsck_uploads (AnfTx *tx, gpointer data, GError **error)
{
  Pass pass = { .check = data, .tx = tx };
  return anf_audit_each_upload (tx, check_upload, &pass, error);
}
