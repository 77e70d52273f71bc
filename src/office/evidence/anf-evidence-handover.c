/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-evidence.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* Hand-overs of one item; a carrier that changes hands every week for a lifetime has fewer. */
#define HANDOVERS_MAX 1000

static JsonArray *
get_handovers (JsonObject *doc)
{
  JsonArray *list = anf_json_peek_array (doc, "handovers");
  if (list != NULL)
    return list;
  json_object_set_array_member (doc, "handovers", json_array_new ());
  return anf_json_peek_array (doc, "handovers");
}

/* What was counted when it changed hands, against what was held first (刑诉解释 111). A difference
   is recorded and not refused: that it was found is what counts, and a pack is refused later. */
static const char *
compare (const AnfItem *item, const char *sha256)
{
  if (sha256 == NULL)
    return "not_counted";
  return strcmp (sha256, anf_json_peek_string (item->doc, "sha256")) == 0 ? "same" : "different";
}

gboolean
anf_evidence_hand_over (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EVIDENCE, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !anf_facts_of_evidence (work, item->doc, &sheet, error)
      || !anf_work_check (work, &sheet.facts, error))
    return FALSE;
  JsonArray *handovers = get_handovers (item->doc);
  if (json_array_get_length (handovers) >= HANDOVERS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("evidence %s changed hands over %d times already"), item->record->id,
                            HANDOVERS_MAX);
  gint64 at = 0;
  const char *handed_at = anf_json_peek_string (work->call->body, "handed_at");
  if (handed_at != NULL && (!anf_time_parse (handed_at, &at, error)))
    return FALSE;
  if (at > work->now)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: %s is still to come"), "handed_at",
                            handed_at);
  JsonObject *act = anf_work_act_with (work);
  json_object_set_string_member (act, "check",
                                 compare (item, anf_json_peek_string (work->call->body, "sha256")));
  json_array_add_object_element (handovers, act);
  if (!anf_work_save (work, item, "handed_over", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}
