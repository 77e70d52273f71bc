/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-log.h"

#include "anf-cli-log-state.h"
#include "anf-cli-log-timestamp.h"
#include "anf-cli-print.h"
#include "anf-cli-receipt.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-clock.h"
#include "anf-custody.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <string.h>

static gboolean
fetch_checkpoint (
    AnfRun *run, const GPtrArray *keys, char **note, AnfTreeHead *head, GError **error)
{
  /* The key of now speaks for the log of now. */
  const AnfVerifier *verifier = g_ptr_array_index (keys, keys->len - 1);
  *note = anf_cli_run_fetch_text (run, "/log/checkpoint", error);
  if (*note == NULL)
    return FALSE;
  if (anf_checkpoint_open (*note, strlen (*note), verifier, head, error))
    return TRUE;
  g_prefix_error_literal (error, _ ("the checkpoint is not signed by the pinned key: "));
  return FALSE;
}

gboolean
anf_cli_log_fetch_checkpoint (AnfRun *run, char **note, AnfTreeHead *head, GError **error)
{
  g_autoptr (GPtrArray) keys = anf_cli_log_pin_keys (run, error);
  return keys != NULL && fetch_checkpoint (run, keys, note, head, error);
}

/* Talk for people; who wants to believe it says whose key it trusts: `log verify --witness`. */
static gboolean
tell_cosigned (AnfRun *run, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *note = anf_cli_run_fetch_text (run, "/log/cosigned", &local_error);
  if (note == NULL && anf_error_code (local_error) == ANF_ERROR_NOT_FOUND)
    {
      anf_cli_print_note (run, _ ("no witness has cosigned the log yet"));
      return TRUE;
    }
  if (note == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  AnfTreeHead head;
  if (!anf_note_split (note, strlen (note), &text, &lines, error)
      || !anf_checkpoint_parse (text, NULL, &head, error))
    return FALSE;
  /* The first signature is the log's own. */
  for (char **line = lines + 1; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", 3);
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              words[0] != NULL && words[1] != NULL ? words[1] : "");
    }
  anf_cli_print_note (run, _ ("%llu leaves cosigned by %s (anfang log checkpoint --cosigned)"),
                      (unsigned long long)head.size, names->str);
  return TRUE;
}

static gboolean
run_checkpoint (AnfRun *run, GError **error)
{
  const gboolean cosigned = anf_cli_run_has (run, "cosigned");
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  g_autofree char *note
      = anf_cli_run_fetch_text (run, cosigned ? "/log/cosigned" : "/log/checkpoint", error);
  if (note == NULL)
    return FALSE;
  anf_cli_print_text (note);
  return cosigned || tell_cosigned (run, error);
}

GByteArray *
anf_cli_log_fetch_consistency (AnfRun *run, guint64 from, guint64 to, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/log/consistency?from=%llu&to=%llu",
                                           (unsigned long long)from, (unsigned long long)to);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  JsonObject *object = reply != NULL ? anf_reply_get_object (reply) : NULL;
  JsonArray *list = NULL;
  if (object == NULL || !anf_json_get_array (object, "hashes", &list, error))
    return NULL;
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      const char *text = anf_json_array_get_string (list, i);
      gsize size = 0;
      g_autofree guchar *hash = text != NULL ? g_base64_decode (text, &size) : NULL;
      if (size != ANF_HASH_SIZE)
        {
          anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the service's proof holds no hash"));
          return NULL;
        }
      g_byte_array_append (hashes, hash, (guint)size);
    }
  return g_steal_pointer (&hashes);
}

static gboolean
refuse (
    AnfRun *run, const AnfTreeHead *before, const AnfTreeHead *now, const char *why, GError **error)
{
  g_autofree char *seen
      = anf_cli_log_state_path (anf_client_get_server (run->client), ANF_LOG_STATE_CHECKPOINT);
  return anf_error_throw (
      error, ANF_ERROR_CORRUPT,
      _ ("THE LOG WAS CHANGED BEHIND ITS BACK: %s.\n  seen before: %llu leaves\n  now: %llu "
         "leaves\n"
         "Keep the checkpoint seen before, which proves it, and tell the auditor. A service that "
         "was "
         "restored from a backup, or goes on after a loss, looks like this, too, and its log then "
         "has a leaf log.restored or log.loss_accepted: when that is cleared up, move %s away"),
      why, (unsigned long long)before->size, (unsigned long long)now->size, seen);
}

/* Whether the log of now continues the one of @before. */
static gboolean
check_continues (AnfRun *run, const AnfTreeHead *before, const AnfTreeHead *now, GError **error)
{
  if (now->size < before->size)
    return refuse (run, before, now, _ ("it is shorter than before"), error);
  if (now->size == before->size)
    return memcmp (before->root, now->root, ANF_HASH_SIZE) == 0
           || refuse (run, before, now, _ ("the same size has another root"), error);
  if (before->size == 0)
    return TRUE;
  g_autoptr (GByteArray) hashes
      = anf_cli_log_fetch_consistency (run, before->size, now->size, error);
  if (hashes == NULL)
    return FALSE;
  g_autoptr (GError) local_error = NULL;
  return anf_proof_check_consistency (before, now, hashes, &local_error)
         || refuse (run, before, now, local_error->message, error);
}

static void
print_heads (const AnfTreeHead *now, const AnfTreeHead *before)
{
  g_autofree char *root = g_base64_encode (now->root, ANF_HASH_SIZE);
  g_autoptr (JsonObject) heads = json_object_new ();
  json_object_set_int_member (heads, "size", (gint64)now->size);
  json_object_set_string_member (heads, "root", root);
  if (before != NULL)
    json_object_set_int_member (heads, "continues", (gint64)before->size);
  g_autofree char *text = anf_json_format_object (heads);
  printf ("%s\n", text);
}

static gboolean
tell_witness (const char *note, const AnfTreeHead *head, const char *vkey, GError **error)
{
  gint64 seconds = 0;
  g_autoptr (AnfVerifier) witness = anf_verifier_parse_witness (vkey, error);
  if (witness == NULL || !anf_cosignature_check (note, strlen (note), witness, &seconds, error))
    return FALSE;
  g_autofree char *time = anf_time_format_local (seconds * G_USEC_PER_SEC);
  printf (_ ("%llu leaves, witnessed by %s at %s\n"), (unsigned long long)head->size,
          anf_verifier_get_name (witness), time);
  return TRUE;
}

/* Each witness that the reader trusts has seen a state of the log that the one of now continues. */
static gboolean
check_witnesses (AnfRun *run, const GPtrArray *keys, GError **error)
{
  char **vkeys = anf_cli_run_get_all (run, "witness");
  if (vkeys == NULL || vkeys[0] == NULL)
    return TRUE;
  AnfTreeHead head;
  AnfTreeHead now;
  g_autofree char *newest = NULL;
  g_autofree char *note = anf_cli_run_fetch_text (run, "/log/cosigned", error);
  if (note == NULL || !anf_checkpoint_open_any (note, strlen (note), keys, &head, error)
      || !fetch_checkpoint (run, keys, &newest, &now, error)
      || !check_continues (run, &head, &now, error))
    return FALSE;
  for (char **vkey = vkeys; *vkey != NULL; vkey++)
    if (!tell_witness (note, &head, *vkey, error))
      return FALSE;
  return TRUE;
}

static gboolean
run_verify (AnfRun *run, GError **error)
{
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  const char *server = anf_client_get_server (run->client);
  g_autoptr (GPtrArray) keys = anf_cli_log_pin_keys (run, error);
  g_autofree char *note = NULL;
  AnfTreeHead now;
  if (keys == NULL || !fetch_checkpoint (run, keys, &note, &now, error))
    return FALSE;
  g_autofree char *old_note = anf_cli_log_state_load (server, ANF_LOG_STATE_CHECKPOINT);
  AnfTreeHead before = { 0 };
  if (old_note != NULL)
    {
      if (!anf_checkpoint_open_any (old_note, strlen (old_note), keys, &before, error))
        {
          g_prefix_error_literal (error, _ ("the checkpoint kept here cannot be trusted: "));
          return FALSE;
        }
      if (!check_continues (run, &before, &now, error))
        return FALSE;
    }
  if (!anf_cli_log_state_save (server, ANF_LOG_STATE_CHECKPOINT, note, error))
    return FALSE;
  if (run->globals->json)
    print_heads (&now, old_note != NULL ? &before : NULL);
  else if (old_note == NULL)
    printf (_ ("%llu leaves, signed; first checkpoint seen, kept for the next time\n"),
            (unsigned long long)now.size);
  else
    printf (_ ("%llu leaves, signed; continues the %llu seen before\n"),
            (unsigned long long)now.size, (unsigned long long)before.size);
  return check_witnesses (run, keys, error);
}

/* By any key that the log had: an old receipt stays good. */
static gboolean
verify_proof (
    const AnfProof *proof, GBytes *leaf, const GPtrArray *keys, AnfTreeHead *head, GError **error)
{
  for (guint i = keys->len; i > 1; i--)
    if (anf_proof_verify (proof, leaf, g_ptr_array_index (keys, i - 1), head, NULL))
      return TRUE;
  return anf_proof_verify (proof, leaf, g_ptr_array_index (keys, 0), head, error);
}

/* Says what a proof says, once it holds. */
static gboolean
check_proof (AnfRun *run, const AnfProof *proof, GBytes *leaf, GError **error)
{
  g_autoptr (GPtrArray) keys = anf_cli_log_pin_keys (run, error);
  AnfTreeHead head;
  if (keys == NULL || !verify_proof (proof, leaf, keys, &head, error))
    return FALSE;
  gsize size = 0;
  const char *line = g_bytes_get_data (leaf, &size);
  anf_cli_print_note (run, _ ("holds: leaf %llu of %llu is %.*s"), (unsigned long long)proof->index,
                      (unsigned long long)head.size, (int)size, line);
  return TRUE;
}

static gboolean
print_proof (AnfRun *run, const char *text, GError **error)
{
  if (anf_cli_receipt_is_proof (text))
    {
      g_autoptr (AnfProof) proof = anf_proof_parse (text, strlen (text), error);
      if (proof == NULL)
        return FALSE;
      if (proof->extra != NULL && !check_proof (run, proof, proof->extra, error))
        return FALSE;
    }
  const char *file = anf_cli_run_get (run, "output");
  if (file == NULL)
    {
      anf_cli_print_text (text);
      return TRUE;
    }
  if (!g_file_set_contents_full (file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error))
    return FALSE;
  anf_cli_print_note (run, _ ("wrote %s"), file);
  return TRUE;
}

static gboolean
prove_index (AnfRun *run, guint64 index, GError **error)
{
  g_autofree char *proof_path = g_strdup_printf ("/log/proof/%llu", (unsigned long long)index);
  g_autofree char *leaf_path = g_strdup_printf ("/log/leaf/%llu", (unsigned long long)index);
  g_autofree char *text = anf_cli_run_fetch_text (run, proof_path, error);
  g_autofree char *leaf = text != NULL ? anf_cli_run_fetch_text (run, leaf_path, error) : NULL;
  if (leaf == NULL)
    return FALSE;
  g_autoptr (AnfProof) proof = anf_proof_parse (text, strlen (text), error);
  if (proof == NULL)
    return FALSE;
  g_clear_pointer (&proof->extra, g_bytes_unref);
  proof->extra = g_bytes_new (leaf, strlen (leaf));
  g_autofree char *whole = anf_proof_format (proof);
  return print_proof (run, whole, error);
}

static gboolean
find_leaf (AnfRun *run, const char *record, guint64 *index, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (record, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/log/leaf?record=", escaped, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  JsonObject *object = reply != NULL ? anf_reply_get_object (reply) : NULL;
  gint64 place = 0;
  if (object == NULL || !anf_json_get_int (object, "index", &place, error))
    return FALSE;
  *index = (guint64)place;
  return TRUE;
}

static gboolean
prove_record (AnfRun *run, const char *record, GError **error)
{
  guint64 index = 0;
  return find_leaf (run, record, &index, error) && prove_index (run, index, error);
}

static gboolean
run_prove (AnfRun *run, GError **error)
{
  const char *what = run->args[0];
  guint64 index = 0;
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  if (strchr (what, '/') != NULL)
    return prove_record (run, what, error);
  if (g_ascii_string_to_unsigned (what, 10, 0, G_MAXINT64, &index, NULL))
    return prove_index (run, index, error);
  if (!anf_uuid_is_valid (what))
    return anf_cli_run_misuse (
        error, _ ("“%s” is neither NOUN/ID, nor the id of evidence, nor the number of a leaf"),
        what);
  g_autofree char *receipt = anf_cli_receipt_fetch (run->client, what, error);
  return receipt != NULL && print_proof (run, receipt, error);
}

static gboolean
run_keys (AnfRun *run, GError **error)
{
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  if (run->globals->json)
    {
      g_autofree char *text = anf_cli_run_fetch_text (run, "/log/keys", error);
      if (text == NULL)
        return FALSE;
      printf ("%s\n", text);
      return TRUE;
    }
  g_autoptr (GPtrArray) keys = anf_cli_log_pin_keys (run, error);
  if (keys == NULL)
    return FALSE;
  g_autofree char *vkeys
      = anf_cli_log_state_load (anf_client_get_server (run->client), ANF_LOG_STATE_KEY);
  printf ("%s\n", vkeys != NULL ? g_strchomp (vkeys) : "");
  return TRUE;
}

static const AnfField checkpoint_fields[] = {
  { "cosigned", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("the newest that witnesses cosigned instead") },
  ANF_FIELDS_END,
};

static const AnfField verify_fields[] = {
  { "witness", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("VKEY"),
    N_ ("the witness of this key must have cosigned the log's state") },
  ANF_FIELDS_END,
};

static const AnfField witness_fields[] = {
  { "init", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("make the witness's key, print what others check it by, and end") },
  { "name", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("with --init: the witness's name, e.g. witness.haicheng.example") },
  { "state", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("DIR"),
    N_ ("where its key and what it has seen are kept") },
  { "passphrase-file", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FILE"),
    N_ ("the key is encrypted with the first line of FILE") },
  { "log", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("VKEY"),
    N_ ("a log's key; the log of another key is refused") },
  { "listen", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("ADDR:PORT"),
    N_ ("answer add-checkpoint (C2SP tlog-witness); port 0 takes a free one") },
  { "poll", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("ask the service that you are logged in to, too; without --listen that is all it does") },
  { "every", NULL, ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, N_ ("SECONDS"),
    N_ ("how often it asks; 60 unless told") },
  { "once", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("ask once, and end") },
  ANF_FIELDS_END,
};

static const AnfField prove_fields[] = { ANF_FIELD_OUTPUT, ANF_FIELDS_END };

static const AnfField timestamp_fields[] = {
  { "output", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FOLDER"),
    N_ ("put the checkpoint, the time-stamps (.tsr) and their certificates (.pem) there") },
  ANF_FIELDS_END,
};

static const AnfCommand commands[] = {
  { "checkpoint", "", 0, 0, N_ ("Print the log's signed size and root"),
    "anfang log checkpoint > checkpoint.txt", run_checkpoint, checkpoint_fields },
  { "keys", "", 0, 0,
    N_ ("Print every key that the log had, oldest first, each led to by the one before"),
    "anfang log keys > log.vkeys", run_keys },
  { "prove", "NOUN/ID", 1, 1,
    N_ ("Fetch and check the proof of a record's newest leaf; or of evidence by its id, or of a "
        "leaf by its number"),
    "anfang log prove order/0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11 -o order.tlog-proof", run_prove,
    prove_fields },
  { "verify", "", 0, 0, N_ ("Check that the log continues the one seen the last time"),
    "anfang log verify --witness witness.example+8c1ef9b2+BO4…", run_verify, verify_fields },
  { "monitor", "", 0, 0,
    N_ ("Read the whole log again: every leaf, the tree that they make, what is new since the last "
        "time"),
    "anfang log monitor", anf_cli_monitor_run },
  { "witness", "", 0, 0,
    N_ ("Cosign what logs state, as long as each only grows; end with 1 when one does not"),
    "anfang log witness --log anfang/log+7b105ba5+AcYYs… --listen 127.0.0.1:8460",
    anf_cli_witness_run, witness_fields },
  { "timestamp", "", 0, 0,
    N_ ("Have authorities outside time-stamp the log now (RFC 3161); openssl ts checks it too"),
    "anfang log timestamp -o stamps", anf_cli_log_timestamp, timestamp_fields },
  { NULL },
};

const AnfNoun anf_cli_log = { .name = "log",
                              .summary = N_ ("the log in which nothing changes unseen"),
                              .commands = commands };
