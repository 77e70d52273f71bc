/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-words.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-named.h"

#include <glib/gi18n.h>

static const char *const texts[] = { "addressee", "advice", "next_steps" };

static gboolean
check_text (AnfWork *work, const char *member, GError **error)
{
  const char *const own[] = { anf_json_peek_string (work->call->body, member), NULL };
  const char *named = NULL;
  if (!anf_json_has_words (work->call->body, member))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s: there are only blanks in it: write something, or leave it out"),
                            member);
  if (!anf_named_find (work, ANF_REPORT_UNNAMED, own, &named, error))
    return FALSE;
  return named == NULL
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("%s: it names somebody who inspects: write it without that name, "
                                "since a report is read by those who do not know them"),
                             member);
}

gboolean
anf_report_words_take (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonObject *body = work->call->body;
  if (json_object_has_member (body, "typical"))
    json_object_set_member (doc, "typical", json_object_dup_member (body, "typical"));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (!json_object_has_member (body, texts[i]))
        continue;
      if (!check_text (work, texts[i], error))
        return FALSE;
      anf_json_set_string (doc, texts[i], anf_json_peek_string (body, texts[i]));
    }
  return TRUE;
}

static gboolean
has_same (JsonObject *doc, const char *member, JsonNode *node)
{
  JsonNode *own = json_object_get_member (doc, member);
  return node == NULL || (own != NULL && json_node_equal (own, node));
}

gboolean
anf_report_words_check_same (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonObject *body = work->call->body;
  gboolean same = has_same (doc, "typical", json_object_get_member (body, "typical"));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    same = same && has_same (doc, texts[i], json_object_get_member (body, texts[i]));
  same = same && (!anf_json_peek_bool (body, "numbered") || json_object_has_member (doc, "number"));
  return same
         || anf_error_throw (error, ANF_ERROR_CONFLICT,
                             _ ("report %s was made already, without what is to stand in it now, "
                                "and stays as it is: ask for it without that"),
                             anf_json_peek_string (doc, "id"));
}
