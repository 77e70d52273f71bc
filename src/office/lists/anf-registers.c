/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-registers.h"

#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-numbers.h"
#include "anf-register-list.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

/* INVALID when it has none of that id or name. */
static const AnfRegister *
find_register (const AnfScheme *scheme, const char *key, GError **error)
{
  const AnfRegister *reg = anf_scheme_find_register (scheme, key);
  if (reg == NULL)
    anf_error_throw (error, ANF_ERROR_INVALID, _ ("register: %s keeps no register “%.40s”"),
                     anf_scheme_get_id (scheme), key);
  return reg;
}

char *
anf_registers_dup_key (const char *scheme, const char *reg)
{
  return g_strdup_printf ("%s/%s", scheme, reg);
}

/* Whether the caller may do this with entries of @reg that are @unit's. */
static gboolean
check_unit (AnfWork *work, const AnfRegister *reg, const char *unit, GError **error)
{
  const AnfFacts facts = { .enterers = reg->enterers, .readers = reg->readers, .addressee = unit };
  return anf_work_check (work, &facts, error);
}

/* Columns that hold units hold those that are there today, as everywhere. */
static gboolean
check_units (AnfWork *work, const AnfRegister *reg, JsonObject *given, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (given);
  for (GList *l = members; l != NULL; l = l->next)
    {
      const AnfRegisterColumn *column = anf_register_find_column (reg, l->data);
      const char *value = anf_json_peek_string (given, l->data);
      if (column != NULL && value != NULL && column->kind == ANF_REGISTER_UNIT
          && !anf_unit_check_valid (work, column->id, value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
deny_link (const char *member, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_DENIED,
                          _ ("%s: the office says to which an entry "
                             "belongs"),
                          member);
}

static gboolean
check_linked (AnfWork *work, AnfNoun noun, const char *member, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (work->call->body, member));
  /* Which cases there are is the office's knowledge. */
  if (ids[0] != NULL && anf_work_has_unit_side (work))
    return deny_link (member, error);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) item = anf_work_find_named (work, noun, member, ids[i], error);
      if (item == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_links (AnfWork *work, GError **error)
{
  return check_linked (work, ANF_NOUN_FINDING, "findings", error)
         && check_linked (work, ANF_NOUN_ORDER, "orders", error);
}

static gboolean
change_links (AnfWork *work, const AnfItem *item, AnfRecordsChange change, GError **error)
{
  return anf_work_change_links (work, item, "finding", anf_json_peek_array (item->doc, "findings"),
                                change, error)
         && anf_work_change_links (work, item, "order", anf_json_peek_array (item->doc, "orders"),
                                   change, error);
}

static gboolean
set_number (
    AnfWork *work, AnfItem *item, const AnfScheme *scheme, const AnfRegister *reg, GError **error)
{
  const AnfSchemeOffice *office = anf_scheme_get_office (scheme);
  const char *code = office != NULL ? office->ledger_code : anf_scheme_get_id (scheme);
  g_autofree char *series = g_strdup_printf ("register %s-%s", code, reg->id);
  const gint64 number = anf_numbers_take (work->tx, series, error);
  if (number <= 0)
    return FALSE;
  item->record->number = g_strdup_printf ("%s-%s-%04" G_GINT64_FORMAT, code, reg->id, number);
  json_object_set_string_member (item->doc, "number", item->record->number);
  return TRUE;
}

/* The unit side enters for itself, whether it says so or not. */
static const char *
get_unit (AnfWork *work)
{
  const char *unit = anf_json_peek_string (work->call->body, "unit");
  return unit == NULL && anf_work_has_unit_side (work) ? work->actor.unit : unit;
}

/* By which lists and searches call it. */
static void
set_title (const AnfRegister *reg, JsonObject *doc)
{
  JsonObject *values = anf_json_peek_object (doc, "values");
  const char *title = NULL;
  for (guint i = 0; title == NULL && i < reg->columns->len; i++)
    title = anf_json_peek_string (values, ((const AnfRegisterColumn *)reg->columns->pdata[i])->id);
  anf_json_set_string (doc, "title", title);
}

static JsonObject *
build (AnfWork *work, const AnfRegister *reg, const char *unit, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  g_autoptr (JsonObject) values = json_object_new ();
  JsonObject *given = anf_json_peek_object (doc, "values");
  if ((unit != NULL && !anf_unit_check_valid (work, "unit", unit, error))
      || !anf_register_read_values (reg, given, values, error)
      || !check_units (work, reg, given, error) || !check_links (work, error))
    return NULL;
  g_autofree char *key = anf_registers_dup_key (anf_json_peek_string (doc, "scheme"), reg->id);
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_string_member (doc, "register", reg->id);
  json_object_set_string_member (doc, "key", key);
  anf_json_set_string (doc, "unit", unit);
  json_object_set_object_member (doc, "values", g_steal_pointer (&values));
  set_title (reg, doc);
  return g_steal_pointer (&doc);
}

static gboolean
create (AnfWork *work, const AnfScheme *scheme, const AnfRegister *reg, GError **error)
{
  const char *unit = get_unit (work);
  if (!check_unit (work, reg, unit, error))
    return FALSE;
  JsonObject *doc = build (work, reg, unit, error);
  if (doc == NULL)
    return FALSE;
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_REGISTER, work->call->id, doc);
  item->record->scheme = g_strdup (anf_scheme_get_id (scheme));
  item->record->unit = g_strdup (unit);
  item->record->parent = g_strdup (anf_json_peek_string (doc, "key"));
  if (!set_number (work, item, scheme, reg, error)
      || !anf_work_create (work, item, "entered", "entered", NULL, error)
      || !change_links (work, item, anf_records_link, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

/* May be asked of an entry: what it is not for the caller to know is not there. */
static gboolean
check_entry (AnfWork *work, AnfItem *item, GError **error)
{
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, item->record->scheme, error);
  const AnfRegister *reg
      = scheme != NULL ? find_register (scheme, anf_json_peek_string (item->doc, "register"), error)
                       : NULL;
  return reg != NULL && check_unit (work, reg, item->record->unit, error);
}

gboolean
anf_registers_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_REGISTER, check_entry, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  if (existing != NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("an entry stays as it was made: amend it, with the reason "
                               "(anfang register amend)"));
  JsonObject *body = work->call->body;
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (body, "scheme"), error);
  const AnfRegister *reg
      = scheme != NULL ? find_register (scheme, anf_json_peek_string (body, "register"), error)
                       : NULL;
  return reg != NULL && create (work, scheme, reg, error);
}

gboolean
anf_registers_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_REGISTER, work->call->id, error);
  if (item == NULL || !check_entry (work, item, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

/* What it was, who corrected it and why, stays in the entry. */
static gboolean
keep_history (AnfWork *work, AnfItem *item, GError **error)
{
  JsonArray *history = anf_json_peek_array (item->doc, "history");
  if (history == NULL)
    {
      history = json_array_new ();
      json_object_set_array_member (item->doc, "history", history);
    }
  if (json_array_get_length (history) >= ANF_REGISTER_HISTORY_MAX)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("this entry was amended %d times: make a new one"),
                            ANF_REGISTER_HISTORY_MAX);
  JsonObject *act = anf_work_act (work);
  json_object_set_string_member (act, "reason", anf_json_peek_string (work->call->body, "reason"));
  json_object_set_object_member (act, "was",
                                 anf_json_copy_object (anf_json_peek_object (item->doc, "values")));
  json_array_add_object_element (history, act);
  return TRUE;
}

static gboolean
amend_values (AnfWork *work, const AnfRegister *reg, AnfItem *item, GError **error)
{
  JsonObject *given = anf_json_peek_object (work->call->body, "values");
  if (given == NULL)
    return TRUE;
  JsonObject *values = anf_json_peek_object (item->doc, "values");
  if (!anf_register_read_values (reg, given, values, error)
      || !check_units (work, reg, given, error))
    return FALSE;
  set_title (reg, item->doc);
  return TRUE;
}

/* A unit is not shown them: it would take away, by an empty list too, what it does not know of. */
static gboolean
replace_list (AnfWork *work, AnfItem *item, const char *member, GError **error)
{
  if (!json_object_has_member (work->call->body, member))
    return TRUE;
  if (anf_work_has_unit_side (work))
    return deny_link (member, error);
  json_object_set_member (item->doc, member, json_object_dup_member (work->call->body, member));
  return TRUE;
}

static gboolean
amend_links (AnfWork *work, AnfItem *item, GError **error)
{
  if (!check_links (work, error) || !change_links (work, item, anf_records_unlink, error))
    return FALSE;
  return replace_list (work, item, "findings", error) && replace_list (work, item, "orders", error)
         && change_links (work, item, anf_records_link, error);
}

gboolean
anf_registers_amend (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_REGISTER, work->call->id, error);
  if (item == NULL || !check_entry (work, item, error))
    return FALSE;
  if (work->call->if_match >= 0 && work->call->if_match != item->record->version)
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("the entry was amended by someone else meanwhile: read it again"));
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, item->record->scheme, error);
  const AnfRegister *reg
      = scheme != NULL ? find_register (scheme, anf_json_peek_string (item->doc, "register"), error)
                       : NULL;
  if (reg == NULL || !keep_history (work, item, error) || !amend_values (work, reg, item, error)
      || !amend_links (work, item, error) || !anf_work_save (work, item, "amended", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

/* A number says which entry is meant, not of which register it is. */
static gboolean
list_numbered (AnfWork *work, const char *number, GError **error)
{
  const AnfRecordsQuery query = { .number = number, .limit = 1 };
  g_autoptr (GPtrArray) found = anf_work_list_page (work, ANF_NOUN_REGISTER, &query, error);
  if (found == NULL)
    return FALSE;
  AnfItem *item = found->len > 0 ? found->pdata[0] : NULL;
  if (item != NULL && !check_entry (work, item, NULL))
    item = NULL;
  anf_register_list_reply_one (work, item);
  return TRUE;
}

gboolean
anf_registers_list (AnfWork *work, GError **error)
{
  const char *number = anf_work_get_query (work, "number");
  const char *scheme_id = anf_work_get_query (work, "scheme");
  const char *key = anf_work_get_query (work, "register");
  if (number != NULL)
    return list_numbered (work, number, error);
  if (scheme_id == NULL || key == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("register: say which one of which “scheme”, or give a “number”"));
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, scheme_id, error);
  const AnfRegister *reg = scheme != NULL ? find_register (scheme, key, error) : NULL;
  const gboolean is_unit = anf_work_has_unit_side (work);
  return reg != NULL && check_unit (work, reg, is_unit ? work->actor.unit : NULL, error)
         && anf_register_list_reply (work, scheme, reg, error);
}
