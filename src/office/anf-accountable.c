/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accountable.h"

#include "anf-error.h"
#include "anf-exposures.h"
#include "anf-facts.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

static JsonArray *
peek_list (JsonObject *doc, const char *member)
{
  JsonObject *accountable = anf_json_peek_object (doc, "accountable");
  return accountable != NULL ? anf_json_peek_array (accountable, member) : NULL;
}

static guint
count (JsonObject *doc, const char *member)
{
  JsonArray *list = peek_list (doc, member);
  return list != NULL ? json_array_get_length (list) : 0;
}

static const char *
peek_reason (JsonObject *doc)
{
  JsonObject *accountable = anf_json_peek_object (doc, "accountable");
  return accountable != NULL ? anf_json_peek_string (accountable, "no_leaders") : NULL;
}

/* NULL with an error set; also without one, where the scheme has no such thing. */
static AnfScheme *
find_scheme (AnfWork *work, JsonObject *doc, GError **error)
{
  return anf_work_find_scheme (work, anf_json_peek_string (doc, "scheme"), error);
}

gboolean
anf_accountable_settle (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonArray *leaders = peek_list (doc, "leaders");
  if (leaders == NULL)
    return TRUE;
  if (peek_reason (doc) != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("accountable.no_leaders: leaders are named: give one of both"));
  g_autoptr (AnfScheme) scheme = find_scheme (work, doc, error);
  if (scheme == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (leaders); i++)
    {
      JsonObject *leader = json_array_get_object_element (leaders, i);
      const AnfSchemeCategory *ground = anf_scheme_marks_find (
          anf_scheme_get_marks (scheme, ANF_SCHEME_DOUBLE_CHECK), "accountable.leaders.ground",
          anf_json_peek_string (leader, "ground"), error);
      if (ground == NULL)
        return FALSE;
      json_object_set_string_member (leader, "ground", ground->id);
    }
  return TRUE;
}

gboolean
anf_accountable_check (AnfWork *work, JsonObject *doc, GError **error)
{
  if (g_strcmp0 (anf_json_peek_string (doc, "kind"), "accountability") != 0)
    return TRUE;
  g_autoptr (AnfScheme) scheme = find_scheme (work, doc, error);
  if (scheme == NULL)
    return FALSE;
  const AnfSchemeMarks *marks = anf_scheme_get_marks (scheme, ANF_SCHEME_DOUBLE_CHECK);
  if (marks == NULL || count (doc, "leaders") > 0 || peek_reason (doc) != NULL)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("accountable.leaders: by %s name which leaders answer, too, and on "
                             "which ground, or say in accountable.no_leaders why none does"),
                          marks->name);
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

/* 王某（副局长）：…；李某（局长），发现了问题袒护：… */
static char *
join (JsonArray *people, const AnfSchemeMarks *grounds)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; people != NULL && i < json_array_get_length (people); i++)
    {
      JsonObject *one = json_array_get_object_element (people, i);
      const char *ground
          = anf_scheme_marks_get_name (grounds, anf_json_peek_string (one, "ground"));
      g_string_append_printf (text, "%s%s（%s）%s%s：%s", text->len > 0 ? "；" : "",
                              anf_json_peek_string (one, "name"),
                              anf_json_peek_string (one, "post"), ground != NULL ? "，" : "",
                              ground != NULL ? ground : "", anf_json_peek_string (one, "facts"));
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

void
anf_accountable_describe (JsonObject *doc, AnfLetterDraft *draft, AnfLetter *letter)
{
  const AnfSchemeMarks *marks = anf_scheme_get_marks (draft->scheme, ANF_SCHEME_DOUBLE_CHECK);
  const char *reason = peek_reason (doc);
  char *persons = join (peek_list (doc, "persons"), NULL);
  char *leaders = join (peek_list (doc, "leaders"), marks);
  letter->double_check = marks != NULL ? marks->name : NULL;
  if (persons != NULL)
    letter->accountable = anf_letter_draft_keep (draft, persons);
  if (leaders == NULL && reason != NULL)
    leaders = g_strdup_printf ("经核查，未发现应当追究的领导责任：%s", reason);
  if (leaders != NULL)
    letter->accountable_leaders = anf_letter_draft_keep (draft, leaders);
}

char *
anf_accountable_count (JsonObject *doc)
{
  return g_strdup_printf ("责任人员%u人，领导%u人", count (doc, "persons"), count (doc, "leaders"));
}

static void
add_names (JsonObject *order, GPtrArray *names)
{
  static const char *const members[] = { "persons", "leaders" };
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonArray *people = peek_list (order, members[i]);
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
      = text != NULL && names->len > 1 ? anf_exposure_mask (text, (char **)names->pdata) : NULL;
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
          = anf_exposure_mask (anf_json_array_get_string (texts, i), (char **)names->pdata);
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
