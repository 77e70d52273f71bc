/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exposure-correction.h"

#include "anf-accountable.h"
#include "anf-error.h"
#include "anf-exposures.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-names.h"

#include <glib/gi18n.h>

#include <string.h>

gboolean
anf_exposure_mask_act (
    AnfWork *work, const AnfItem *exposure, JsonObject *act, const char *member, GError **error)
{
  JsonObject *approved = anf_json_peek_object (exposure->doc, "approved");
  if (!anf_accountable_mask_public (work, exposure->doc, act, member, error))
    return FALSE;
  if (g_strcmp0 (anf_json_peek_string (approved, "persons"), "masked") != 0)
    return TRUE;
  g_auto (GStrv) names = anf_facts_dup_strings (anf_json_peek_array (exposure->doc, "persons"));
  g_autofree char *masked = anf_names_mask (anf_json_peek_string (act, member), names);
  json_object_set_string_member (act, member, masked);
  return TRUE;
}

gboolean
anf_exposure_correction_draft (AnfWork *work, AnfItem *exposure, GError **error)
{
  if (!anf_exposure_check_text (work, "text", anf_json_peek_string (work->call->body, "text"),
                                error))
    return FALSE;
  g_autoptr (JsonObject) correction = anf_work_act_with (work);
  if (!anf_exposure_mask_act (work, exposure, correction, "text", error))
    return FALSE;
  anf_facts_add_drafter (exposure->doc, work->actor.name);
  json_object_set_object_member (exposure->doc, "correction", g_steal_pointer (&correction));
  return TRUE;
}

/* What was written and is neither decided on nor out. */
static JsonObject *
find_undecided (const AnfItem *exposure, GError **error)
{
  JsonObject *correction = anf_json_peek_object (exposure->doc, "correction");
  if (correction != NULL && !json_object_has_member (correction, "approved")
      && !json_object_has_member (correction, "declined"))
    return correction;
  anf_error_throw (error, ANF_ERROR_STATE,
                   _ ("the exposure is out, and no correction of it waits for a decision: write "
                      "one first"));
  return NULL;
}

gboolean
anf_exposure_correction_approve (AnfWork *work, AnfItem *exposure, GError **error)
{
  JsonObject *correction = find_undecided (exposure, error);
  if (correction == NULL)
    return FALSE;
  if (json_object_has_member (work->call->body, "persons"))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("persons: whether people go out named was decided with the "
                               "exposure, and holds for its corrections"));
  /* Somebody may have come into the office since, or be named by an 问责建议 only now. */
  if (!anf_exposure_check_text (work, "text", anf_json_peek_string (correction, "text"), error)
      || !anf_exposure_mask_act (work, exposure, correction, "text", error))
    return FALSE;
  json_object_set_object_member (correction, "approved", anf_work_act (work));
  return TRUE;
}

gboolean
anf_exposure_correction_decline (AnfWork *work, AnfItem *exposure, GError **error)
{
  JsonObject *correction = find_undecided (exposure, error);
  if (correction != NULL)
    json_object_set_object_member (correction, "declined", anf_work_act_with (work));
  return correction != NULL;
}

JsonObject *
anf_exposure_correction_find_approval (const AnfItem *exposure, GError **error)
{
  JsonObject *correction = anf_json_peek_object (exposure->doc, "correction");
  JsonObject *approved = correction != NULL ? anf_json_peek_object (correction, "approved") : NULL;
  if (approved == NULL)
    anf_error_throw (error, ANF_ERROR_STATE,
                     _ ("the exposure is out, and no correction of it is approved"));
  return approved;
}

void
anf_exposure_correction_publish (AnfWork *work, AnfItem *exposure)
{
  static const char *const said[] = { "medium", "published_on", "url" };
  JsonArray *corrections = anf_json_peek_array (exposure->doc, "corrections");
  JsonObject *correction
      = anf_json_copy_object (anf_json_peek_object (exposure->doc, "correction"));
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    anf_json_set_string (correction, said[i], anf_json_peek_string (work->call->body, said[i]));
  if (corrections == NULL)
    {
      corrections = json_array_new ();
      json_object_set_array_member (exposure->doc, "corrections", corrections);
    }
  json_array_add_object_element (corrections, correction);
  json_object_remove_member (exposure->doc, "correction");
}
