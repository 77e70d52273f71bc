/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-beside.h"

#include "anf-bag.h"
#include "anf-checkpoint.h"
#include "anf-codec.h"
#include "anf-error.h"
#include "anf-note.h"
#include "anf-pack-changes.h"
#include "anf-pack-limits.h"
#include "anf-proof.h"

#include <glib/gi18n.h>

#include <string.h>

/* No proof between two trees has more: two for each level. */
#define HASHES_MAX 128

const AnfPackBesidePaths *
anf_pack_beside_paths (AnfPackBeside which)
{
  static const AnfPackBesidePaths paths[ANF_PACK_BESIDES] = {
    { ANF_PACK_COSIGNED, ANF_PACK_COSIGNED_KEY, ANF_PACK_CONSISTENCY },
    { ANF_PACK_CONTINUED, ANF_PACK_CONTINUED_KEY, ANF_PACK_CONTINUED_CONSISTENCY },
  };
  return &paths[which];
}

static void
add_extra (AnfPackPlan *plan, const char *path, GBytes *contents)
{
  g_autoptr (GBytes) bytes = contents;
  g_ptr_array_add (plan->extras, anf_pack_item_new_bytes (path, bytes));
}

void
anf_pack_beside_add (AnfPackPlan *plan,
                     AnfPackBeside which,
                     const char *note,
                     const char *vkey,
                     const GByteArray *hashes)
{
  const AnfPackBesidePaths *paths = anf_pack_beside_paths (which);
  add_extra (plan, paths->note, g_bytes_new (note, strlen (note)));
  if (vkey != NULL)
    add_extra (plan, paths->vkey,
               g_bytes_new_take (g_strconcat (vkey, "\n", NULL), strlen (vkey) + 1));
  if (hashes->len == 0)
    return;
  GString *lines = g_string_new (NULL);
  for (guint at = 0; at + ANF_HASH_SIZE <= hashes->len; at += ANF_HASH_SIZE)
    {
      g_autofree char *hash = g_base64_encode (hashes->data + at, ANF_HASH_SIZE);
      g_string_append_printf (lines, "%s\n", hash);
    }
  add_extra (plan, paths->consistency, g_string_free_to_bytes (lines));
}

/* Returns: (transfer full) (nullable): NULL when it is no list of hashes */
static GByteArray *
read_hashes (GBytes *consistency)
{
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  if (consistency == NULL)
    return g_steal_pointer (&hashes);
  gsize size = 0;
  const char *data = g_bytes_get_data (consistency, &size);
  if (size == 0 || size > HASHES_MAX * 45 || data[size - 1] != '\n'
      || !anf_codec_is_text (data, size))
    return NULL;
  g_autofree char *text = g_strndup (data, size - 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      guint8 hash[ANF_HASH_SIZE];
      if (!anf_codec_read_hash (*line, hash))
        return NULL;
      g_byte_array_append (hashes, hash, ANF_HASH_SIZE);
    }
  return g_steal_pointer (&hashes);
}

static gboolean
open_head (GBytes *note, const AnfVerifier *verifier, AnfTreeHead *head, GError **error)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (note, &size);
  return anf_checkpoint_open (size == 0 ? "" : text, size, verifier, head, error);
}

/* Each by the key of its time. */
static gboolean
open_state (const AnfPackState *state,
            const AnfPackLog *log,
            guint64 own,
            AnfTreeHead *head,
            GError **error)
{
  if (state->vkey == NULL)
    return open_head (state->note, log->verifier, head, error);
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (state->vkey, error);
  return verifier != NULL && open_head (state->note, verifier, head, error)
         && anf_pack_changes_check (log->changes, log->vkey, own, state->vkey, head->size, error);
}

/* Whoever has seen one of the two and trusts it may trust the other. */
static gboolean
check_heads (const AnfTreeHead *a, const AnfTreeHead *b, const GByteArray *hashes, GError **error)
{
  const AnfTreeHead *smaller = a->size <= b->size ? a : b;
  const AnfTreeHead *larger = smaller == a ? b : a;
  if (smaller->size < larger->size)
    return anf_proof_check_consistency (smaller, larger, hashes, error);
  if (hashes->len == 0 && memcmp (a->root, b->root, ANF_HASH_SIZE) == 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          _ ("it and the checkpoint are of one size and not of one log"));
}

gboolean
anf_pack_beside_check (const AnfPackState *state,
                       const AnfPackLog *log,
                       guint64 *size,
                       GError **error)
{
  AnfTreeHead own;
  AnfTreeHead other;
  if (!open_head (log->checkpoint, log->verifier, &own, error)
      || !open_state (state, log, own.size, &other, error))
    return FALSE;
  g_autoptr (GByteArray) hashes = read_hashes (state->consistency);
  *size = other.size;
  if (hashes != NULL)
    return check_heads (&own, &other, hashes, error);
  return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("its proof is no list of hashes"));
}

static GBytes *
find_extra (const AnfPackPlan *plan, const char *path)
{
  for (guint i = 0; i < plan->extras->len; i++)
    {
      const AnfPackItem *extra = g_ptr_array_index (plan->extras, i);
      if (strcmp (extra->path, path) == 0)
        return extra->bytes;
    }
  return NULL;
}

static char *
dup_text (GBytes *bytes)
{
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  return bytes != NULL ? g_strndup (size == 0 ? "" : data, size) : NULL;
}

static GPtrArray *
list_changes (const AnfPackPlan *plan)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; i < ANF_PACK_ROTATIONS_MAX; i++)
    {
      g_autofree char *path = g_strdup_printf (ANF_PACK_ROTATION, i);
      char *note = dup_text (find_extra (plan, path));
      if (note == NULL)
        break;
      g_ptr_array_add (changes, note);
    }
  return changes;
}

static gboolean
check_planned (const AnfPackPlan *plan, AnfPackBeside which, const AnfPackLog *log, GError **error)
{
  const AnfPackBesidePaths *paths = anf_pack_beside_paths (which);
  g_autofree char *vkey = dup_text (find_extra (plan, paths->vkey));
  const AnfPackState state = { .note = find_extra (plan, paths->note),
                               .vkey = vkey != NULL ? g_strchomp (vkey) : NULL,
                               .consistency = find_extra (plan, paths->consistency) };
  guint64 size = 0;
  if (state.note == NULL && state.consistency == NULL && vkey == NULL)
    return TRUE;
  if (state.note == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s leads from nothing to nothing"),
                            vkey != NULL ? paths->vkey : paths->consistency);
  if (anf_pack_beside_check (&state, log, &size, error))
    return TRUE;
  g_prefix_error (error, "%s: ", paths->note);
  return FALSE;
}

gboolean
anf_pack_beside_check_plan (const AnfPackPlan *plan, const AnfPackLog *log, GError **error)
{
  g_autoptr (GPtrArray) changes = list_changes (plan);
  AnfPackLog changed = *log;
  changed.changes = changes;
  for (guint i = 0; i < ANF_PACK_BESIDES; i++)
    if (!check_planned (plan, (AnfPackBeside)i, &changed, error))
      return FALSE;
  return TRUE;
}

static void
append_keys (GString *out, const char *line, const AnfPackPlan *plan)
{
  for (guint i = 0; i < ANF_PACK_BESIDES; i++)
    {
      const AnfPackBesidePaths *paths = anf_pack_beside_paths ((AnfPackBeside)i);
      if (find_extra (plan, paths->vkey) == NULL)
        continue;
      g_autoptr (GString) text = g_string_new (line);
      g_string_replace (text, "@KEY@", paths->vkey, 0);
      g_string_replace (text, "@FILE@", paths->note, 0);
      g_string_append_printf (out, "%s\n", text->str);
    }
}

char *
anf_pack_beside_describe_keys (const AnfPackPlan *plan, const char *step)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GPtrArray) changes = list_changes (plan);
  g_auto (GStrv) lines = g_strsplit (step, "\n", -1);
  for (char **line = lines; changes->len > 0 && *line != NULL; line++)
    if (strstr (*line, "@KEY@") != NULL)
      append_keys (out, *line, plan);
    else
      g_string_append_printf (out, "%s%s", *line, line[1] != NULL ? "\n" : "");
  return g_string_free (out, FALSE);
}

/* What the witnesses saw, and where it stands. */
static char *
dup_witnessed (const AnfPackPlan *plan, const char **path)
{
  GBytes *note = find_extra (plan, ANF_PACK_COSIGNED);
  *path = note != NULL ? ANF_PACK_COSIGNED : ANF_PACK_CHECKPOINT;
  return note != NULL ? dup_text (note) : g_strdup (plan->checkpoint);
}

/* Returns: (transfer full): the names of those who signed besides the log itself */
static GPtrArray *
list_names (const char *note)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  if (!anf_note_split (note, strlen (note), &text, &lines, NULL))
    return names;
  g_autofree char *origin = g_strndup (text, strcspn (text, "\n"));
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", 3);
      if (words[0] != NULL && words[1] != NULL && strcmp (words[1], origin) != 0)
        g_ptr_array_add (names, g_strdup (words[1]));
    }
  return names;
}

static void
append_line (GString *out, const char *line, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GString) text = g_string_new (line);
      g_string_replace (text, "@WITNESS@", g_ptr_array_index (names, i), 0);
      g_string_append_printf (out, "%s\n", text->str);
    }
}

char *
anf_pack_beside_describe_witnesses (const AnfPackPlan *plan, const char *step, const char *number)
{
  const char *path = NULL;
  g_autofree char *note = dup_witnessed (plan, &path);
  g_autoptr (GPtrArray) names = list_names (note);
  if (names->len == 0)
    return g_strdup ("");
  GString *out = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (step, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (strstr (*line, "@WITNESS@") != NULL)
      append_line (out, *line, names);
    else
      g_string_append_printf (out, "%s%s", *line, line[1] != NULL ? "\n" : "");
  g_string_replace (out, "@STEP@", number, 0);
  g_string_replace (out, "@FILE@", path, 0);
  return g_string_free (out, FALSE);
}
