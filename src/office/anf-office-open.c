/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-office-open.h"

#include "anf-arrivals.h"
#include "anf-error.h"
#include "anf-folder.h"
#include "anf-grants.h"
#include "anf-logins.h"
#include "anf-notices.h"
#include "anf-reference-data.h"
#include "anf-restored.h"
#include "anf-rotate.h"
#include "anf-sealing.h"
#include "anf-timekeeping.h"

#include <glib/gi18n.h>

AnfOffice *
anf_office_new (const AnfOfficeOptions *options)
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

gboolean
anf_office_hold_to_anchor (AnfOffice *self, const char *data_dir, GError **error)
{
  AnfAnchor *anchor = anf_anchor_check (self->store, data_dir, error)
                          ? anf_anchor_open (self->store, data_dir, error)
                          : NULL;
  if (anchor != NULL)
    anf_journal_keep (self->journal, anchor);
  return anchor != NULL;
}

gboolean
anf_office_open_stores (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
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
  return self->journal != NULL && anf_sealing_open (self->store, options, &self->sealer, error)
         && anf_folder_load_pack_signer (options, &self->sign_key_pem, &self->sign_cert_pem, error);
}

static gboolean
note_account (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  *(gboolean *)data = TRUE;
  return TRUE;
}

gboolean
anf_office_find_any_account (AnfTx *tx, gpointer data, GError **error)
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

gboolean
anf_office_check_is_not_lost (AnfOffice *self,
                              const char *data_dir,
                              gboolean *whole,
                              GError **error)
{
  *whole = FALSE;
  return anf_store_read (self->store, anf_office_find_any_account, whole, error)
         && (*whole || !anf_folder_has_blobs (data_dir) || refuse_lost (data_dir, error));
}

static gboolean
check_is_whole (AnfOffice *self, const char *data_dir, GError **error)
{
  gboolean whole = FALSE;
  if (!anf_office_check_is_not_lost (self, data_dir, &whole, error))
    return FALSE;
  return whole
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                             _ ("%s was never finished: run `anfangd --data %s init` again"),
                             data_dir, data_dir);
}

gboolean
anf_office_open_sound (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
{
  self->lock_fd = anf_restored_lock (options->data_dir, error);
  return self->lock_fd >= 0 && anf_office_open_stores (self, options, error)
         && check_is_whole (self, options->data_dir, error)
         && anf_rotate_take_up_head (self->store, anf_journal_get_signer (self->journal), error)
         && anf_office_hold_to_anchor (self, options->data_dir, error);
}

gboolean
anf_office_open_whole (AnfOffice *self, const AnfOfficeOptions *options, GError **error)
{
  return anf_office_open_sound (self, options, error) && anf_timekeeping_look (self, error)
         && anf_restored_tell (self, options->data_dir, error);
}
