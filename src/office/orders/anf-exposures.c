/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exposures.h"

#include "anf-accountable.h"
#include "anf-calendar.h"
#include "anf-error.h"
#include "anf-exposure-correction.h"
#include "anf-facts.h"
#include "anf-hold.h"
#include "anf-json.h"
#include "anf-names.h"
#include "anf-period.h"

#include <glib/gi18n.h>

#include <string.h>

static JsonObject *
build (AnfWork *work, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  json_object_set_string_member (doc, "id", work->call->id);
  if (!anf_exposure_check_draft (work, doc, error))
    return NULL;
  json_object_set_object_member (doc, "drafted", anf_work_act (work));
  return g_steal_pointer (&doc);
}

static gboolean
link_findings (AnfWork *work, const AnfItem *item, GError **error)
{
  return anf_work_change_links (work, item, "finding", anf_json_peek_array (item->doc, "findings"),
                                anf_records_link, error);
}

static void
set_columns (AnfItem *item)
{
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (item->doc, "scheme"));
  g_free (item->record->unit);
  item->record->unit = g_strdup (anf_json_peek_string (item->doc, "unit"));
}

static gboolean
create (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_EXPOSURE, work->call->id, doc);
  set_columns (item);
  if (!anf_work_create (work, item, "drafted", "drafted", NULL, error)
      || !link_findings (work, item, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static gboolean
finish (AnfWork *work, AnfItem *item, const char *event, GError **error)
{
  if (!anf_work_save (work, item, event, NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

static gboolean
edit (AnfWork *work, AnfItem *item, JsonObject *doc, GError **error)
{
  json_object_set_string_member (doc, "created_at", anf_json_peek_string (item->doc, "created_at"));
  json_object_set_string_member (doc, "created_by", anf_json_peek_string (item->doc, "created_by"));
  anf_facts_keep_drafters (doc, item->doc);
  json_object_unref (item->doc);
  item->doc = doc;
  set_columns (item);
  return anf_work_step (work, ANF_MACHINE_EXPOSURE, item, "edit", error)
         && link_findings (work, item, error) && finish (work, item, "edited", error);
}

gboolean
anf_exposures_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_EXPOSURE, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = build (work, error);
  if (doc == NULL)
    return FALSE;
  return existing != NULL ? edit (work, existing, doc, error) : create (work, doc, error);
}

static gboolean
is_public (AnfWork *work, JsonObject *exposure)
{
  return json_object_has_member (exposure, "published");
}

gboolean
anf_exposures_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) == ANF_SCOPE_ALL)
    return anf_work_reply_list (work, ANF_NOUN_EXPOSURE, &query, error);
  query.unit = work->actor.unit != NULL ? work->actor.unit : "";
  return anf_work_reply_picked (work, ANF_NOUN_EXPOSURE, &query, is_public, error);
}

static AnfItem *
find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EXPOSURE, work->call->id, error);
  if (item == NULL)
    return NULL;
  g_auto (AnfFactSheet) sheet = { 0 };
  return anf_facts_of_exposure (work, item->doc, &sheet, error)
                 && anf_work_check (work, &sheet.facts, error)
             ? g_steal_pointer (&item)
             : NULL;
}

gboolean
anf_exposures_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

/* Names of people go out only by a decision of its own (domain.md D.7); else they are masked. */
static gboolean
settle_text (AnfWork *work, JsonObject *doc, const char *persons, GError **error)
{
  static const char *const texts[] = { "title", "text" };
  g_auto (GStrv) names = anf_facts_dup_strings (anf_json_peek_array (doc, "persons"));
  JsonObject *public = json_object_new ();
  json_object_set_object_member (doc, "public", public);
  if ((names[0] != NULL) != (persons != NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            names[0] != NULL
                                ? _ ("persons: it names people: say whether they go out named or "
                                     "masked")
                                : _ ("persons: it says of nobody that they are named in it"));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = anf_json_peek_string (doc, texts[i]);
      g_autofree char *masked
          = g_strcmp0 (persons, "masked") == 0 ? anf_names_mask (text, names) : g_strdup (text);
      json_object_set_string_member (public, texts[i], masked);
      if (!anf_accountable_mask_public (work, doc, public, texts[i], error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_exposures_approve (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_EXPOSURE, item, "approve", error))
    return FALSE;
  if (!anf_hold_check (work, anf_json_peek_array (item->doc, "findings"), error))
    return FALSE;
  if (is_public (work, item->doc))
    return anf_exposure_correction_approve (work, item, error)
           && finish (work, item, "correction_approved", error);
  /* What was verified then may have been taken back since. */
  if (!anf_exposure_check_draft (work, item->doc, error)
      || !settle_text (work, item->doc, anf_json_peek_string (work->call->body, "persons"), error))
    return FALSE;
  json_object_set_object_member (item->doc, "approved", anf_work_act_with (work));
  return finish (work, item, "approved", error);
}

gboolean
anf_exposures_decline (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_EXPOSURE, item, "decline", error))
    return FALSE;
  if (is_public (work, item->doc))
    return anf_exposure_correction_decline (work, item, error)
           && finish (work, item, "correction_declined", error);
  json_object_set_object_member (item->doc, "declined", anf_work_act_with (work));
  return finish (work, item, "declined", error);
}

/* The day on which the public read it: not before @since (a time), and not still to come. */
static gboolean
check_day (AnfWork *work, JsonObject *since, GError **error)
{
  const char *text = anf_json_peek_string (work->call->body, "published_on");
  gint64 at = 0;
  GDate day, first, today;
  if (!anf_date_parse (text, &day, error)
      || !anf_time_parse (anf_json_peek_string (since, "at"), &at, error))
    return FALSE;
  anf_time_local_date (at, &first);
  anf_time_local_date (work->now, &today);
  return (g_date_compare (&day, &first) >= 0 && g_date_compare (&day, &today) <= 0)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("published_on: %s is before it was approved, or still to come"),
                             text);
}

static JsonObject *
describe (const AnfItem *exposure, const char *on, const char *finding)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (exposure->doc, "findings"));
  JsonObject *exposed = json_object_new ();
  json_object_set_string_member (exposed, "exposure", exposure->record->id);
  anf_json_set_string (exposed, "on", on);
  json_object_set_boolean_member (exposed, "counts", g_strcmp0 (ids[0], finding) == 0);
  return exposed;
}

/* What other exposures have told of the finding, and still do: neither one that is taken back nor
   one that is published later takes that away. */
static JsonArray *
list_others (AnfWork *work, const AnfItem *item, const char *finding, GError **error)
{
  const AnfRecordsQuery query
      = { .state = "published", .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) others = anf_work_list (work, ANF_NOUN_EXPOSURE, &query, error);
  JsonArray *exposures = others != NULL ? json_array_new () : NULL;
  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      const AnfItem *other = others->pdata[i];
      JsonObject *published = anf_json_peek_object (other->doc, "published");
      /* The link stays when a draft drops the finding. */
      if (strcmp (other->record->id, item->record->id) != 0
          && anf_json_array_has_string (anf_json_peek_array (other->doc, "findings"), finding))
        json_array_add_object_element (
            exposures, describe (other, anf_json_peek_string (published, "published_on"), finding));
    }
  return exposures;
}

/* All of them, and the one that the public read last. */
static void
set_exposures (JsonObject *finding, JsonArray *exposures)
{
  JsonObject *last = NULL;
  for (guint i = 0; i < json_array_get_length (exposures); i++)
    {
      JsonObject *exposed = json_array_get_object_element (exposures, i);
      if (last == NULL
          || g_strcmp0 (anf_json_peek_string (exposed, "on"), anf_json_peek_string (last, "on"))
                 >= 0)
        last = exposed;
    }
  json_object_remove_member (finding, "exposed");
  json_object_remove_member (finding, "exposures");
  if (last == NULL)
    return;
  json_object_set_array_member (finding, "exposures", json_array_ref (exposures));
  json_object_set_object_member (finding, "exposed", json_object_ref (last));
}

/* Each finding says that it was exposed; the first stands for the exposure where these are counted.
 */
static gboolean
mark_findings (AnfWork *work, const AnfItem *item, const char *event, GError **error)
{
  const gboolean published = strcmp (event, "exposed") == 0;
  const char *on = anf_json_peek_string (work->call->body, "published_on");
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (item->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      g_autoptr (JsonArray) exposures
          = finding != NULL ? list_others (work, item, ids[i], error) : NULL;
      if (exposures == NULL)
        return FALSE;
      if (published)
        json_array_add_object_element (exposures, describe (item, on, ids[i]));
      set_exposures (finding->doc, exposures);
      if (!anf_work_save (work, finding, event, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
publish_correction (AnfWork *work, AnfItem *item, GError **error)
{
  JsonObject *approved = anf_exposure_correction_find_approval (item, error);
  if (approved == NULL || !check_day (work, approved, error))
    return FALSE;
  anf_exposure_correction_publish (work, item);
  return finish (work, item, "corrected", error);
}

gboolean
anf_exposures_publish (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_EXPOSURE, item, "publish", error)
      || !anf_exposure_check_text (work, "medium",
                                   anf_json_peek_string (work->call->body, "medium"), error)
      || !anf_hold_check (work, anf_json_peek_array (item->doc, "findings"), error))
    return FALSE;
  if (is_public (work, item->doc))
    return publish_correction (work, item, error);
  if (!check_day (work, anf_json_peek_object (item->doc, "approved"), error))
    return FALSE;
  json_object_set_object_member (item->doc, "published", anf_work_act_with (work));
  return mark_findings (work, item, "exposed", error) && finish (work, item, "published", error);
}

gboolean
anf_exposures_correct (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  return item != NULL && anf_work_step (work, ANF_MACHINE_EXPOSURE, item, "correct", error)
         && anf_exposure_correction_draft (work, item, error)
         && finish (work, item, "correction_drafted", error);
}

/* What is said of what was out, the unit reads. */
static gboolean
tell_revoked (AnfWork *work, const AnfItem *item, GError **error)
{
  JsonObject *revoked = anf_json_peek_object (item->doc, "revoked");
  if (!anf_exposure_check_text (work, "reason", anf_json_peek_string (revoked, "reason"), error)
      || !anf_exposure_mask_act (work, item, revoked, "reason", error))
    return FALSE;
  return mark_findings (work, item, "exposure_revoked", error);
}

gboolean
anf_exposures_revoke (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_EXPOSURE, item, "revoke", error))
    return FALSE;
  json_object_set_object_member (item->doc, "revoked", anf_work_act_with (work));
  if (json_object_has_member (item->doc, "published") && !tell_revoked (work, item, error))
    return FALSE;
  return finish (work, item, "revoked", error);
}
