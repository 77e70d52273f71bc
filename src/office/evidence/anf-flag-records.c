/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-flag-records.h"

#include "anf-evidence-parent.h"
#include "anf-evidence.h"
#include "anf-json.h"

#include <string.h>

void
anf_flag_verdict_free (AnfFlagVerdict *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_clear_pointer (&self->about, json_object_unref);
  g_clear_pointer (&self->flags, g_ptr_array_unref);
  g_free (self);
}

void
anf_flag_verdict_describe (AnfFlagVerdict *self, JsonObject *parent, JsonObject *evidence)
{
  self->about = json_object_new ();
  anf_json_set_string (self->about, "scheme", anf_json_peek_string (parent, "scheme"));
  if (evidence == NULL)
    {
      anf_json_set_string (self->about, "visit", anf_json_peek_string (parent, "id"));
      return;
    }
  anf_json_set_string (self->about, "evidence", anf_json_peek_string (evidence, "id"));
  anf_evidence_copy_parent (self->about, evidence);
  anf_json_set_string (self->about, "filename", anf_json_peek_string (evidence, "filename"));
}

GPtrArray *
anf_flag_records_list (AnfWork *work, const char *subject, const char *state, GError **error)
{
  const AnfRecordsQuery query = { .link_kind = "subject", .link_target = subject, .state = state };
  return anf_work_list (work, ANF_NOUN_FLAG, &query, error);
}

static JsonObject *
explain (const AnfFlag *flag)
{
  JsonObject *words = json_object_new ();
  for (gboolean chinese = FALSE; chinese <= TRUE; chinese++)
    {
      g_autofree char *text
          = anf_check_explain (flag->check, flag->figure, flag->threshold, flag->detail, chinese);
      json_object_set_string_member (words, chinese ? "zh_CN" : "en", text);
    }
  return words;
}

/* What it found, into a document that may say something else so far. Returns: whether it does. */
static gboolean
set_finding (JsonObject *doc, const AnfFlag *flag)
{
  g_autofree char *before = anf_json_format_object (doc);
  json_object_set_string_member (doc, "check", anf_check_name (flag->check));
  json_object_set_int_member (doc, "figure", flag->figure);
  json_object_set_int_member (doc, "threshold", flag->threshold);
  json_object_set_string_member (doc, "unit", anf_check_unit (flag->check));
  json_object_set_object_member (doc, "explanation", explain (flag));
  JsonArray *others = json_array_new ();
  for (gsize i = 0; flag->others != NULL && flag->others[i] != NULL; i++)
    json_array_add_string_element (others, flag->others[i]);
  json_object_set_array_member (doc, "others", others);
  g_autofree char *after = anf_json_format_object (doc);
  return strcmp (before, after) != 0;
}

static char *
make_id (const AnfFlagVerdict *verdict, AnfCheck check)
{
  g_autofree char *kind = g_strconcat ("flag ", anf_check_name (check), NULL);
  return anf_evidence_derivative_id (verdict->subject, kind);
}

static gboolean
create (AnfWork *work,
        const AnfFlagVerdict *verdict,
        const AnfFlag *flag,
        const char *id,
        GError **error)
{
  JsonObject *doc = anf_json_copy_object (verdict->about);
  (void)set_finding (doc, flag);
  json_object_set_string_member (doc, "id", id);
  json_object_set_array_member (doc, "answers", json_array_new ());
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_FLAG, id, doc);
  const char *visit = anf_json_peek_string (doc, "visit");
  item->record->parent = g_strdup (visit != NULL ? visit : anf_json_peek_string (doc, "order"));
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->request = g_strdup ("");
  return anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_FLAG), "raised", NULL,
                          error)
         && anf_records_link (work->tx, ANF_NOUN_FLAG, item->record, "subject", verdict->subject,
                              error);
}

static gboolean
move (AnfWork *work, AnfItem *item, const char *event, const char *leaf, GError **error)
{
  return anf_work_step (work, ANF_MACHINE_FLAG, item, event, error)
         && anf_work_save (work, item, leaf, NULL, error);
}

static gboolean
raise_flag (AnfWork *work, const AnfFlagVerdict *verdict, const AnfFlag *flag, GError **error)
{
  g_autofree char *id = make_id (verdict, flag->check);
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_FLAG, id, &record, error))
    return FALSE;
  if (record == NULL)
    return create (work, verdict, flag, id, error);
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_FLAG, id, error);
  if (item == NULL)
    return FALSE;
  const gboolean changed = set_finding (item->doc, flag);
  if (!changed && strcmp (item->record->state, "lapsed") != 0)
    return TRUE;
  return move (work, item, "raise", "raised", error);
}

static gboolean
still_holds (const AnfFlagVerdict *verdict, const AnfItem *item)
{
  const char *check = anf_json_peek_string (item->doc, "check");
  for (guint i = 0; i < verdict->flags->len; i++)
    {
      const AnfFlag *flag = g_ptr_array_index (verdict->flags, i);
      if (g_strcmp0 (anf_check_name (flag->check), check) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
anf_flag_records_save (AnfWork *work, const AnfFlagVerdict *verdict, GError **error)
{
  if (verdict->flags == NULL)
    return TRUE;
  for (guint i = 0; i < verdict->flags->len; i++)
    if (!raise_flag (work, verdict, g_ptr_array_index (verdict->flags, i), error))
      return FALSE;
  g_autoptr (GPtrArray) all = anf_flag_records_list (work, verdict->subject, NULL, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      AnfItem *item = all->pdata[i];
      if (strcmp (item->record->state, "lapsed") != 0 && !still_holds (verdict, item)
          && !move (work, item, "lapse", "lapsed", error))
        return FALSE;
    }
  return all != NULL;
}
