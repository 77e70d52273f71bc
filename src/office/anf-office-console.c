/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
/* What is done for a folder while its service is stopped, by whoever has the server. */

#include "anf-accounts.h"
#include "anf-error.h"
#include "anf-folder.h"
#include "anf-logins.h"
#include "anf-loss.h"
#include "anf-office-open.h"
#include "anf-password.h"
#include "anf-restored.h"
#include "anf-rotate.h"
#include "anf-sealing.h"
#include "anf-timekeeping.h"

#include <glib/gi18n.h>

gboolean
anf_office_rotate_key (const AnfOfficeOptions *options, char **vkey, GError **error)
{
  g_autoptr (AnfOffice) self = anf_office_new (options);
  return anf_office_open_whole (self, options, error)
         && anf_rotate_run (self, options, vkey, error);
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
  g_autoptr (AnfOffice) self = anf_office_new (options);
  NewPassword change = { .office = self, .account = account };
  if (!anf_office_open_whole (self, options, error)
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
  g_autoptr (AnfOffice) self = anf_office_new (options);
  if (!anf_office_open_sound (self, options, error))
    return FALSE;
  if (anf_timekeeping_look (self, &behind))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("the clock is not behind what was recorded last: nothing was "
                               "changed"));
  /* Of a folder that was put back the log says that first. */
  return anf_restored_tell (self, options->data_dir, error) && anf_timekeeping_trust (self, error);
}

gboolean
anf_office_renew_people_key (const AnfOfficeOptions *options, char **key_id, GError **error)
{
  g_autoptr (AnfOffice) self = anf_office_new (options);
  g_autofree char *database = g_build_filename (options->data_dir, ANF_FOLDER_DATABASE, NULL);
  self->lock_fd = anf_restored_lock (options->data_dir, error);
  if (self->lock_fd < 0)
    return FALSE;
  self->store = anf_store_open (database, 1, error);
  return self->store != NULL && anf_sealing_renew (self->store, options, key_id, error);
}

gboolean
anf_office_accept_loss (const AnfOfficeOptions *options, char **lost_after, GError **error)
{
  g_autoptr (AnfOffice) self = anf_office_new (options);
  self->lock_fd = anf_restored_lock (options->data_dir, error);
  return self->lock_fd >= 0 && anf_office_open_stores (self, options, error)
         && anf_rotate_take_up_head (self->store, anf_journal_get_signer (self->journal), error)
         && anf_loss_accept (self, options->data_dir, lost_after, error);
}
