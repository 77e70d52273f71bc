/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-arrivals.h"
#include "anf-examinations.h"
#include "anf-fd.h"
#include "anf-grants.h"
#include "anf-hasher.h"
#include "anf-logins.h"
#include "anf-mail-queue.h"
#include "anf-office-open.h"
#include "anf-part.h"
#include "anf-reference-data.h"
#include "anf-search-index.h"
#include "anf-stamper.h"
#include "anf-steps.h"
#include "anf-tasks.h"
#include "anf-timekeeping.h"
#include "anf-uploads.h"
#include "anf-webhooks.h"

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

static gboolean
note_orphan (const char *name, gint64 size, gpointer data, GError **error)
{
  g_ptr_array_add (data, g_strdup (name));
  return TRUE;
}

static gboolean
keep_orphans (AnfTx *tx, gpointer data, GError **error)
{
  GPtrArray *orphans = data;
  for (guint i = orphans->len; i > 0; i--)
    {
      g_autoptr (AnfUploadRow) row = NULL;
      if (!anf_uploads_lookup (tx, orphans->pdata[i - 1], &row, error))
        return FALSE;
      if (row != NULL && !row->finished)
        g_ptr_array_remove_index_fast (orphans, i - 1);
    }
  return TRUE;
}

/* Parts whose upload was never announced, was given up or is complete: a crash leaves them. */
static gboolean
sweep_parts (AnfOffice *self, GError **error)
{
  g_autoptr (GPtrArray) orphans = g_ptr_array_new_with_free_func (g_free);
  const gboolean done = anf_vault_visit_parts (self->vault, note_orphan, orphans, error)
                        && anf_store_read (self->store, keep_orphans, orphans, error);
  for (guint i = 0; done && i < orphans->len; i++)
    anf_office_forget_part (self, orphans->pdata[i]);
  return done;
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

AnfOffice *
anf_office_open (const AnfOfficeOptions *options, GError **error)
{
  g_autoptr (AnfOffice) self = anf_office_new (options);
  if (!anf_office_open_whole (self, options, error) || !anf_search_index_build (self->store, error)
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

gboolean
anf_office_is_ready (AnfOffice *self, GError **error)
{
  return anf_timekeeping_look (self, error) && anf_store_check_writable (self->store, error);
}
