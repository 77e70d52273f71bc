/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-witness-state.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-witness-keys.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Files of evidence for one log: the first say enough, and a stranger must not fill the disk. */
#define EVIDENCE_MAX 16
#define FORK_SUFFIX ".fork"
/* Changes of key of one log. */
#define CHANGES_MAX 999

struct _AnfWitnessState
{
  char *folder;
  AnfFd lock;
  AnfSigner *signer;
  AnfWitnessKeys *keys;
};

static char *
log_folder (const AnfWitnessState *self, const char *origin)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, origin, -1);
  return g_build_filename (self->folder, "logs", hash, NULL);
}

static gboolean
make_folder (const char *path, GError **error)
{
  return g_mkdir_with_parents (path, 0700) == 0
         || anf_error_set_errno (error, errno, _ ("cannot make the folder %s"), path);
}

static gboolean
write_file (const char *path, const char *text, GError **error)
{
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

char *
anf_witness_state_init (const char *folder,
                        const char *name,
                        const char *passphrase,
                        GError **error)
{
  g_autofree char *key = g_build_filename (folder, "key", NULL);
  g_autofree char *path = g_build_filename (folder, "vkey", NULL);
  g_autoptr (AnfSigner) signer = anf_signer_generate (name, error);
  if (signer == NULL || !make_folder (folder, error)
      || !anf_signer_save (signer, key, passphrase, error))
    return NULL;
  signer = anf_signer_to_witness (g_steal_pointer (&signer));
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autofree char *line = g_strconcat (vkey, "\n", NULL);
  return write_file (path, line, error) ? g_steal_pointer (&vkey) : NULL;
}

static gboolean
take_lock (AnfWitnessState *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "lock", NULL);
  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->lock < 0)
    return anf_error_set_errno (error, errno, _ ("cannot open %s"), path);
  return flock (self->lock, LOCK_EX | LOCK_NB) == 0
         || anf_error_throw (error, ANF_ERROR_BUSY,
                             _ ("another witness has %s open: stop it first"), self->folder);
}

static gboolean
load_key (AnfWitnessState *self, const char *passphrase, GError **error)
{
  g_autofree char *key = g_build_filename (self->folder, "key", NULL);
  g_autofree char *path = g_build_filename (self->folder, "vkey", NULL);
  g_autofree char *vkey = NULL;
  if (!g_file_get_contents (path, &vkey, NULL, error))
    {
      g_prefix_error_literal (error, _ ("there is no witness here; make one with --init: "));
      return FALSE;
    }
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse_witness (g_strchomp (vkey), error);
  AnfSigner *signer = verifier != NULL ? anf_signer_load (anf_verifier_get_name (verifier), key,
                                                          passphrase, error)
                                       : NULL;
  if (signer == NULL)
    return FALSE;
  self->signer = anf_signer_to_witness (signer);
  return anf_signer_get_id (self->signer) == anf_verifier_get_id (verifier)
         || anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s is not the key of %s"), key, vkey);
}

static char *
change_path (const AnfWitnessState *self, const char *origin, guint number)
{
  g_autofree char *folder = log_folder (self, origin);
  g_autofree char *name = g_strdup_printf ("rotation-%03u.note", number);
  return g_build_filename (folder, name, NULL);
}

/* What was followed is followed again, from the keys that the witness was told of. One that leads
   on from none of these is history: it was told of a newer key. */
static gboolean
follow_kept (AnfWitnessState *self, const char *origin, GError **error)
{
  for (guint number = 1; number <= CHANGES_MAX; number++)
    {
      g_autofree char *path = change_path (self, origin, number);
      g_autofree char *note = NULL;
      gsize size = 0;
      gboolean known = FALSE;
      g_autoptr (GError) local_error = NULL;
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
      g_autoptr (AnfRotation) change = g_file_get_contents (path, &note, &size, error)
                                           ? anf_rotation_open (note, size, error)
                                           : NULL;
      if (change == NULL)
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
      if (anf_witness_keys_judge (self->keys, change, 0, &known, &local_error) && !known
          && !anf_witness_keys_take (self->keys, change, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
follow_all_kept (AnfWitnessState *self, GError **error)
{
  g_autoptr (GList) origins = anf_witness_keys_list (self->keys);
  for (GList *at = origins; at != NULL; at = at->next)
    if (!follow_kept (self, at->data, error))
      return FALSE;
  return TRUE;
}

AnfWitnessState *
anf_witness_state_open (const char *folder, const char *passphrase, char **logs, GError **error)
{
  g_autoptr (AnfWitnessState) self = g_new0 (AnfWitnessState, 1);
  self->folder = g_strdup (folder);
  self->lock = -1;
  self->keys = anf_witness_keys_new (logs, error);
  if (self->keys == NULL || !load_key (self, passphrase, error) || !take_lock (self, error)
      || !follow_all_kept (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
anf_witness_state_free (AnfWitnessState *self)
{
  if (self == NULL)
    return;
  anf_fd_clear (&self->lock);
  anf_signer_free (self->signer);
  anf_witness_keys_free (self->keys);
  g_free (self->folder);
  g_free (self);
}

const GPtrArray *
anf_witness_state_get_verifiers (const AnfWitnessState *self, const char *origin, GError **error)
{
  const GPtrArray *verifiers = anf_witness_keys_get (self->keys, origin);
  if (verifiers == NULL)
    anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                     _ ("no key of the log “%s” was given (--log VKEY)"), origin);
  return verifiers;
}

gboolean
anf_witness_state_load_seen (
    const AnfWitnessState *self, const char *origin, AnfTreeHead *head, char **note, GError **error)
{
  g_autofree char *folder = log_folder (self, origin);
  g_autofree char *path = g_build_filename (folder, "checkpoint", NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (self->signer);
  g_autoptr (AnfVerifier) own = anf_verifier_parse_witness (vkey, error);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size = 0;
  memset (head, 0, sizeof *head);
  if (own == NULL)
    return FALSE;
  if (!g_file_get_contents (path, &text, &size, &local_error))
    {
      /* Nothing is seen for the first time after an error of reading. */
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  /* By its own cosignature it knows what it wrote, whatever key the log has by now. */
  if (!anf_cosignature_check (text, size, own, NULL, error)
      || !anf_note_split (text, size, &body, &lines, error)
      || !anf_checkpoint_parse (body, NULL, head, error))
    {
      g_prefix_error (error, _ ("%s, which was seen last, cannot be trusted: "), path);
      return FALSE;
    }
  if (note != NULL)
    *note = g_steal_pointer (&text);
  return TRUE;
}

static guint
count_evidence (const char *folder, gboolean *forked)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;
  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
       name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, FORK_SUFFIX))
      {
        count++;
        *forked = *forked || g_str_has_prefix (name, "forked-");
      }
  return count;
}

static char *
keep (const AnfWitnessState *self,
      const char *origin,
      const AnfTreeHead *head,
      const char *kind,
      const char *text)
{
  gboolean forked = FALSE;
  AnfTreeHead seen;
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = log_folder (self, origin);
  g_autofree char *name
      = g_strdup_printf ("%s-%" G_GUINT64_FORMAT "-%02x%02x%02x%02x" FORK_SUFFIX, kind, head->size,
                         head->root[0], head->root[1], head->root[2], head->root[3]);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  /* What proves a fork is always kept. */
  if (count_evidence (folder, &forked) >= EVIDENCE_MAX && strcmp (kind, "forked") != 0)
    return NULL;
  if (!anf_witness_state_load_seen (self, origin, &seen, &note, &error))
    g_clear_error (&error);
  g_autofree char *both
      = g_strdup_printf ("%s\n=== %s ===\n%s", note != NULL ? note : "", kind, text);
  if (make_folder (folder, &error) && write_file (path, both, &error))
    return g_steal_pointer (&path);
  g_warning ("evidence could not be kept: %s", error->message);
  return NULL;
}

char *
anf_witness_state_keep_evidence (const AnfWitnessState *self,
                                 const char *origin,
                                 const AnfTreeHead *head,
                                 const char *text)
{
  return keep (self, origin, head, "shrunk", text);
}

void
anf_witness_answer_clear (AnfWitnessAnswer *self)
{
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->evidence, g_free);
  g_clear_pointer (&self->vkey, g_free);
}

static gboolean
cosign (AnfWitnessState *self,
        const AnfWitnessRequest *request,
        gint64 seconds,
        AnfWitnessAnswer *answer,
        GError **error)
{
  g_autofree char *line = anf_cosignature_make (request->checkpoint, self->signer, seconds, error);
  g_autofree char *folder = log_folder (self, request->origin);
  g_autofree char *path = g_build_filename (folder, "checkpoint", NULL);
  if (line == NULL)
    return FALSE;
  g_autofree char *note = g_strconcat (request->checkpoint, line, NULL);
  /* Kept before it is said: what was cosigned is never forgotten. */
  if (!make_folder (folder, error) || !write_file (path, note, error))
    return FALSE;
  answer->status = 200;
  answer->body = g_steal_pointer (&line);
  return TRUE;
}

/* Whether the log signed two histories, which only a person can set right. */
static gboolean
is_forked (const AnfWitnessState *self, const char *origin)
{
  g_autofree char *folder = log_folder (self, origin);
  gboolean forked = FALSE;
  (void)count_evidence (folder, &forked);
  return forked;
}

static void
refuse (AnfWitnessAnswer *answer, guint status, const char *why)
{
  answer->status = status;
  answer->body = g_strconcat (why, "\n", NULL);
}

static void
answer_refusal (const AnfWitnessState *self,
                const AnfWitnessRequest *request,
                const AnfTreeHead *seen,
                AnfWitnessAnswer *answer,
                const GError *why)
{
  static const guint statuses[] = {
    [ANF_WITNESS_COSIGN] = 200, [ANF_WITNESS_MALFORMED] = 400, [ANF_WITNESS_UNSIGNED] = 403,
    [ANF_WITNESS_STALE] = 409,  [ANF_WITNESS_UNPROVEN] = 422,  [ANF_WITNESS_FORKED] = 409,
  };
  refuse (answer, statuses[answer->verdict], why->message);
  if (answer->verdict == ANF_WITNESS_STALE || answer->verdict == ANF_WITNESS_FORKED)
    {
      g_free (answer->body);
      answer->body = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", seen->size);
    }
  g_autofree char *text
      = anf_witness_request_format (request->old_size, request->hashes, request->checkpoint);
  if (answer->verdict == ANF_WITNESS_FORKED || answer->verdict == ANF_WITNESS_UNPROVEN)
    answer->evidence = keep (self, request->origin, &answer->head,
                             answer->verdict == ANF_WITNESS_FORKED ? "forked" : "unproven", text);
}

gboolean
anf_witness_state_answer (AnfWitnessState *self,
                          const char *body,
                          gsize size,
                          gint64 seconds,
                          AnfWitnessAnswer *answer,
                          GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (AnfWitnessRequest) request = anf_witness_request_parse (body, size, &why);
  AnfTreeHead seen;
  answer->verdict = ANF_WITNESS_MALFORMED;
  if (request == NULL)
    {
      refuse (answer, 400, why->message);
      return TRUE;
    }
  answer->origin = g_strdup (request->origin);
  const GPtrArray *verifiers = anf_witness_state_get_verifiers (self, request->origin, &why);
  if (verifiers == NULL)
    {
      refuse (answer, 404, why->message);
      return TRUE;
    }
  if (!anf_witness_state_load_seen (self, request->origin, &seen, NULL, error))
    return FALSE;
  answer->verdict = anf_witness_judge (request, &seen, verifiers, &answer->head, &why);
  if (answer->verdict != ANF_WITNESS_COSIGN)
    {
      answer_refusal (self, request, &seen, answer, why);
      return TRUE;
    }
  if (is_forked (self, request->origin))
    {
      answer->verdict = ANF_WITNESS_UNSIGNED;
      refuse (answer, 403, _ ("this log has signed two histories: see the evidence kept of it"));
      return TRUE;
    }
  return cosign (self, request, seconds, answer, error);
}

static guint
find_status (const GError *why)
{
  const AnfErrorCode code = anf_error_code (why);
  if (code == ANF_ERROR_INVALID)
    return 400;
  if (code == ANF_ERROR_NOT_FOUND)
    return 404;
  return code == ANF_ERROR_CONFLICT ? 409 : 403;
}

/* Kept before it is acted upon, and in the order in which it came. */
static gboolean
keep_change (const AnfWitnessState *self, const char *origin, const char *note, GError **error)
{
  g_autofree char *folder = log_folder (self, origin);
  if (!make_folder (folder, error))
    return FALSE;
  for (guint number = 1; number <= CHANGES_MAX; number++)
    {
      g_autofree char *path = change_path (self, origin, number);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return write_file (path, note, error);
    }
  return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the key of “%s” was changed too often"),
                          origin);
}

gboolean
anf_witness_state_follow (
    AnfWitnessState *self, const char *body, gsize size, AnfWitnessAnswer *answer, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (AnfRotation) change = anf_rotation_open (body, size, &why);
  AnfTreeHead seen = { 0 };
  gboolean known = FALSE;
  answer->verdict = ANF_WITNESS_MALFORMED;
  if (change != NULL)
    answer->origin = g_strndup (change->old_vkey, strcspn (change->old_vkey, "+"));
  if (change != NULL && !anf_witness_state_load_seen (self, answer->origin, &seen, NULL, error))
    return FALSE;
  if (change == NULL || !anf_witness_keys_judge (self->keys, change, seen.size, &known, &why))
    {
      refuse (answer, find_status (why), why->message);
      return TRUE;
    }
  answer->status = 200;
  answer->body = g_strdup ("");
  if (known)
    return TRUE;
  g_autofree char *note = g_strndup (body, size);
  if (!keep_change (self, answer->origin, note, error)
      || !anf_witness_keys_take (self->keys, change, error))
    return FALSE;
  answer->vkey = g_strdup (change->new_vkey);
  return TRUE;
}
