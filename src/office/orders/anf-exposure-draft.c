/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-evidence.h"
#include "anf-exposures.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-named.h"
#include "anf-words.h"

#include <glib/gi18n.h>

/* Only what was verified is told to the public. */
static gboolean
check_finding (AnfWork *work, JsonObject *doc, const char *id, GPtrArray *shows, GError **error)
{
  static const char *const unverified[]
      = { "registered", "verifying", "not_established", "merged", NULL };
  g_autoptr (AnfItem) finding = anf_work_find_named (work, ANF_NOUN_FINDING, "findings", id, error);
  if (finding == NULL)
    return FALSE;
  if (g_strv_contains (unverified, finding->record->state))
    return anf_error_throw (
        error, ANF_ERROR_STATE, _ ("findings: %s is %s: only what was verified is exposed"),
        finding->record->number, anf_word_state ("finding", finding->record->state));
  const char *unit = anf_json_peek_string (doc, "unit");
  if (unit != NULL
      && (g_strcmp0 (unit, finding->record->unit) != 0
          || g_strcmp0 (anf_json_peek_string (doc, "scheme"), finding->record->scheme) != 0))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("findings: an exposure is of one unit under one scheme: %s belongs "
                               "elsewhere"),
                            finding->record->number);
  json_object_set_string_member (doc, "unit", finding->record->unit);
  json_object_set_string_member (doc, "scheme", finding->record->scheme);
  g_auto (GStrv) evidence = anf_facts_dup_strings (anf_json_peek_array (finding->doc, "evidence"));
  /* Of what a complainant photographed nothing is made public: it tells the unit who complained. */
  for (gsize i = 0; !json_object_has_member (finding->doc, "lead") && evidence[i] != NULL; i++)
    g_ptr_array_add (shows, g_strdup (evidence[i]));
  return TRUE;
}

/* An original has faces, a place and a time in it: what goes out is its redacted copy. */
static gboolean
check_photo (AnfWork *work, const char *original, GPtrArray *shows, GError **error)
{
  g_autofree char *id = anf_evidence_derivative_id (original, "redacted");
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_EVIDENCE, id, &record, error))
    return FALSE;
  return (record != NULL && g_strcmp0 (record->parent, original) == 0
          && g_ptr_array_find_with_equal_func (shows, original, g_str_equal, NULL))
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("photos: %s does not show these findings, or has no redacted copy "
                                "that could go out"),
                             original);
}

gboolean
anf_exposure_check_text (AnfWork *work, const char *member, const char *text, GError **error)
{
  const char *const texts[] = { text, NULL };
  const char *found = NULL;
  return anf_named_find (work, ANF_ROLES_OFFICE, texts, &found, error)
         && (found == NULL
             || anf_error_throw (error, ANF_ERROR_INVALID,
                                 _ ("%s: it names somebody of the office: what the public "
                                    "reads says nothing of who inspects"),
                                 member));
}

gboolean
anf_exposure_check_draft (AnfWork *work, JsonObject *doc, GError **error)
{
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  g_auto (GStrv) photos = anf_facts_dup_strings (anf_json_peek_array (doc, "photos"));
  g_autoptr (GPtrArray) shows = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; findings[i] != NULL; i++)
    if (!check_finding (work, doc, findings[i], shows, error))
      return FALSE;
  for (gsize i = 0; photos[i] != NULL; i++)
    if (!check_photo (work, photos[i], shows, error))
      return FALSE;
  return anf_exposure_check_text (work, "title", anf_json_peek_string (doc, "title"), error)
         && anf_exposure_check_text (work, "text", anf_json_peek_string (doc, "text"), error);
}
