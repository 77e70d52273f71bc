/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accountable-draft.h"

#include "anf-accountable.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

static guint
count (JsonObject *doc, const char *member)
{
  JsonArray *list = anf_accountable_peek (doc, member);
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

/* On which of the scheme's grounds @leader answers; a scheme that has none asks for none. */
static gboolean
settle_ground (const AnfSchemeMarks *grounds, JsonObject *leader, GError **error)
{
  const char *given = anf_json_peek_string (leader, "ground");
  if (given == NULL && grounds == NULL)
    return TRUE;
  if (given == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("accountable.leaders.ground: by %s say on which ground %s answers"),
                            grounds->name, anf_json_peek_string (leader, "name"));
  const AnfSchemeCategory *ground
      = anf_scheme_marks_find (grounds, "accountable.leaders.ground", given, error);
  if (ground != NULL)
    json_object_set_string_member (leader, "ground", ground->id);
  return ground != NULL;
}

gboolean
anf_accountable_settle (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonArray *leaders = anf_accountable_peek (doc, "leaders");
  if (leaders == NULL)
    return TRUE;
  if (peek_reason (doc) != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("accountable.no_leaders: leaders are named: give one of both"));
  g_autoptr (AnfScheme) scheme = find_scheme (work, doc, error);
  if (scheme == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (leaders); i++)
    if (!settle_ground (anf_scheme_get_marks (scheme, ANF_SCHEME_DOUBLE_CHECK),
                        json_array_get_object_element (leaders, i), error))
      return FALSE;
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

static char *
describe_reason (const char *reason)
{
  static const char *const ends[] = { "。", "；", "，" };
  g_autofree char *said = g_strstrip (g_strdup (reason));
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (said, ends[i]))
      said[strlen (said) - strlen (ends[i])] = '\0';
  return g_strdup_printf ("经核查，%s，未发现应当追究的领导责任", said);
}

void
anf_accountable_describe (JsonObject *doc, AnfLetterDraft *draft, AnfLetter *letter)
{
  const AnfSchemeMarks *marks = anf_scheme_get_marks (draft->scheme, ANF_SCHEME_DOUBLE_CHECK);
  const char *reason = peek_reason (doc);
  char *persons = join (anf_accountable_peek (doc, "persons"), NULL);
  char *leaders = join (anf_accountable_peek (doc, "leaders"), marks);
  letter->double_check = marks != NULL ? marks->name : NULL;
  if (persons != NULL)
    letter->accountable = anf_letter_draft_keep (draft, persons);
  if (leaders == NULL && reason != NULL)
    leaders = describe_reason (reason);
  if (leaders != NULL)
    letter->accountable_leaders = anf_letter_draft_keep (draft, leaders);
}

char *
anf_accountable_count (JsonObject *doc)
{
  return g_strdup_printf ("责任人员%u人，领导%u人", count (doc, "persons"), count (doc, "leaders"));
}
