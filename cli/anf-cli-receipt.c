/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-receipt.h"

#include "anf-error.h"
#include "anf-key.h"
#include "anf-leaf.h"
#include "anf-note.h"
#include "anf-proof.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

gboolean
anf_cli_receipt_is_proof (const char *text)
{
  return g_str_has_prefix (text, "c2sp.org/tlog-proof@");
}

static AnfVerifier *
fetch_key (AnfClient *client, GError **error)
{
  g_autoptr (AnfReply) reply = anf_client_call (client, "GET", "/log/key", NULL, NULL, error);
  if (reply == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (reply->body, &size);
  g_autofree char *vkey = g_strndup (text != NULL ? text : "", size);
  return anf_verifier_parse (g_strchomp (vkey), error);
}

/* An inspected unit's receipt is the leaf alone, signed: where it stands in the log would tell how
   much others sent. */
static char *
check_note (AnfClient *client, const char *evidence, const char *note, gsize size, GError **error)
{
  g_autoptr (AnfVerifier) verifier = fetch_key (client, error);
  if (verifier == NULL)
    return NULL;
  g_autoptr (GPtrArray) trusted = g_ptr_array_new ();
  g_ptr_array_add (trusted, verifier);
  g_autofree char *line = anf_note_open (note, size, trusted, error);
  g_autoptr (AnfLeaf) leaf = line != NULL ? anf_leaf_parse (line, strlen (line) - 1, error) : NULL;
  if (leaf == NULL)
    return NULL;
  if (g_str_has_prefix (leaf->record, "evidence/")
      && g_str_equal (leaf->record + strlen ("evidence/"), evidence))
    return g_strndup (note, size);
  anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the receipt is of %s"), leaf->record);
  return NULL;
}

static char *
check_proof (const char *text, gsize size, GError **error)
{
  g_autoptr (AnfProof) proof = anf_proof_parse (text, size, error);
  if (proof == NULL)
    return NULL;
  if (proof->extra != NULL)
    return anf_proof_format (proof);
  anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the receipt does not carry its leaf"));
  return NULL;
}

char *
anf_cli_receipt_fetch (AnfClient *client, const char *evidence, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/evidence/%s/receipt", evidence);
  g_autoptr (AnfReply) reply = anf_client_call (client, "GET", path, NULL, NULL, error);
  if (reply == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (reply->body, &size);
  const gboolean is_note = size > 0 && text[0] == '{';
  char *receipt = is_note ? check_note (client, evidence, text, size, error)
                          : check_proof (text != NULL ? text : "", size, error);
  if (receipt == NULL)
    g_prefix_error_literal (error, _ ("the service gave a receipt that is none: "));
  return receipt;
}

/* Returns: (transfer full) (nullable): the leaf that a receipt of either kind is of */
static char *
dup_leaf (const char *text)
{
  if (!anf_cli_receipt_is_proof (text))
    return g_strndup (text, strcspn (text, "\n"));
  g_autoptr (AnfProof) proof = anf_proof_parse (text, strlen (text), NULL);
  gsize size = 0;
  const char *leaf
      = proof != NULL && proof->extra != NULL ? g_bytes_get_data (proof->extra, &size) : NULL;
  return leaf != NULL ? g_strndup (leaf, size) : NULL;
}

/* Whether one of the leaf @leaf is at @path; an absent one is not. */
static gboolean
is_of (const char *path, const char *leaf)
{
  g_autofree char *text = NULL;
  g_autofree char *kept = g_file_get_contents (path, &text, NULL, NULL) ? dup_leaf (text) : NULL;
  return kept != NULL && strcmp (kept, leaf) == 0;
}

/* Under a second name, so that at no moment it has none. On a stick with FAT a file has but one: a
   copy. */
static gboolean
put_aside (const char *path, const char *text, GError **error)
{
  g_autofree char *leaf = dup_leaf (text);
  g_autofree char *aside = g_strconcat (path, ".old", NULL);
  for (guint i = 2; leaf == NULL || !is_of (aside, leaf); i++)
    {
      if (link (path, aside) == 0)
        return TRUE;
      if (errno != EEXIST && !g_file_test (aside, G_FILE_TEST_EXISTS))
        return g_file_set_contents_full (aside, text, -1, G_FILE_SET_CONTENTS_DURABLE, 0644, error);
      g_free (aside);
      aside = g_strdup_printf ("%s.old-%u", path, i);
    }
  return TRUE;
}

/* The one that lies there may be of the same file in another visit, or of a log that was put back
   to before it. It is kept: whom it was given, it may prove something to. */
static gboolean
make_room (const char *path, const char *receipt, gboolean *same, GError **error)
{
  g_autofree char *kept = NULL;
  g_autofree char *now = dup_leaf (receipt);
  g_autoptr (GError) local_error = NULL;
  *same = FALSE;
  if (g_file_get_contents (path, &kept, NULL, &local_error))
    {
      *same = now != NULL && is_of (path, now);
      return *same || put_aside (path, kept, error);
    }
  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
anf_cli_receipt_keep (AnfClient *client, const char *evidence, const char *path, GError **error)
{
  gboolean same = FALSE;
  g_autofree char *text = anf_cli_receipt_fetch (client, evidence, error);
  if (text == NULL || !make_room (path, text, &same, error))
    return FALSE;
  return same
         || g_file_set_contents_full (path, text, -1,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0644, error);
}
