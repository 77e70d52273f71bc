/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"
#include "anf-arrivals.h"
#include "anf-checks-due.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-examinations.h"
#include "anf-fd.h"
#include "anf-folder.h"
#include "anf-grants.h"
#include "anf-hasher.h"
#include "anf-json.h"
#include "anf-log-history.h"
#include "anf-log-rows.h"
#include "anf-logins.h"
#include "anf-mail-queue.h"
#include "anf-mail-rows.h"
#include "anf-notices.h"
#include "anf-pack.h"
#include "anf-part.h"
#include "anf-password.h"
#include "anf-reference-data.h"
#include "anf-reference.h"
#include "anf-restored.h"
#include "anf-rotate.h"
#include "anf-sealing.h"
#include "anf-search-index.h"
#include "anf-stamper.h"
#include "anf-steps.h"
#include "anf-tasks.h"
#include "anf-timekeeping.h"
#include "anf-uploads.h"
#include "anf-webhooks.h"

#include <glib/gi18n.h>

#include <string.h>

#define UPLOAD_MAX_DEFAULT (G_GINT64_CONSTANT (4) * 1024 * 1024 * 1024)
#define UPLOAD_TTL_DEFAULT_S (24 * 60 * 60)
#define READERS_DEFAULT 4
#define TIMESTAMP_DEFAULT_S (60 * 60)
#define ORIGIN_DEFAULT "anfang/log"

AnfOfficeOptions
anf_office_options_default (const char *data_dir)
{
  return (AnfOfficeOptions){ .data_dir = data_dir,
                             .clock = anf_clock_system (),
                             .random = anf_random_system (),
                             .origin = ORIGIN_DEFAULT,
                             .upload_max = UPLOAD_MAX_DEFAULT,
                             .upload_ttl_s = UPLOAD_TTL_DEFAULT_S,
                             .readers = READERS_DEFAULT,
                             .timestamp_s = TIMESTAMP_DEFAULT_S };
}

void
anf_office_give_up_reads (AnfOffice *self)
{
  anf_store_give_up_reads (self->store);
}

void
anf_office_close (AnfOffice *self)
{
  if (self == NULL)
    return;
  anf_ladder_watch_stop (self->ladder_watch);
  anf_webhook_sender_stop (self->webhook_sender);
  anf_mail_sender_stop (self->mail_sender);
  anf_stamper_stop (self->stamper);
  anf_examinations_stop (self->examinations);
  anf_hasher_stop (self->hasher);
  anf_store_close (self->store);
  anf_journal_close (self->journal);
  anf_vault_close (self->vault);
  anf_reference_data_free (self->reference);
  anf_logins_free (self->logins);
  anf_fonts_free (self->fonts);
  anf_arrivals_free (self->arrivals);
  anf_grants_free (self->grants);
  anf_mail_carrier_free (self->mail);
  g_strfreev (self->webhook_hosts);
  g_strfreev (self->webhook_private_hosts);
  g_free (self->fonts_problem);
  g_clear_pointer (&self->sealer, anf_sealer_free);
  g_free (self->sign_key_pem);
  g_free (self->sign_cert_pem);
  g_clear_pointer (&self->receiving, g_hash_table_unref);
  g_mutex_clear (&self->receiving_mutex);
  anf_fd_clear (&self->lock_fd);
  g_free (self);
}

static AnfOffice *
new_office (const AnfOfficeOptions *options)
{
  AnfOffice *self = g_new0 (AnfOffice, 1);
  self->tell = anf_notices_tell;
  self->lock_fd = -1;
  self->clock = options->clock;
  self->random = options->random;
  self->upload_max = options->upload_max;
  self->upload_ttl_us = options->upload_ttl_s * G_USEC_PER_SEC;
  self->webhook_hosts = g_strdupv ((char **)options->webhook_hosts);
  self->webhook_private_hosts = g_strdupv ((char **)options->webhook_private_hosts);
  self->logins = anf_logins_new ();
  self->reference = anf_reference_data_new ();
  self->arrivals = anf_arrivals_new ();
  self->grants = anf_grants_new ();
  self->receiving = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->receiving_mutex);
  return self;
}

/* What was signed here last is in the log still, and what is signed from now on is noted. */
static gboolean
hold_to_anchor (AnfOffice *self, const char *data_dir, GError **error)
{
  AnfAnchor *anchor = anf_anchor_check (self->store, data_dir, error)
                          ? anf_anchor_open (self->store, data_dir, error)
                          : NULL;
  if (anchor != NULL)
    anf_journal_keep (self->journal, anchor);
  return anchor != NULL;
}

/* Vault, database and log; what every way of opening needs, once it has the lock. */
static gboolean
open_stores (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
{
  g_autofree char *database = g_build_filename (options->data_dir, ANF_FOLDER_DATABASE, NULL);
  g_autofree char *blobs = g_build_filename (options->data_dir, "vault", NULL);
  self->vault = anf_vault_open (blobs, error);
  if (self->vault != NULL)
    self->store = anf_store_open (database, options->readers, error);
  if (self->store == NULL || !anf_rotate_settle (self->store, options->data_dir, error)
      || !anf_folder_encrypt_keys (options, error))
    return FALSE;
  AnfSigner *signer = anf_folder_load_signer (options, error);
  if (signer == NULL)
    return FALSE;
  self->journal = anf_journal_open (self->store, self->vault, signer, error);
  if (self->journal != NULL)
    anf_journal_on_undone (self->journal, (GDestroyNotify)anf_reference_data_forget,
                           self->reference);
  return self->journal != NULL && hold_to_anchor (self, options->data_dir, error)
         && anf_sealing_open (self->store, options, &self->sealer, error)
         && anf_folder_load_pack_signer (options, &self->sign_key_pem, &self->sign_cert_pem, error);
}

typedef struct
{
  AnfOffice *office;
  GPtrArray *orphans;
  const char *data_dir;
  const char *admin;
  const char *hash;
} Setup;

static gboolean
note_orphan (const char *name, gint64 size, gpointer data, GError **error)
{
  g_ptr_array_add (data, g_strdup (name));
  return TRUE;
}

static gboolean
keep_orphans (AnfTx *tx, gpointer data, GError **error)
{
  Setup *setup = data;
  for (guint i = setup->orphans->len; i > 0; i--)
    {
      g_autoptr (AnfUploadRow) row = NULL;
      if (!anf_uploads_lookup (tx, setup->orphans->pdata[i - 1], &row, error))
        return FALSE;
      if (row != NULL && !row->finished)
        g_ptr_array_remove_index_fast (setup->orphans, i - 1);
    }
  return TRUE;
}

/* Parts whose upload was never announced, was given up or is complete: a crash leaves them. */
static gboolean
sweep_parts (AnfOffice *self, GError **error)
{
  Setup setup = { .orphans = g_ptr_array_new_with_free_func (g_free) };
  const gboolean done = anf_vault_visit_parts (self->vault, note_orphan, setup.orphans, error)
                        && anf_store_read (self->store, keep_orphans, &setup, error);
  for (guint i = 0; done && i < setup.orphans->len; i++)
    anf_office_forget_part (self, setup.orphans->pdata[i]);
  g_ptr_array_unref (setup.orphans);
  return done;
}

static gboolean
note_account (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  *(gboolean *)data = TRUE;
  return TRUE;
}

/* The first account comes with all that an empty system has, in one transaction. */
static gboolean
find_any_account (AnfTx *tx, gpointer data, GError **error)
{
  const AnfRecordsQuery query = { .limit = 1 };
  return anf_records_list (tx, ANF_NOUN_ACCOUNT, &query, note_account, data, error);
}

/* A log begun anew would be taken for the one that its receipts were signed by. */
static gboolean
refuse_lost (const char *data_dir, GError **error)
{
  return anf_error_throw (
      error, ANF_ERROR_CONFLICT,
      _ ("%s holds evidence, and its database is empty: move the folder away and "
         "restore the last backup"),
      data_dir);
}

static gboolean
check_is_whole (AnfOffice *self, const char *data_dir, GError **error)
{
  gboolean whole = FALSE;
  if (!anf_store_read (self->store, find_any_account, &whole, error))
    return FALSE;
  if (!whole && anf_folder_has_blobs (data_dir))
    return refuse_lost (data_dir, error);
  return whole
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                             _ ("%s was never finished: run `anfangd --data %s init` again"),
                             data_dir, data_dir);
}

static gboolean
set_up_mail (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
{
  const AnfMailOptions mail = { .from = options->mail_from,
                                .program = options->mail_program,
                                .smtp = options->mail_smtp,
                                .smtp_plain = options->mail_smtp_plain,
                                .smtp_user = options->mail_smtp_user,
                                .smtp_password_file = options->mail_smtp_password_file,
                                .smtp_ca_file = options->mail_smtp_ca_file };
  g_autoptr (GError) local_error = NULL;
  self->mail = anf_mail_carrier_new (&mail, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_clock (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
{
  return options->trust_clock ? anf_timekeeping_trust (self, error)
                              : anf_timekeeping_look (self, error);
}

static gboolean
open_sound (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
{
  self->lock_fd = anf_folder_lock (options->data_dir, error);
  return self->lock_fd >= 0 && anf_folder_check_database (options->data_dir, error)
         && anf_restored_check (options->data_dir, error) && open_stores (self, options, error)
         && check_is_whole (self, options->data_dir, error)
         && anf_rotate_take_up_head (self->store, anf_journal_get_signer (self->journal), error);
}

/* As it is before anything may be changed in it, by the service or for it while it is stopped. */
static gboolean
open_whole (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
{
  return open_sound (self, options, error) && check_clock (self, options, error)
         && anf_restored_tell (self, options->data_dir, error);
}

AnfOffice *
anf_office_open (const AnfOfficeOptions *options, GError **error)
{
  g_autoptr (AnfOffice) self = new_office (options);
  if (!open_whole (self, options, error) || !anf_search_index_build (self->store, error)
      || !sweep_parts (self, error) || !set_up_mail (self, options, error)
      || !anf_tasks_make_missing (self, error))
    return NULL;
  g_autoptr (GError) problem = NULL;
  self->fonts = anf_fonts_new (options->font_dir, &problem);
  if (problem != NULL)
    {
      g_warning ("letters cannot be made: %s", problem->message);
      self->fonts_problem = g_strdup (problem->message);
    }
  self->hasher = anf_hasher_start (self);
  self->examinations = anf_examinations_start (self, options->examine_path);
  g_autoptr (GError) local_error = NULL;
  self->stamper = anf_stamper_start (self, options, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  self->ladder_watch = anf_ladder_watch_start (self);
  self->webhook_sender = anf_webhook_sender_start (self);
  self->mail_sender = anf_mail_sender_start (self);
  return g_steal_pointer (&self);
}

static gboolean
load_years (AnfWork *work, GError **error)
{
  GResource *resource = anf_data_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, "/anfang/holidays", 0, error);
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/anfang/holidays/", names[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, error);
      if (bytes == NULL)
        return FALSE;
      gsize size = 0;
      const char *text = g_bytes_get_data (bytes, &size);
      g_autoptr (JsonObject) year = anf_json_parse_object (text, size, error);
      if (year == NULL || !anf_reference_add_year (work, year, error))
        return FALSE;
      g_clear_pointer (&work->reply, anf_reply_free);
    }
  return names != NULL;
}

static gboolean
set_up (AnfTx *tx, gpointer data, GError **error)
{
  Setup *setup = data;
  gboolean whole = FALSE;
  if (!find_any_account (tx, &whole, error))
    return FALSE;
  if (whole)
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("%s holds a system already: nothing was changed"), setup->data_dir);
  const AnfCall call = { .operation = "init", .if_match = -1 };
  AnfWork work = {
    .office = setup->office, .tx = tx, .call = &call, .now = anf_clock_now (&setup->office->clock)
  };
  const gboolean done = anf_accounts_make_first (&work, setup->admin, setup->hash, error)
                        && load_years (&work, error);
  anf_work_clear (&work);
  return done;
}

gboolean
anf_office_init (const AnfOfficeOptions *options,
                 const char *admin,
                 const char *password,
                 GError **error)
{
  g_autoptr (AnfOffice) self = new_office (options);
  g_autofree char *hash = anf_logins_hash (self->logins, &self->random, password, error);
  if (hash == NULL || !anf_accounts_check_name (admin, error) || !anf_folder_make (options, error))
    return FALSE;
  self->lock_fd = anf_folder_lock (options->data_dir, error);
  if (self->lock_fd < 0 || !anf_restored_check (options->data_dir, error)
      || !anf_folder_make_keys (options, error) || !open_stores (self, options, error))
    return FALSE;
  gboolean any = FALSE;
  if (!anf_store_read (self->store, find_any_account, &any, error))
    return FALSE;
  if (!any && anf_folder_has_blobs (options->data_dir))
    return refuse_lost (options->data_dir, error);
  Setup setup = { .office = self, .data_dir = options->data_dir, .admin = admin, .hash = hash };
  return anf_store_write (self->store, set_up, &setup, error);
}

gboolean
anf_office_rotate_key (const AnfOfficeOptions *options, char **vkey, GError **error)
{
  g_autoptr (AnfOffice) self = new_office (options);
  return open_whole (self, options, error) && anf_rotate_run (self, options, vkey, error);
}

typedef struct
{
  AnfOffice *office;
  const char *account;
  const char *hash;
} NewPassword;

static AnfWork
begin_at_console (const NewPassword *change, AnfTx *tx, const AnfCall *call)
{
  return (AnfWork){
    .office = change->office, .tx = tx, .call = call, .now = anf_clock_now (&change->office->clock)
  };
}

static gboolean
check_password_can_be_set (AnfTx *tx, gpointer data, GError **error)
{
  const NewPassword *change = data;
  const AnfCall call = { .operation = "password", .if_match = -1 };
  AnfWork work = begin_at_console (change, tx, &call);
  return anf_accounts_check_active (&work, change->account, error);
}

static gboolean
set_password (AnfTx *tx, gpointer data, GError **error)
{
  const NewPassword *change = data;
  const AnfCall call = { .operation = "password", .if_match = -1 };
  AnfWork work = begin_at_console (change, tx, &call);
  return anf_accounts_set_password_at_console (&work, change->account, change->hash, error);
}

gboolean
anf_office_set_password (const AnfOfficeOptions *options,
                         const char *account,
                         AnfAskPassword ask,
                         gpointer data,
                         GError **error)
{
  g_autoptr (AnfOffice) self = new_office (options);
  NewPassword change = { .office = self, .account = account };
  if (!open_whole (self, options, error)
      || !anf_store_read (self->store, check_password_can_be_set, &change, error))
    return FALSE;
  g_autoptr (AnfPassword) password = ask (account, data, error);
  g_autofree char *hash
      = password != NULL ? anf_logins_hash (self->logins, &self->random, password, error) : NULL;
  change.hash = hash;
  return hash != NULL && anf_store_write (self->store, set_password, &change, error);
}

gboolean
anf_office_accept_clock (const AnfOfficeOptions *options, GError **error)
{
  g_autoptr (GError) behind = NULL;
  g_autoptr (AnfOffice) self = new_office (options);
  if (!open_sound (self, options, error))
    return FALSE;
  if (anf_timekeeping_look (self, &behind))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("the clock is not behind what was recorded last: nothing was "
                               "changed"));
  return anf_timekeeping_trust (self, error);
}

gboolean
anf_office_renew_people_key (const AnfOfficeOptions *options, char **key_id, GError **error)
{
  g_autoptr (AnfOffice) self = new_office (options);
  g_autofree char *database = g_build_filename (options->data_dir, ANF_FOLDER_DATABASE, NULL);
  self->lock_fd = anf_folder_lock (options->data_dir, error);
  if (self->lock_fd < 0 || !anf_folder_check_database (options->data_dir, error)
      || !anf_restored_check (options->data_dir, error))
    return FALSE;
  self->store = anf_store_open (database, 1, error);
  return self->store != NULL && anf_sealing_renew (self->store, options, key_id, error);
}

gboolean
anf_office_is_ready (AnfOffice *self, GError **error)
{
  return anf_timekeeping_look (self, error) && anf_store_check_writable (self->store, error);
}

static gboolean
count_leaves (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *count = data;
  *count = anf_log_rows_count (tx, error);
  return *count >= 0;
}

static gboolean
count_cosigned (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *count = data;
  g_autoptr (GError) none = NULL;
  g_autofree char *note = anf_log_history_get_cosigned (tx, count, &none);
  return note != NULL || anf_error_code (none) == ANF_ERROR_NOT_FOUND;
}

static gboolean
count_backlog (AnfTx *tx, gpointer data, GError **error)
{
  return anf_checks_due_count_all (tx, data, error);
}

static void
append_metric (GString *out, const char *name, const char *help, const char *type, gint64 value)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n%s %" G_GINT64_FORMAT "\n", name, help,
                          name, type, name, value);
}

static gboolean
count_mail (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *counts = data;
  return anf_mail_rows_count (tx, "waiting", &counts[0], error)
         && anf_mail_rows_count (tx, "given_up", &counts[1], error)
         && anf_mail_rows_count_failed (tx, &counts[2], error);
}

static void
append_mail (AnfOffice *self, GString *out)
{
  gint64 counts[3] = { 0 };
  if (self->mail == NULL || !anf_store_read (self->store, count_mail, counts, NULL))
    return;
  append_metric (out, "anfang_mail_waiting", "Messages that wait to be sent.", "gauge", counts[0]);
  append_metric (out, "anfang_mail_given_up", "Messages of the last two months that nobody took.",
                 "gauge", counts[1]);
  append_metric (out, "anfang_mail_setbacks", "Messages that failed and are tried again later.",
                 "gauge", counts[2]);
  append_metric (out, "anfang_mail_looks_total",
                 "Times that the sender looked for what is to be sent.", "counter",
                 anf_mail_sender_count_looks (self->mail_sender));
}

void
anf_office_append_metrics (AnfOffice *self, GString *out)
{
  gint64 leaves = 0;
  gint64 cosigned = 0;
  AnfDueCounts backlog = { 0 };
  if (!anf_store_read (self->store, count_leaves, &leaves, NULL)
      || !anf_store_read (self->store, count_cosigned, &cosigned, NULL)
      || !anf_store_read (self->store, count_backlog, &backlog, NULL))
    return;
  append_metric (out, "anfang_log_leaves", "Leaves in the custody log.", "gauge", leaves);
  append_metric (out, "anfang_log_cosigned_leaves", "Leaves that a witness has cosigned.", "gauge",
                 cosigned);
  append_metric (out, "anfang_examinations_waiting", "Evidence that is still to be examined.",
                 "gauge", backlog.examinations);
  append_metric (out, "anfang_checks_waiting", "What is still to be checked for plausibility.",
                 "gauge", backlog.checks);
  append_metric (out, "anfang_examination_failures_total",
                 "Evidence and visits that could not be examined or checked, each once.", "counter",
                 anf_examinations_count_failures (self->examinations));
  append_metric (out, "anfang_examination_setbacks",
                 "What could not be examined or checked, and is tried again later.", "gauge",
                 backlog.setbacks);
  append_mail (self, out);
  append_metric (out, "anfang_logins_wrong_total", "Logins with a wrong account or password.",
                 "counter", anf_logins_count_wrong (self->logins));
  gint64 room = 0;
  if (anf_vault_measure_room (self->vault, &room, NULL, NULL))
    append_metric (out, "anfang_vault_free_bytes", "Room for evidence on the disk.", "gauge", room);
}
