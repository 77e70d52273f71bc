/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-sealing.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-folder.h"
#include "anf-json.h"
#include "anf-key-file.h"
#include "anf-people-columns.h"
#include "anf-people.h"

#include <glib/gi18n.h>

#define NAME_MEMBER "display_name"

/* ---- The key ---- */

typedef struct
{
  const AnfOfficeOptions *options;
  const AnfSealer *sealer;
  char *key_id;
  guint sealed; /* texts found sealed although no key is noted */
  guint opened; /* of these */
} Opening;

static gboolean
read_key_id (AnfTx *tx, gpointer data, GError **error)
{
  return anf_people_columns_get_key (tx, &((Opening *)data)->key_id, error);
}

static char *
make_place (AnfPeopleColumn column, const char *id)
{
  static const char *const names[ANF_PEOPLE_TEXTS] = {
    [ANF_PEOPLE_INFORMANT] = "lead", [ANF_PEOPLE_SUBJECT] = "talk", [ANF_PEOPLE_ADDRESS] = "email"
  };
  return g_strdup_printf ("%s/%s", names[column], id);
}

static gboolean
count_sealed (AnfPeopleColumn column,
              const char *id,
              const char *text,
              char **changed,
              gpointer data,
              GError **error)
{
  Opening *self = data;
  if (column >= ANF_PEOPLE_TEXTS || !anf_sealer_is_sealed (text))
    return TRUE;
  g_autofree char *place = make_place (column, id);
  g_autofree char *opened = anf_sealer_unseal (self->sealer, place, text, NULL);
  self->sealed++;
  self->opened += opened != NULL;
  return TRUE;
}

/* What is sealed or hashed already stays: twice, nobody would ever open it. */
static gboolean
seal_row (AnfPeopleColumn column,
          const char *id,
          const char *text,
          char **changed,
          gpointer data,
          GError **error)
{
  const Opening *self = data;
  if (column < ANF_PEOPLE_TEXTS ? anf_sealer_is_sealed (text) : self->sealed > 0)
    return TRUE;
  if (column == ANF_PEOPLE_ACCOUNT_REQUEST)
    *changed = g_strdup ("");
  else if (column >= ANF_PEOPLE_TEXTS)
    *changed = anf_sealer_hash (self->sealer, text, error);
  else
    {
      g_autofree char *place = make_place (column, id);
      *changed = anf_sealer_seal (self->sealer, &self->options->random, place, text, error);
    }
  return *changed != NULL;
}

/* The row that names the key may be gone, from a database that was mended by hand, say: then the
   key that is there is the right one if it opens anything. */
static gboolean
seal_rows (AnfTx *tx, gpointer data, GError **error)
{
  Opening *self = data;
  if (!anf_people_columns_change (tx, count_sealed, self, error))
    return FALSE;
  if (self->sealed > 0 && self->opened == 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("names are encrypted here under another key than keys/people.key "
                               "(%s), and which one is not noted any more: put the right one back"),
                            anf_sealer_get_id (self->sealer));
  return anf_people_columns_change (tx, seal_row, self, error)
         && anf_people_columns_set_key (tx, anf_sealer_get_id (self->sealer), error);
}

/* NULL without @error where the folder has no key. */
static AnfSealer *
load (const AnfOfficeOptions *options, GError **error)
{
  char *pem = NULL;
  if (!anf_folder_load_people_key (options, &pem, error))
    return NULL;
  AnfSealer *sealer = pem != NULL ? anf_sealer_new (pem, error) : NULL;
  anf_key_file_forget (pem);
  return sealer;
}

static gboolean
check_key (const AnfSealer *sealer, const char *key_id, GError **error)
{
  if (sealer == NULL)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                            _ ("keys/people.key is missing, under which names are encrypted here: "
                               "put it back from a copy of the folder"));
  return g_str_equal (anf_sealer_get_id (sealer), key_id)
         || anf_error_throw (
             error, ANF_ERROR_CORRUPT,
             _ ("keys/people.key is another key (%s) than the one under which names "
                "are encrypted here (%s): put the right one back"),
             anf_sealer_get_id (sealer), key_id);
}

static AnfSealer *
make (const AnfOfficeOptions *options, GError **error)
{
  char *pem = anf_sealer_make_key (error);
  AnfSealer *sealer = pem != NULL && anf_folder_save_people_key (options, pem, error)
                          ? anf_sealer_new (pem, error)
                          : NULL;
  anf_key_file_forget (pem);
  return sealer;
}

gboolean
anf_sealing_look (AnfStore *store,
                  const AnfOfficeOptions *options,
                  AnfSealer **sealer,
                  GError **error)
{
  Opening self = { .options = options };
  *sealer = NULL;
  if (!anf_store_read (store, read_key_id, &self, error))
    return FALSE;
  g_autofree char *key_id = self.key_id;
  if (key_id == NULL)
    return TRUE;
  GError *local_error = NULL;
  g_autoptr (AnfSealer) loaded = load (options, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (!check_key (loaded, key_id, error))
    return FALSE;
  *sealer = g_steal_pointer (&loaded);
  return TRUE;
}

gboolean
anf_sealing_open (AnfStore *store,
                  const AnfOfficeOptions *options,
                  AnfSealer **sealer,
                  GError **error)
{
  GError *local_error = NULL;
  if (!anf_sealing_look (store, options, sealer, error))
    return FALSE;
  if (*sealer != NULL)
    return TRUE;
  /* There may be one already, left by a start that broke off. */
  g_autoptr (AnfSealer) fresh = load (options, &local_error);
  if (fresh == NULL && local_error == NULL)
    fresh = make (options, &local_error);
  Opening self = { .options = options, .sealer = fresh };
  if (local_error != NULL || !anf_store_write (store, seal_rows, &self, &local_error))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  *sealer = g_steal_pointer (&fresh);
  return TRUE;
}

static gboolean
set_key (AnfTx *tx, gpointer data, GError **error)
{
  const Opening *self = data;
  return anf_people_columns_set_key (tx, anf_sealer_get_id (self->sealer), error);
}

gboolean
anf_sealing_renew (AnfStore *store, const AnfOfficeOptions *options, char **key_id, GError **error)
{
  GError *local_error = NULL;
  Opening self = { .options = options };
  if (!anf_store_read (store, read_key_id, &self, error))
    return FALSE;
  g_autofree char *old = self.key_id;
  g_autoptr (AnfSealer) sealer = load (options, &local_error);
  if (local_error == NULL && (old == NULL || (sealer != NULL && check_key (sealer, old, NULL))))
    (void)anf_error_throw (&local_error, ANF_ERROR_CONFLICT,
                           _ ("the key of names is there, or none is needed yet: nothing was "
                              "changed"));
  if (local_error == NULL && sealer == NULL)
    sealer = make (options, &local_error);
  self.sealer = sealer;
  if (local_error != NULL || !anf_store_write (store, set_key, &self, &local_error))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  *key_id = g_strdup (anf_sealer_get_id (sealer));
  return TRUE;
}

/* ---- Texts ---- */

char *
anf_sealing_seal (AnfWork *work, const char *place, const char *text, GError **error)
{
  return anf_sealer_seal (work->office->sealer, &work->office->random, place, text, error);
}

char *
anf_sealing_unseal (const AnfSealer *sealer, const char *place, const char *text, GError **error)
{
  if (!anf_sealer_is_sealed (text))
    return g_strdup (text);
  if (sealer != NULL)
    return anf_sealer_unseal (sealer, place, text, error);
  (void)check_key (NULL, NULL, error);
  return NULL;
}

char *
anf_sealing_hash_request (AnfWork *work, AnfNoun noun, GError **error)
{
  if (noun == ANF_NOUN_ACCOUNT)
    return g_strdup ("");
  g_autofree char *plain = anf_work_hash_request (work);
  return noun == ANF_NOUN_LEAD || noun == ANF_NOUN_TALK
             ? anf_sealer_hash (work->office->sealer, plain, error)
             : g_steal_pointer (&plain);
}

/* ---- People kept apart from a record ---- */

static const AnfPeopleColumn columns[ANF_APART_COUNT]
    = { [ANF_APART_INFORMANT] = ANF_PEOPLE_INFORMANT, [ANF_APART_SUBJECT] = ANF_PEOPLE_SUBJECT };

/* @kept: (nullable): as the database has it; @text: NULL for NULL */
static gboolean
open_kept (const AnfSealer *sealer,
           AnfPeopleColumn column,
           const char *id,
           const char *kept,
           char **text,
           GError **error)
{
  *text = NULL;
  if (kept == NULL)
    return TRUE;
  g_autofree char *place = make_place (column, id);
  *text = anf_sealing_unseal (sealer, place, kept, error);
  return *text != NULL;
}

char *
anf_sealing_keep (AnfWork *work, AnfApart apart, JsonObject *person, GError **error)
{
  g_autofree char *salt = anf_random_hex (&work->office->random, 16);
  json_object_set_string_member (person, "salt", salt);
  g_autofree char *text = anf_json_format_object (person);
  g_autofree char *place = make_place (columns[apart], work->call->id);
  g_autofree char *sealed = anf_sealing_seal (work, place, text, error);
  return sealed != NULL && anf_apart_rows_put (work->tx, apart, work->call->id, sealed, error)
             ? anf_content_hash (text)
             : NULL;
}

gboolean
anf_sealing_lookup (
    const AnfSealer *sealer, AnfTx *tx, AnfApart apart, const char *id, char **text, GError **error)
{
  g_autofree char *kept = NULL;
  *text = NULL;
  return anf_apart_rows_lookup (tx, apart, id, &kept, error)
         && open_kept (sealer, columns[apart], id, kept, text, error);
}

/* ---- Accounts ---- */

gboolean
anf_sealing_get_address (const AnfSealer *sealer,
                         AnfTx *tx,
                         const char *account,
                         char **address,
                         char **language,
                         GError **error)
{
  g_autofree char *kept = NULL;
  *address = NULL;
  return anf_people_get_email (tx, account, &kept, language, error)
         && open_kept (sealer, ANF_PEOPLE_ADDRESS, account, kept, address, error);
}

gboolean
anf_sealing_set_address (
    AnfWork *work, const char *account, const char *address, const char *language, GError **error)
{
  g_autofree char *place = make_place (ANF_PEOPLE_ADDRESS, account);
  g_autofree char *sealed = address != NULL ? anf_sealing_seal (work, place, address, error) : NULL;
  return (sealed != NULL || address == NULL)
         && anf_people_set_email (work->tx, account, sealed, language, error);
}

static char *
make_account_place (JsonObject *account)
{
  return g_strdup_printf ("account/%s", anf_json_peek_string (account, "name"));
}

gboolean
anf_sealing_seal_account (AnfWork *work, JsonObject *account, GError **error)
{
  const char *name = anf_json_peek_string (account, NAME_MEMBER);
  if (name == NULL || anf_sealer_is_sealed (name))
    return TRUE;
  g_autofree char *place = make_account_place (account);
  g_autofree char *sealed = anf_sealing_seal (work, place, name, error);
  if (sealed != NULL)
    json_object_set_string_member (account, NAME_MEMBER, sealed);
  return sealed != NULL;
}

gboolean
anf_sealing_read_name (const AnfSealer *sealer, JsonObject *account, char **name, GError **error)
{
  const char *kept = anf_json_peek_string (account, NAME_MEMBER);
  *name = NULL;
  if (kept == NULL)
    return TRUE;
  g_autofree char *place = make_account_place (account);
  *name = anf_sealing_unseal (sealer, place, kept, error);
  return *name != NULL;
}

char *
anf_sealing_dup_name (const AnfWork *work, JsonObject *account)
{
  g_autoptr (GError) error = NULL;
  char *name = NULL;
  if (!anf_sealing_read_name (work->office->sealer, account, &name, &error))
    g_warning ("account %s is shown without a name: %s", anf_json_peek_string (account, "name"),
               error->message);
  return name;
}

JsonObject *
anf_sealing_dup_account (const AnfWork *work, JsonObject *account)
{
  JsonObject *shown = anf_json_copy_object (account);
  g_autofree char *name = anf_sealing_dup_name (work, account);
  if (name != NULL)
    json_object_set_string_member (shown, NAME_MEMBER, name);
  else
    json_object_remove_member (shown, NAME_MEMBER);
  return shown;
}
