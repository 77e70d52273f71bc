/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-leads.h"
#include "anf-sealing.h"

#include <glib/gi18n.h>

#include <string.h>

/* 政府督查工作条例 24, 监察法 74: who told it is told to nobody. */
gboolean
anf_lead_take_informant (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonObject *given = anf_json_peek_object (doc, "informant");
  if (given == NULL)
    {
      json_object_set_boolean_member (doc, "named", anf_json_peek_bool (doc, "named"));
      return anf_apart_rows_remove (work->tx, ANF_APART_INFORMANT, work->call->id, error);
    }
  if (json_object_has_member (doc, "named") && !anf_json_peek_bool (doc, "named"))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("informant: an anonymous lead has none: leave it out, or say that "
                               "the lead is named"));
  g_autoptr (JsonObject) informant = anf_json_copy_object (given);
  json_object_remove_member (doc, "informant");
  json_object_set_boolean_member (doc, "named", TRUE);
  g_autofree char *hash = anf_sealing_keep (work, ANF_APART_INFORMANT, informant, error);
  if (hash != NULL)
    json_object_set_string_member (doc, "informant_sha256", hash);
  return hash != NULL;
}

/* A write: whoever looks leaves a leaf, with their reason kept in the lead. */
gboolean
anf_leads_read_informant (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) lead = anf_work_find (work, ANF_NOUN_LEAD, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autofree char *text = NULL;
  if (lead == NULL || !anf_facts_of_lead (work, lead->doc, &sheet, error)
      || !anf_facts_add_line (work, &sheet, error) || !anf_work_check (work, &sheet.facts, error)
      || !anf_sealing_lookup (work->office->sealer, work->tx, ANF_APART_INFORMANT, work->call->id,
                              &text, error))
    return FALSE;
  if (text == NULL)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("nobody is on record for this lead"));
  g_autoptr (JsonObject) informant = anf_json_parse_object (text, strlen (text), error);
  if (informant == NULL)
    return FALSE;
  JsonArray *reads = anf_json_peek_array (lead->doc, "informant_reads");
  if (reads == NULL)
    {
      reads = json_array_new ();
      json_object_set_array_member (lead->doc, "informant_reads", reads);
    }
  json_array_add_object_element (reads, anf_work_act_with (work));
  if (!anf_work_save (work, lead, "informant_read", NULL, error))
    return FALSE;
  json_object_remove_member (informant, "salt");
  anf_work_reply_text (work, "application/json", anf_json_format_object (informant));
  return TRUE;
}
