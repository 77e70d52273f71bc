/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accountable.h"

#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-names.h"

#include <glib/gi18n.h>

#include <string.h>

JsonArray *
anf_accountable_peek (JsonObject *doc, const char *member)
{
  JsonObject *accountable = anf_json_peek_object (doc, "accountable");
  return accountable != NULL ? anf_json_peek_array (accountable, member) : NULL;
}

gboolean
anf_accountable_may_read (AnfWork *work, JsonObject *doc)
{
  const AnfFacts facts = { .drafter = anf_facts_find_drafter (work, doc) };
  return !json_object_has_member (doc, "accountable")
         || anf_policy_sees_accountable (&work->actor, &facts);
}

gboolean
anf_accountable_check_reader (AnfWork *work, JsonObject *doc, GError **error)
{
  return anf_accountable_may_read (work, doc)
         || anf_error_throw (error, ANF_ERROR_DENIED,
                             _ ("whom the letter names is told only to those who propose, approve "
                                "and send it"));
}

static void
add_names (JsonObject *order, GPtrArray *names)
{
  static const char *const members[] = { "persons", "leaders" };
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonArray *people = anf_accountable_peek (order, members[i]);
      for (guint k = 0; people != NULL && k < json_array_get_length (people); k++)
        g_ptr_array_add (names, g_strdup (anf_json_peek_string (
                                    json_array_get_object_element (people, k), "name")));
    }
}

/* Once it has its number somebody may answer to it; who is named so stays masked when it is
   withdrawn: that does not make the suspicion the public's. */
static gboolean
collect_of_finding (AnfWork *work, const char *finding, GPtrArray *names, GError **error)
{
  const AnfRecordsQuery query = { .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) orders = anf_work_list (work, ANF_NOUN_ORDER, &query, error);
  for (guint i = 0; orders != NULL && i < orders->len; i++)
    {
      JsonObject *order = ((const AnfItem *)orders->pdata[i])->doc;
      /* The link stays when a draft drops the finding. */
      if (json_object_has_member (order, "numbered")
          && anf_json_array_has_string (anf_json_peek_array (order, "findings"), finding))
        add_names (order, names);
    }
  return orders != NULL;
}

static gboolean
collect_names (AnfWork *work, JsonObject *doc, GPtrArray *names, GError **error)
{
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  for (gsize i = 0; findings[i] != NULL; i++)
    if (!collect_of_finding (work, findings[i], names, error))
      return FALSE;
  return TRUE;
}

/* @names: NULL-terminated */
static void
mask (JsonObject *object, const char *member, GPtrArray *names)
{
  const char *text = object != NULL ? anf_json_peek_string (object, member) : NULL;
  g_autofree char *masked
      = text != NULL && names->len > 1 ? anf_names_mask (text, (char **)names->pdata) : NULL;
  if (masked != NULL)
    json_object_set_string_member (object, member, masked);
}

/* @member: a list of texts */
static void
mask_each (JsonObject *object, const char *member, GPtrArray *names)
{
  JsonArray *texts = anf_json_peek_array (object, member);
  if (texts == NULL || names->len <= 1)
    return;
  JsonArray *masked = json_array_new ();
  for (guint i = 0; i < json_array_get_length (texts); i++)
    {
      g_autofree char *text
          = anf_names_mask (anf_json_array_get_string (texts, i), (char **)names->pdata);
      json_array_add_string_element (masked, text);
    }
  json_object_set_array_member (object, member, masked);
}

static void
mask_all (JsonObject *order, GPtrArray *names)
{
  static const char *const texts[]
      = { "title", "grounds", "overview", "ranking", "note", "requirements", "mandate", "to" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    mask (order, texts[i], names);
  mask_each (order, "attachments", names);
  mask_each (order, "copy_to", names);
}

static void
hide (JsonObject *order)
{
  static const char *const said[][2]
      = { { "instruction", "text" }, { "submitted", "without_countersign" },
          { "reviewed", "opinion" }, { "reviewed", "without_countersign" },
          { "withdrawn", "reason" }, { "closing", "record" } };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  add_names (order, names);
  g_ptr_array_add (names, NULL);
  json_object_remove_member (order, "accountable");
  mask_all (order, names);
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    mask (anf_json_peek_object (order, said[i][0]), said[i][1], names);
}

void
anf_accountable_hide_in_act (JsonObject *act)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  add_names (act, names);
  g_ptr_array_add (names, NULL);
  if (json_object_has_member (act, "accountable"))
    json_object_remove_member (act, "accountable");
  mask_all (act, names);
}

JsonObject *
anf_accountable_dup_hidden (AnfWork *work, AnfNoun noun, JsonObject *doc)
{
  if (noun != ANF_NOUN_ORDER || anf_accountable_may_read (work, doc))
    return NULL;
  JsonObject *shown = anf_json_copy_object (doc);
  hide (shown);
  return shown;
}

gboolean
anf_accountable_mask (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  if (g_strcmp0 (anf_json_peek_string (doc, "kind"), "circular") != 0)
    return TRUE;
  if (!collect_names (work, doc, names, error))
    return FALSE;
  g_ptr_array_add (names, NULL);
  mask_all (doc, names);
  return TRUE;
}

gboolean
anf_accountable_mask_public (
    AnfWork *work, JsonObject *exposure, JsonObject *said, const char *member, GError **error)
{
  JsonArray *decided = anf_json_peek_array (exposure, "persons");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  if (!collect_names (work, exposure, names, error))
    return FALSE;
  for (guint i = names->len; i > 0; i--)
    if (decided != NULL && anf_json_array_has_string (decided, names->pdata[i - 1]))
      g_ptr_array_remove_index (names, i - 1);
  g_ptr_array_add (names, NULL);
  mask (said, member, names);
  return TRUE;
}
