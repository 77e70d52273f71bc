/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-folder.h"
#include "anf-json.h"
#include "anf-logins.h"
#include "anf-office-open.h"
#include "anf-reference.h"
#include "anf-restored.h"

#include <glib/gi18n.h>

typedef struct
{
  AnfOffice *office;
  const char *data_dir;
  const char *admin;
  const char *hash;
} Setup;

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
  if (!anf_office_find_any_account (tx, &whole, error))
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
  g_autoptr (AnfOffice) self = anf_office_new (options);
  g_autofree char *hash = anf_logins_hash (self->logins, &self->random, password, error);
  if (hash == NULL || !anf_accounts_check_name (admin, error) || !anf_folder_make (options, error))
    return FALSE;
  self->lock_fd = anf_folder_lock (options->data_dir, error);
  if (self->lock_fd < 0 || !anf_restored_check (options->data_dir, error)
      || !anf_folder_make_keys (options, error) || !anf_office_open_stores (self, options, error))
    return FALSE;
  gboolean whole = FALSE;
  if (!anf_office_check_is_not_lost (self, options->data_dir, &whole, error)
      || !anf_office_hold_to_anchor (self, options->data_dir, error))
    return FALSE;
  Setup setup = { .office = self, .data_dir = options->data_dir, .admin = admin, .hash = hash };
  return anf_store_write (self->store, set_up, &setup, error);
}
