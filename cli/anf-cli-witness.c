/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-log.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-error.h"
#include "anf-witness-serve.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include <stdio.h>
#include <string.h>

#define EVERY_DEFAULT_S 60
#define EVERY_MAX_S (24 * 60 * 60)

typedef struct
{
  AnfRun *run;
  AnfWitnessState *state;
  GMainLoop *loop;
  GError *failure; /* why it ended, when that was not asked for */
} Witness;

static gboolean
refuse (const char *origin, const char *why, const char *evidence, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          _ ("THE LOG “%s” WAS CHANGED BEHIND ITS BACK: %s.\n  evidence: %s\n"
                             "It is not cosigned. Keep the evidence and the folder that it is in, "
                             "and tell the auditor"),
                          origin, why, evidence != NULL ? evidence : _ ("could not be kept"));
}

static gboolean
refuse_answer (const AnfWitnessAnswer *answer, GError **error)
{
  if (answer->verdict == ANF_WITNESS_FORKED)
    return refuse (answer->origin, _ ("its key signed two roots of the same size"),
                   answer->evidence, error);
  if (answer->verdict == ANF_WITNESS_UNPROVEN)
    return refuse (answer->origin, _ ("it does not show that it continues what was seen"),
                   answer->evidence, error);
  g_autofree char *why = g_strchomp (g_strdup (answer->body));
  return anf_error_throw (error, ANF_ERROR_DENIED, "%s", why);
}

static void
tell_cosigned (const Witness *self, const AnfWitnessAnswer *answer)
{
  anf_cli_print_note (self->run, _ ("%s: %llu leaves, cosigned"), answer->origin,
                      (unsigned long long)answer->head.size);
}

static void
tell_followed (const Witness *self, const AnfWitnessAnswer *answer)
{
  anf_cli_print_note (self->run, _ ("%s changed its key, as the key before it signed: now %s"),
                      answer->origin, answer->vkey);
}

/* Whether asking again later may help. */
static gboolean
passes (const GError *error)
{
  const AnfErrorCode code = anf_error_code (error);
  return code == ANF_ERROR_UNAVAILABLE || code == ANF_ERROR_BUSY || code == ANF_ERROR_FAILED
         || code == ANF_ERROR_UNAUTHORIZED;
}

/* Fetches the proof from @seen to @now; a log that has none for what it signed is refused. */
static gboolean
fetch_growth (Witness *self,
              const AnfTreeHead *seen,
              const AnfTreeHead *now,
              GByteArray **hashes,
              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  *hashes = NULL;
  if (seen->size == 0 || now->size <= seen->size)
    return TRUE;
  *hashes = anf_cli_log_fetch_consistency (self->run, seen->size, now->size, &local_error);
  if (*hashes != NULL)
    return TRUE;
  if (passes (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  /* Judged without a proof: that is refused, and kept. */
  *hashes = g_byte_array_new ();
  return TRUE;
}

static gboolean
check_size (Witness *self,
            const char *origin,
            const char *note,
            const AnfTreeHead *seen,
            const AnfTreeHead *now,
            GError **error)
{
  if (now->size >= seen->size)
    return TRUE;
  g_autofree char *evidence = anf_witness_state_keep_evidence (self->state, origin, now, note);
  g_autofree char *why
      = g_strdup_printf (_ ("it had %llu leaves and now has %llu"), (unsigned long long)seen->size,
                         (unsigned long long)now->size);
  return refuse (origin, why, evidence, error);
}

/* To the keys that the log says it has changed to, as far as the one that is trusted signed. */
static gboolean
follow_changes (Witness *self, GError **error)
{
  g_autoptr (GPtrArray) notes = anf_cli_log_fetch_changes (self->run, error);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const char *note = g_ptr_array_index (notes, i);
      g_auto (AnfWitnessAnswer) answer = { 0 };
      if (!anf_witness_state_follow (self->state, note, strlen (note), &answer, error))
        return FALSE;
      if (answer.vkey != NULL)
        tell_followed (self, &answer);
    }
  return notes != NULL;
}

static gboolean
open_checkpoint (
    Witness *self, const char *origin, const char *note, AnfTreeHead *head, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const GPtrArray *verifiers = anf_witness_state_get_verifiers (self->state, origin, error);
  if (verifiers == NULL)
    return FALSE;
  if (anf_checkpoint_open_any (note, strlen (note), verifiers, head, &local_error))
    return TRUE;
  if (follow_changes (self, NULL))
    verifiers = anf_witness_state_get_verifiers (self->state, origin, NULL);
  return verifiers != NULL && anf_checkpoint_open_any (note, strlen (note), verifiers, head, error);
}

static gboolean
poll_log (Witness *self, GError **error)
{
  g_autofree char *note = anf_cli_run_fetch_text (self->run, "/log/checkpoint", error);
  AnfTreeHead seen;
  AnfTreeHead now;
  if (note == NULL)
    return FALSE;
  g_autofree char *origin = g_strndup (note, strcspn (note, "\n"));
  g_autoptr (GByteArray) hashes = NULL;
  if (!open_checkpoint (self, origin, note, &now, error)
      || !anf_witness_state_load_seen (self->state, origin, &seen, NULL, error)
      || !check_size (self, origin, note, &seen, &now, error)
      || !fetch_growth (self, &seen, &now, &hashes, error))
    return FALSE;
  g_autofree char *body = anf_witness_request_format (seen.size, hashes, note);
  g_auto (AnfWitnessAnswer) answer = { 0 };
  if (!anf_witness_state_answer (self->state, body, strlen (body),
                                 g_get_real_time () / G_USEC_PER_SEC, &answer, error))
    return FALSE;
  if (answer.verdict != ANF_WITNESS_COSIGN)
    return refuse_answer (&answer, error);
  tell_cosigned (self, &answer);
  return TRUE;
}

/* @error: (transfer full) */
static void
end_with (Witness *self, GError *error)
{
  if (self->failure == NULL)
    self->failure = error;
  else
    g_error_free (error);
  g_main_loop_quit (self->loop);
}

static gboolean
on_time (gpointer data)
{
  Witness *self = data;
  g_autoptr (GError) error = NULL;
  if (poll_log (self, &error))
    return G_SOURCE_CONTINUE;
  if (!passes (error))
    {
      end_with (self, g_steal_pointer (&error));
      return G_SOURCE_CONTINUE;
    }
  anf_cli_print_note (self->run, _ ("asked in vain, will ask again: %s"), error->message);
  return G_SOURCE_CONTINUE;
}

/* What comes from strangers ends the witness only when the log's own key speaks against it: anyone
   can send a proof that proves nothing. */
static void
on_answer (const AnfWitnessAnswer *answer, gpointer data)
{
  Witness *self = data;
  g_autoptr (GError) error = NULL;
  if (answer->verdict == ANF_WITNESS_COSIGN && answer->status == 200)
    tell_cosigned (self, answer);
  if (answer->vkey != NULL)
    tell_followed (self, answer);
  if (answer->verdict != ANF_WITNESS_FORKED && answer->verdict != ANF_WITNESS_UNPROVEN)
    return;
  if (refuse_answer (answer, &error))
    return;
  if (answer->verdict == ANF_WITNESS_FORKED)
    end_with (self, g_steal_pointer (&error));
  else
    (void)fprintf (stderr, "anfang log witness: %s\n", error->message);
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_loop (Witness *self, gboolean polls, guint64 every, GError **error)
{
  const char *listen = anf_cli_run_get (self->run, "listen");
  g_autoptr (AnfWitnessServer) server = NULL;
  if (listen != NULL)
    {
      server = anf_witness_server_new (self->state, listen, on_answer, self, error);
      if (server == NULL)
        return FALSE;
      g_autofree char *url = anf_witness_server_dup_url (server);
      printf ("listening on %s\n", url);
      (void)fflush (stdout);
    }
  const guint sources[] = { g_unix_signal_add (SIGTERM, on_signal, self->loop),
                            g_unix_signal_add (SIGINT, on_signal, self->loop),
                            polls ? g_timeout_add_seconds ((guint)every, on_time, self) : 0 };
  if (polls)
    (void)on_time (self);
  if (self->failure == NULL)
    g_main_loop_run (self->loop);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != 0)
      (void)g_source_remove (sources[i]);
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

static char *
dup_folder (AnfRun *run)
{
  const char *folder = anf_cli_run_get (run, "state");
  return folder != NULL ? g_strdup (folder)
                        : g_build_filename (g_get_user_state_dir (), "anfang", "witness", NULL);
}

static gboolean
run_init (AnfRun *run, const char *folder, const char *passphrase, GError **error)
{
  const char *name = anf_cli_run_get (run, "name");
  if (name == NULL)
    return anf_cli_run_misuse (error, _ ("--init needs --name: how the witness is to be called"));
  g_autofree char *vkey = anf_witness_state_init (folder, name, passphrase, error);
  if (vkey == NULL)
    return FALSE;
  printf ("%s\n", vkey);
  return TRUE;
}

static gboolean
run_witness (AnfRun *run, const char *folder, const char *passphrase, GError **error)
{
  char **logs = anf_cli_run_get_all (run, "log");
  guint64 every = EVERY_DEFAULT_S;
  const gboolean once = anf_cli_run_has (run, "once");
  const gboolean polls
      = once || anf_cli_run_has (run, "poll") || anf_cli_run_get (run, "listen") == NULL;
  if (logs == NULL || logs[0] == NULL)
    return anf_cli_run_misuse (error, _ ("say with --log which log's key is to be trusted"));
  if (!anf_cli_run_get_number (run, "every", 1, EVERY_MAX_S, &every, error))
    return FALSE;
  g_autoptr (AnfWitnessState) state = anf_witness_state_open (folder, passphrase, logs, error);
  if (state == NULL || (polls && !anf_cli_run_connect (run, error)))
    return FALSE;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Witness self = { .run = run, .state = state, .loop = loop };
  return once ? poll_log (&self, error) : run_loop (&self, polls, every, error);
}

gboolean
anf_cli_witness_run (AnfRun *run, GError **error)
{
  g_autofree char *folder = dup_folder (run);
  const char *file = anf_cli_run_get (run, "passphrase-file");
  char *passphrase = file != NULL ? anf_key_file_read_passphrase (file, error) : NULL;
  if (file != NULL && passphrase == NULL)
    return FALSE;
  const gboolean done = anf_cli_run_has (run, "init")
                            ? run_init (run, folder, passphrase, error)
                            : run_witness (run, folder, passphrase, error);
  anf_key_file_forget (passphrase);
  return done;
}
