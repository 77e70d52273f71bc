/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-logins.h"
#include "anf-people.h"

#include <glib/gi18n.h>

#include <string.h>

/* The event of a leaf. */
#define OWN_PASSWORD "password_set"

static gboolean
check_roles (AnfWork *work, JsonObject *account, GError **error)
{
  JsonArray *roles = NULL;
  if (!anf_json_get_array (account, "roles", &roles, error))
    return FALSE;
  guint mask = 0;
  for (guint i = 0; i < json_array_get_length (roles); i++)
    {
      AnfRole role = 0;
      const char *name = anf_json_array_get_string (roles, i);
      if (!anf_role_parse (name != NULL ? name : "", &role, error))
        return FALSE;
      mask |= role;
    }
  if (!anf_role_check_mask (mask, error))
    return FALSE;
  const char *unit = anf_json_peek_string (account, "unit");
  if (unit == NULL && (mask & ANF_ROLES_ADMIN) == 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("unit: say of which unit this person is"));
  g_autoptr (AnfRecord) record = NULL;
  if (unit != NULL && !anf_records_lookup (work->tx, ANF_NOUN_UNIT, unit, &record, error))
    return FALSE;
  if (unit != NULL && record == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("unit: there is no unit %s"), unit);
  return TRUE;
}

/* By which whoever has a role is found, to be told of something. */
static gboolean
change_links (AnfWork *work, const AnfItem *item, AnfRecordsChange change, GError **error)
{
  return anf_work_change_links (work, item, "role", anf_json_peek_array (item->doc, "roles"),
                                change, error);
}

/* Nobody is called so; and it would be taken for what it is not. */
static gboolean
check_display_name (JsonObject *doc, GError **error)
{
  const char *name = anf_json_peek_string (doc, "display_name");
  return name == NULL || !anf_sealer_is_sealed (name)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("display_name: nobody is called “%.20s”"),
                             name);
}

static gboolean
insert_account (AnfWork *work, JsonObject *doc, const char *hash, AnfItem **out, GError **error)
{
  const char *name = anf_json_peek_string (doc, "name");
  g_autofree char *pseudonym = anf_random_hex (&work->office->random, 4);
  g_autofree char *shown = g_strdup_printf ("p-%s", pseudonym);
  g_autofree char *at = anf_time_format (work->now);
  if (!json_object_has_member (doc, "unit"))
    json_object_set_null_member (doc, "unit");
  json_object_set_string_member (doc, "pseudonym", shown);
  json_object_set_boolean_member (doc, "disabled", FALSE);
  json_object_set_string_member (doc, "password_set_at", at);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_ACCOUNT, name, json_object_ref (doc));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  if (!anf_work_create (work, item, "active", "created", NULL, error)
      || !change_links (work, item, anf_records_link, error)
      || !anf_people_set_password (work->tx, name, hash, error))
    return FALSE;
  *out = g_steal_pointer (&item);
  return TRUE;
}

typedef struct
{
  AnfWork *work;
  const char *text;
  char *found;
} Errand;

static gboolean
create_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Errand *errand = data;
  AnfWork *work = errand->work;
  const guint mark = anf_journal_mark (work->office->journal);
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  json_object_remove_member (doc, "password");
  const char *name = anf_json_peek_string (doc, "name");
  g_autoptr (AnfRecord) existing = NULL;
  g_autoptr (AnfItem) item = NULL;
  gboolean done = anf_work_begin_write (work, tx, error) && check_display_name (doc, error)
                  && check_roles (work, doc, error)
                  && anf_records_lookup (tx, ANF_NOUN_ACCOUNT, name, &existing, error);
  if (done && existing != NULL)
    done = anf_error_throw (error, ANF_ERROR_CONFLICT, _ ("there is an account %s already"), name);
  done = done && insert_account (work, doc, errand->text, &item, error);
  if (done)
    anf_work_reply_item (work, 201, item);
  else
    anf_journal_rewind (work->office->journal, mark);
  work->tx = NULL;
  return done;
}

gboolean
anf_accounts_create (AnfWork *work, GError **error)
{
  const char *password = NULL;
  if (!anf_json_get_string (work->call->body, "password", &password, error))
    return FALSE;
  g_autofree char *hash
      = anf_logins_hash (work->office->logins, &work->office->random, password, error);
  Errand errand = { .work = work, .text = hash };
  return hash != NULL && anf_store_write (work->office->store, create_in_tx, &errand, error);
}

gboolean
anf_accounts_check_name (const char *name, GError **error)
{
  const gsize length = strlen (name);
  if (length >= 2 && length <= 32 && g_ascii_islower (*name)
      && strspn (name, G_CSET_a_2_z G_CSET_DIGITS "_.-") == length)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("“%.40s” cannot be the name of an account: give 2 to 32 of a-z, 0-9, "
                             "“_”, “.” and “-”, a letter first"),
                          name);
}

gboolean
anf_accounts_make_first (AnfWork *work, const char *name, const char *password_hash, GError **error)
{
  g_autoptr (JsonObject) doc = json_object_new ();
  JsonArray *roles = json_array_new ();
  json_array_add_string_element (roles, "sysadmin");
  json_object_set_string_member (doc, "name", name);
  json_object_set_array_member (doc, "roles", roles);
  g_autoptr (AnfItem) item = NULL;
  return insert_account (work, doc, password_hash, &item, error);
}

static gboolean
find_hash_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Errand *errand = data;
  g_autoptr (GError) local_error = NULL;
  errand->found = anf_people_get_password (tx, errand->work->call->id, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* One that another person knows is not replaced by itself. */
static gboolean
check_is_another (AnfWork *work, const char *password, GError **error)
{
  Errand errand = { .work = work };
  if (!work->actor.must_change_password)
    return TRUE;
  if (!anf_store_read (work->office->store, find_hash_in_tx, &errand, error))
    return FALSE;
  g_autofree char *hash = errand.found;
  return !anf_logins_is_right (work->office->logins, hash, password)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("password: this is the one that was set for you: choose another"));
}

/* Whoever knows a password that others set could act in their name: it is good for one thing only,
   to be replaced. Whoever had a session with the old one is out. @event: who set it */
static gboolean
save_password (AnfWork *work, AnfItem *item, const char *hash, const char *event, GError **error)
{
  g_autofree char *at = anf_time_format (work->now);
  if (strcmp (event, OWN_PASSWORD) == 0)
    json_object_remove_member (item->doc, "must_change_password");
  else
    json_object_set_boolean_member (item->doc, "must_change_password", TRUE);
  json_object_set_string_member (item->doc, "password_set_at", at);
  return anf_people_set_password (work->tx, item->record->id, hash, error)
         && anf_people_end_sessions (work->tx, item->record->id, error)
         && anf_work_save (work, item, event, NULL, error);
}

static gboolean
set_password_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Errand *errand = data;
  AnfWork *work = errand->work;
  const guint mark = anf_journal_mark (work->office->journal);
  const AnfFacts facts = { .subject = work->call->id };
  g_autoptr (AnfItem) item
      = anf_work_begin_write (work, tx, error) && anf_work_check (work, &facts, error)
            ? anf_work_find (work, ANF_NOUN_ACCOUNT, work->call->id, error)
            : NULL;
  const char *event
      = g_strcmp0 (work->actor.name, work->call->id) == 0 ? OWN_PASSWORD : "password_reset";
  const gboolean done = item != NULL && save_password (work, item, errand->text, event, error);
  if (done)
    anf_work_reply_item (work, 200, item);
  else
    anf_journal_rewind (work->office->journal, mark);
  work->tx = NULL;
  return done;
}

gboolean
anf_accounts_set_password (AnfWork *work, GError **error)
{
  const AnfFacts facts = { .subject = work->call->id };
  const char *password = NULL;
  if (!anf_work_check (work, &facts, error)
      || !anf_json_get_string (work->call->body, "password", &password, error)
      || !check_is_another (work, password, error))
    return FALSE;
  g_autofree char *hash
      = anf_logins_hash (work->office->logins, &work->office->random, password, error);
  Errand errand = { .work = work, .text = hash };
  return hash != NULL && anf_store_write (work->office->store, set_password_in_tx, &errand, error);
}

/* For who has forgotten their name, too. Returns: (transfer full) */
static char *
name_administrators (AnfWork *work)
{
  const AnfRecordsQuery query
      = { .state = "active", .link_kind = "role", .link_target = "sysadmin" };
  g_autoptr (GPtrArray) items = anf_work_list (work, ANF_NOUN_ACCOUNT, &query, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; items != NULL && i < items->len; i++)
    g_ptr_array_add (names, ((const AnfItem *)items->pdata[i])->record->id);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

/* Returns: (transfer full): the account, which has to be one that can log in */
static AnfItem *
find_active (AnfWork *work, const char *name, GError **error)
{
  g_autofree char *others = name_administrators (work);
  g_autoptr (GError) absent = NULL;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, name, &absent);
  if (item != NULL && strcmp (item->record->state, "active") == 0)
    return g_steal_pointer (&item);
  if (item != NULL)
    anf_error_throw (error, ANF_ERROR_STATE,
                     _ ("the account %s is disabled, and nobody logs in with it: set the password "
                        "of an administrator (%s), who enables it with “anfang account enable %s”"),
                     name, others, name);
  else if (anf_error_code (absent) == ANF_ERROR_NOT_FOUND)
    anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                     _ ("there is no account “%.40s”; the administrators' are: %s"), name, others);
  else
    g_propagate_error (error, g_steal_pointer (&absent));
  return NULL;
}

gboolean
anf_accounts_check_active (AnfWork *work, const char *name, GError **error)
{
  g_autoptr (AnfItem) item = find_active (work, name, error);
  return item != NULL;
}

gboolean
anf_accounts_set_password_at_console (AnfWork *work,
                                      const char *name,
                                      const char *password_hash,
                                      GError **error)
{
  g_autoptr (AnfItem) item = find_active (work, name, error);
  return item != NULL
         && save_password (work, item, password_hash, "password_set_at_console", error);
}

gboolean
anf_accounts_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query
      = { .unit = anf_work_get_query (work, "unit"), .state = anf_work_get_query (work, "state") };
  return anf_work_reply_list (work, ANF_NOUN_ACCOUNT, &query, error);
}

gboolean
anf_accounts_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, work->call->id, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

/* An administrator's own is another administrator's. */
static AnfItem *
find_other (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, work->call->id, error);
  if (item == NULL || strcmp (work->call->id, work->actor.name) != 0)
    return g_steal_pointer (&item);
  anf_error_throw (error, ANF_ERROR_DENIED,
                   _ ("nobody changes or disables their own account: ask another administrator"));
  return NULL;
}

static gboolean
set_state (AnfWork *work, const char *state, const char *leaf, GError **error)
{
  g_autoptr (AnfItem) item = find_other (work, error);
  if (item == NULL)
    return FALSE;
  if (strcmp (item->record->state, state) != 0)
    {
      g_free (item->record->state);
      item->record->state = g_strdup (state);
      json_object_set_boolean_member (item->doc, "disabled", strcmp (state, "disabled") == 0);
      if (!anf_work_save (work, item, leaf, NULL, error))
        return FALSE;
    }
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_accounts_disable (AnfWork *work, GError **error)
{
  return set_state (work, "disabled", "disabled", error)
         && anf_people_end_sessions (work->tx, work->call->id, error);
}

/* Their password is what it was: whose is known to others gets another. */
gboolean
anf_accounts_enable (AnfWork *work, GError **error)
{
  return set_state (work, "active", "enabled", error);
}

gboolean
anf_accounts_revoke_device (AnfWork *work, GError **error)
{
  const AnfFacts facts = { .subject = work->call->id };
  const char *device = NULL;
  if (!anf_work_check (work, &facts, error)
      || !anf_json_get_string (work->call->body, "device", &device, error))
    return FALSE;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, work->call->id, error);
  if (item == NULL || !anf_people_revoke_device (work->tx, work->call->id, device, error)
      || !anf_work_save (work, item, "device_revoked", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

/* What a person has done is told by the side they were on: who changes sides begins anew. */
static gboolean
check_side (AnfSide before, JsonObject *account, GError **error)
{
  AnfActor after;
  anf_actor_init (&after, account);
  return anf_policy_get_side (&after) == before
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("roles: nobody changes between office, units and administrators "
                                "under one name: make another account, and disable this one"));
}

gboolean
anf_accounts_change (AnfWork *work, GError **error)
{
  static const char *const members[] = { "display_name", "roles" };
  g_autoptr (AnfItem) item = find_other (work, error);
  if (item == NULL || !check_display_name (work->call->body, error))
    return FALSE;
  AnfActor before;
  anf_actor_init (&before, item->doc);
  const AnfSide side = anf_policy_get_side (&before);
  if (!change_links (work, item, anf_records_unlink, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (work->call->body, members[i]))
      json_object_set_member (item->doc, members[i],
                              json_object_dup_member (work->call->body, members[i]));
  if (!check_roles (work, item->doc, error) || !check_side (side, item->doc, error)
      || !change_links (work, item, anf_records_link, error)
      || !anf_work_save (work, item, "changed", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}
