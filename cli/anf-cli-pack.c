/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-envelope.h"
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-clock.h"
#include "anf-envelope-open.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-pack-unit.h"
#include "anf-pack-verify.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
export_encrypted (AnfRun *run, const char *path, char **recipients, GError **error)
{
  const char *file = anf_cli_run_get (run, "output");
  g_auto (GStrv) certs = anf_cli_envelope_read (recipients, error);
  if (certs == NULL
      || !anf_cli_step_download_through (run, path, file, anf_cli_envelope_filter, certs, error))
    return FALSE;
  /* For the recipient, who has the file and not the folder. */
  g_autofree char *name = g_path_get_basename (file);
  g_autofree char *word = g_shell_quote (name);
  anf_cli_print_note (run,
                      _ ("wrote %s, encrypted; each of its recipients opens it with\n"
                         "  openssl cms -decrypt -binary -inform DER -in %s -inkey KEY -recip CERT "
                         "-out case.zip\n"
                         "(up to 2 GiB; “anfang pack open” takes any size), then checks what is in "
                         "it with “anfang pack verify case.zip”; the list that goes along on paper "
                         "(anfang referral print --list) says so, too"),
                      file, word);
  return TRUE;
}

static gboolean
run_export (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_REFERRAL, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_autofree char *query = anf_cli_field_query (run, error);
  if (query == NULL)
    return FALSE;
  g_autofree char *whole = anf_cli_run_path ("referrals", id, "pack");
  g_autofree char *path = g_strconcat (whole, query, NULL);
  const char *file = anf_cli_run_get (run, "output");
  char **recipients = anf_cli_run_get_all (run, "encrypt-to");
  if (recipients != NULL && recipients[0] != NULL)
    return export_encrypted (run, path, recipients, error);
  if (!anf_cli_step_download (run, path, file, error))
    return FALSE;
  anf_cli_print_note (run, _ ("wrote %s; “anfang pack verify %s” checks it"), file, file);
  return TRUE;
}

static void
print_report_json (const AnfPackReport *report)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonArray) checks = json_array_new ();
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      JsonObject *row = json_object_new ();
      json_object_set_string_member (row, "path", check->path);
      json_object_set_string_member (row, "what", check->what);
      json_object_set_boolean_member (row, "passed", check->passed);
      anf_json_set_string (row, "detail", check->detail);
      json_array_add_object_element (checks, row);
    }
  json_object_set_boolean_member (object, "genuine", anf_pack_report_is_genuine (report));
  json_object_set_array_member (object, "checks", json_array_ref (checks));
  json_object_set_int_member (object, "items", report->items);
  json_object_set_int_member (object, "proofs", report->proofs);
  anf_json_set_string (object, "fingerprint", report->fingerprint);
  anf_json_set_string (object, "log_vkey", report->log_vkey);
  json_object_set_int_member (object, "timestamps", report->timestamps);
  g_autofree char *text = anf_json_format_object (object);
  printf ("%s\n", text);
}

static void
print_report (const AnfPackReport *report, gboolean all)
{
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      if (check->passed && !all && !g_str_equal (check->what, "witness"))
        continue;
      printf ("%s  %-11s  %s  %s\n", check->passed ? _ ("good") : _ ("BAD "),
              anf_word_state ("check", check->what), check->path,
              check->detail != NULL ? check->detail : "");
    }
  if (report->is_for_unit)
    printf (_ ("%u files checked; a unit's pack, whose proofs are in the sealed one\n"),
            report->items);
  else
    printf (_ ("%u files and %u proofs checked\n"), report->items, report->proofs);
  if (report->fingerprint != NULL)
    printf (_ ("signed by the certificate with SHA-256 %s\n"), report->fingerprint);
  if (report->log_vkey != NULL)
    printf (_ ("recorded in the log of %s\n"), report->log_vkey);
  if (report->timestamps > 0)
    {
      g_autofree char *when = anf_time_format_local (report->stamped_at);
      printf (_ ("seen by a time-stamping authority at %s\n"), when);
    }
}

/* What the reader got wrong is no fault of the pack's: nobody is to ask its sender for another. */
static gboolean
check_given (const AnfPackTrust *part, const char *file, GError **error)
{
  if (anf_pack_trust_check (part, error))
    return TRUE;
  if (file != NULL)
    g_prefix_error (error, "%s: ", file);
  return FALSE;
}

static gboolean
check_trust (AnfRun *run, const AnfPackTrust *trust, GError **error)
{
  const AnfPackTrust cert = { .cert_pem = trust->cert_pem };
  const AnfPackTrust key = { .log_vkey = trust->log_vkey };
  const AnfPackTrust tsa = { .tsa_pem = trust->tsa_pem };
  const AnfPackTrust words
      = { .fingerprint = trust->fingerprint, .witness_vkeys = trust->witness_vkeys };
  return check_given (&cert, anf_cli_run_get (run, "cert"), error)
         && check_given (&key, anf_cli_run_get (run, "log-key"), error)
         && check_given (&tsa, anf_cli_run_get (run, "tsa-ca"), error)
         && check_given (&words, NULL, error);
}

static gboolean
run_verify (AnfRun *run, GError **error)
{
  g_autofree char *cert = NULL;
  g_autofree char *vkey = NULL;
  g_autofree char *tsa = NULL;
  const char *cert_file = anf_cli_run_get (run, "cert");
  const char *key_file = anf_cli_run_get (run, "log-key");
  const char *tsa_file = anf_cli_run_get (run, "tsa-ca");
  /* It would be told that it is not genuine, and its sender asked for another. */
  if (anf_envelope_is_at (run->args[0]))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s is encrypted: open it first, with your key and certificate "
                               "(anfang pack open %s --key KEY --cert CERT -o FILE), and verify "
                               "what comes out"),
                            run->args[0], run->args[0]);
  if (cert_file != NULL && !g_file_get_contents (cert_file, &cert, NULL, error))
    return FALSE;
  if (key_file != NULL && !g_file_get_contents (key_file, &vkey, NULL, error))
    return FALSE;
  if (tsa_file != NULL && !g_file_get_contents (tsa_file, &tsa, NULL, error))
    return FALSE;
  const AnfPackTrust trust = {
    .tsa_pem = tsa,
    .cert_pem = cert,
    .fingerprint = anf_cli_run_get (run, "fingerprint"),
    .log_vkey = vkey != NULL ? g_strstrip (vkey) : NULL,
    .witness_vkeys = (const char *const *)anf_cli_run_get_all (run, "witness"),
  };
  if (!check_trust (run, &trust, error))
    return FALSE;
  const gboolean trusted
      = trust.cert_pem != NULL || trust.fingerprint != NULL || trust.log_vkey != NULL;
  g_autoptr (AnfPackReport) report = NULL;
  const char *sealed = anf_cli_run_get (run, "sealed");
  if (sealed != NULL ? !anf_pack_verify_against (run->args[0], sealed, &trust, &report, error)
                     : !anf_pack_verify (run->args[0], &trust, &report, error))
    return FALSE;
  const gboolean genuine = anf_pack_report_is_genuine (report);
  if (run->globals->json)
    print_report_json (report);
  else if (!run->globals->quiet)
    print_report (report, anf_cli_run_has (run, "all"));
  if (!genuine)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("%s is NOT genuine: do not rely on it, ask its sender for another"),
                            run->args[0]);
  if (!run->globals->json && !run->globals->quiet)
    printf (trusted ? _ ("genuine\n")
                    : _ ("genuine in itself; compare the fingerprint with the one that its sender "
                         "gave you by another way\n"));
  return TRUE;
}

static gboolean
write_all (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  return g_output_stream_write_all (data, bytes, size, NULL, NULL, error);
}

/* What is handed to a unit is looked at as the unit will look at it. */
static gboolean
check_redacted (const char *path, const char *sealed, GError **error)
{
  g_autoptr (AnfPackReport) report = NULL;
  if (!anf_pack_verify_against (path, sealed, NULL, &report, error))
    return FALSE;
  return anf_pack_report_is_genuine (report)
         || anf_error_throw (error, ANF_ERROR_FAILED,
                             _ ("the unit's pack does not verify; nothing was written"));
}

static gboolean
redact_to (const char *sealed, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) out
      = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);
  return out != NULL && anf_pack_redact (sealed, write_all, out, error)
         && g_output_stream_close (G_OUTPUT_STREAM (out), NULL, error)
         && check_redacted (path, sealed, error);
}

/* Of what failed half-way nothing is left that looks whole. */
static gboolean
finish_file (AnfRun *run, gboolean done, const char *partial, GError **error)
{
  const char *file = anf_cli_run_get (run, "output");
  if (done && rename (partial, file) != 0)
    done = anf_error_set_errno (error, errno, _ ("cannot write %s"), file);
  if (!done)
    (void)unlink (partial);
  else
    anf_cli_print_note (run, _ ("wrote %s; “anfang pack verify %s” checks it"), file, file);
  return done;
}

static gboolean
run_redact (AnfRun *run, GError **error)
{
  g_autofree char *partial = g_strconcat (anf_cli_run_get (run, "output"), ".part", NULL);
  return finish_file (run, redact_to (run->args[0], partial, error), partial, error);
}

static gboolean
open_to (AnfRun *run, const char *path, GError **error)
{
  g_autofree char *key = NULL;
  g_autofree char *cert = NULL;
  if (!g_file_get_contents (anf_cli_run_get (run, "key"), &key, NULL, error)
      || !g_file_get_contents (anf_cli_run_get (run, "cert"), &cert, NULL, error))
    return FALSE;
  g_auto (AnfFd) fd = open (run->args[0], O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot open %s"), run->args[0]);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) out
      = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);
  return out != NULL && anf_envelope_open (fd, key, cert, write_all, out, error)
         && g_output_stream_close (G_OUTPUT_STREAM (out), NULL, error);
}

static gboolean
run_open (AnfRun *run, GError **error)
{
  g_autofree char *partial = g_strconcat (anf_cli_run_get (run, "output"), ".part", NULL);
  return finish_file (run, open_to (run, partial, error), partial, error);
}

static const AnfField export_fields[] = {
  { "output", NULL, ANF_FIELD_PATH, ANF_FIELD_REQUIRED, N_ ("FILE"), N_ ("where it goes") },
  { "encrypt-to", NULL, ANF_FIELD_PATH, ANF_FIELD_MANY, N_ ("CERT"),
    N_ ("encrypt it to the certificate in CERT (PEM; RSA or P-256, not SM2); give it again for "
        "another recipient") },
  { "reason", "reason", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("why, which is kept in each talk that goes along and read there: say nothing of the "
        "referral") },
  ANF_FIELDS_END,
};

static const AnfField verify_fields[] = {
  { "fingerprint", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("SHA-256"),
    N_ ("the signer's certificate must have this fingerprint") },
  { "cert", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FILE"),
    N_ ("the signer's certificate must be the one in FILE (PEM)") },
  { "log-key", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FILE"),
    N_ ("the log must have a key in FILE (log.vkey), or one that it was changed to") },
  { "witness", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("VKEY"),
    N_ ("the witness of this key must have cosigned the log's state") },
  { "tsa-ca", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FILE"),
    N_ ("the time-stamping authority with the certificates in FILE (PEM) must have stamped it") },
  { "sealed", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("PACK"),
    N_ ("a unit's pack must agree with the sealed PACK that it was made of") },
  { "all", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("tell what is good too, not only what is bad") },
  ANF_FIELDS_END,
};

static const AnfField open_fields[] = {
  { "key", NULL, ANF_FIELD_PATH, ANF_FIELD_REQUIRED, N_ ("FILE"),
    N_ ("the recipient's key (PEM, without a passphrase)") },
  { "cert", NULL, ANF_FIELD_PATH, ANF_FIELD_REQUIRED, N_ ("FILE"),
    N_ ("the recipient's certificate (PEM)") },
  { "output", NULL, ANF_FIELD_PATH, ANF_FIELD_REQUIRED, N_ ("FILE"), N_ ("where it goes") },
  ANF_FIELDS_END,
};

static const AnfField redact_fields[] = {
  { "for", NULL, ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, "unit", N_ ("for whom") },
  { "output", NULL, ANF_FIELD_PATH, ANF_FIELD_REQUIRED, N_ ("FILE"), N_ ("where it goes") },
  ANF_FIELDS_END,
};

static const AnfCommand commands[] = {
  { "export", "REFERRAL", 1, 1, N_ ("Write the evidence pack of an approved referral"),
    "anfang pack export 0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11 -o case.zip.p7m --encrypt-to "
    "jiwei.pem",
    run_export, export_fields },
  { "verify", "FILE", 1, 1, N_ ("Check a pack (offline)"),
    "anfang pack verify case.zip --fingerprint AB:CD:…", run_verify, verify_fields },
  { "open", "FILE", 1, 1, N_ ("Decrypt a pack of any size (offline); openssl does it up to 2 GiB"),
    "anfang pack open case.zip.p7m --key jiwei.key --cert jiwei.pem -o case.zip\n"
    "  openssl cms -decrypt -binary -inform DER -in case.zip.p7m -inkey jiwei.key "
    "-recip jiwei.pem -out case.zip",
    run_open, open_fields },
  { "redact", "FILE", 1, 1, N_ ("Make the pack that the unit may have of a sealed one (offline)"),
    "anfang pack redact case.zip --for unit -o unit.zip", run_redact, redact_fields },
  { NULL },
};

const AnfNoun anf_cli_pack = { .name = "pack",
                               .summary = N_ ("evidence packs that prove themselves"),
                               .commands = commands };
