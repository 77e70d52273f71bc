/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-flags.h"

#include "anf-check.h"
#include "anf-checks-due.h"
#include "anf-error.h"
#include "anf-examinations.h"
#include "anf-facts.h"
#include "anf-flag-records.h"
#include "anf-json.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* Named in a refusal; the list has the rest. */
#define NAMED_MAX 10

/* A list that is not whole yet says so. */
static gboolean
add_waiting (AnfWork *work, const char *parent, GError **error)
{
  gint64 count = 0;
  gsize size = 0;
  if (!anf_checks_due_count (work->tx, parent, &count, error))
    return FALSE;
  const char *text = g_bytes_get_data (work->reply->body, &size);
  char *more
      = g_strdup_printf ("%.*s,\"waiting\":%" G_GINT64_FORMAT "}", (int)size - 1, text, count);
  g_bytes_unref (work->reply->body);
  work->reply->body = g_bytes_new_take (more, strlen (more));
  return TRUE;
}

gboolean
anf_flags_list (AnfWork *work, GError **error)
{
  const char *visit = anf_work_get_query (work, "visit");
  const char *order = anf_work_get_query (work, "order");
  const char *evidence = anf_work_get_query (work, "evidence");
  if ((visit != NULL) + (order != NULL) + (evidence != NULL) > 1)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("flags are listed by visit, by order or by evidence: name one"));
  AnfRecordsQuery query
      = { .parent = visit != NULL ? visit : order, .state = anf_work_get_query (work, "state") };
  if (evidence != NULL)
    {
      query.link_kind = "subject";
      query.link_target = evidence;
    }
  return anf_work_reply_list (work, ANF_NOUN_FLAG, &query, error)
         && (query.parent == NULL || add_waiting (work, query.parent, error));
}

/* What the flag is about says who may see and answer it. */
static gboolean
gather (AnfWork *work, JsonObject *flag, AnfFactSheet *sheet, GError **error)
{
  const char *evidence_id = anf_json_peek_string (flag, "evidence");
  const char *visit_id = anf_json_peek_string (flag, "visit");
  const AnfNoun noun = evidence_id != NULL ? ANF_NOUN_EVIDENCE : ANF_NOUN_VISIT;
  g_autoptr (AnfItem) about
      = anf_work_find (work, noun, evidence_id != NULL ? evidence_id : visit_id, error);
  if (about == NULL)
    return FALSE;
  return (noun == ANF_NOUN_EVIDENCE ? anf_facts_of_evidence (work, about->doc, sheet, error)
                                    : anf_facts_of_visit (work, about->doc, sheet, error))
         && anf_facts_add_line (work, sheet, error);
}

static AnfItem *
find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_FLAG, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !gather (work, item->doc, &sheet, error)
      || !anf_work_check (work, &sheet.facts, error))
    return NULL;
  return g_steal_pointer (&item);
}

gboolean
anf_flags_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

gboolean
anf_flags_answer (AnfWork *work, GError **error)
{
  const char *outcome = NULL;
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_json_get_string (work->call->body, "outcome", &outcome, error))
    return FALSE;
  g_autofree char *event = g_strconcat ("answer:", outcome, NULL);
  if (!anf_work_step (work, ANF_MACHINE_FLAG, item, event, error))
    return FALSE;
  json_array_add_object_element (anf_json_peek_array (item->doc, "answers"),
                                 anf_work_act_with (work));
  if (!anf_work_save (work, item, "answered", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

/* ---- What must not go on ---- */

typedef struct
{
  GString *text;
  guint count;
} Named;

static void
name_flag (Named *named, JsonObject *flag)
{
  AnfCheck check = ANF_CHECK_COUNT;
  const char *file = anf_json_peek_string (flag, "filename");
  if (named->count++ >= NAMED_MAX || !anf_check_find (anf_json_peek_string (flag, "check"), &check))
    return;
  const char *title = anf_check_title (check, anf_word_is_chinese ());
  g_autofree char *of_file = file != NULL ? g_strdup_printf (_ ("%s: %s"), file, title) : NULL;
  g_string_append_printf (named->text, "%s%s %s", named->count > 1 ? _ ("; ") : "",
                          anf_json_peek_string (flag, "id"), of_file != NULL ? of_file : title);
}

static gboolean
name_flags (
    AnfWork *work, const char *const *subjects, const char *state, Named *named, GError **error)
{
  for (gsize i = 0; subjects[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) flags = anf_flag_records_list (work, subjects[i], state, error);
      if (flags == NULL)
        return FALSE;
      for (guint j = 0; j < flags->len; j++)
        name_flag (named, ((const AnfItem *)flags->pdata[j])->doc);
    }
  if (named->count > NAMED_MAX)
    g_string_append_printf (named->text, "%s+%u", _ ("; "), named->count - NAMED_MAX);
  return TRUE;
}

static gboolean
check_state (AnfWork *work,
             const char *const *subjects,
             const char *state,
             const char *refusal,
             GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Named named = { .text = text };
  if (!name_flags (work, subjects, state, &named, error))
    return FALSE;
  return named.count == 0
         || anf_error_throw (error, ANF_ERROR_STATE, _ ("%s: %s"), refusal, text->str);
}

static gboolean
is_seen (AnfWork *work, const char *subject, gboolean *seen, GError **error)
{
  gboolean due = FALSE;
  gboolean visit_due = FALSE;
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_EVIDENCE, subject, &record, error)
      || !anf_checks_due_has (work->tx, ANF_DUE_EVIDENCE, subject, &due, error)
      || !anf_checks_due_has (work->tx, ANF_DUE_VISIT, subject, &visit_due, error))
    return FALSE;
  const gboolean pending = record != NULL && strcmp (record->state, "received") == 0;
  *seen = !pending && !due && !visit_due;
  return TRUE;
}

/* Whether to wait a moment, or to have somebody see to it. */
static gboolean
refuse_unseen (AnfWork *work, const char *subject, GError **error)
{
  gboolean failed = FALSE;
  if (!anf_checks_due_has_failed (work->tx, subject, &failed, error))
    return FALSE;
  if (failed)
    return anf_error_throw (
        error, ANF_ERROR_BUSY,
        _ ("%s could not be examined or checked, which is tried again within an "
           "hour: if that does not help, have an administrator run fsck"),
        subject);
  return anf_error_throw (error, ANF_ERROR_BUSY,
                          _ ("%s is still being examined and checked: try again in a moment"),
                          subject);
}

/* Without the thread that looks nothing would ever be seen, and that is no fault of the evidence.
 */
static gboolean
check_seen (AnfWork *work, const char *const *subjects, GError **error)
{
  if (!anf_examinations_are_running (work->office->examinations))
    return TRUE;
  for (gsize i = 0; subjects[i] != NULL; i++)
    {
      gboolean seen = FALSE;
      if (!is_seen (work, subjects[i], &seen, error))
        return FALSE;
      if (!seen)
        return refuse_unseen (work, subjects[i], error);
    }
  return TRUE;
}

gboolean
anf_flags_check_settled (AnfWork *work,
                         const char *const *subjects,
                         gboolean all_seen,
                         GError **error)
{
  return (!all_seen || check_seen (work, subjects, error))
         && check_state (work, subjects, "open",
                         _ ("a verifier has to answer these flags of the evidence first (anfang "
                            "flag answer)"),
                         error)
         && check_state (work, subjects, "unexplained",
                         _ ("these flags of the evidence cannot be explained, so nothing may be "
                            "built on it"),
                         error);
}

gboolean
anf_flags_check_finding (AnfWork *work, JsonObject *finding, gboolean all_seen, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (finding, "evidence"));
  const char *const visit[] = { anf_json_peek_string (finding, "visit"), NULL };
  return anf_flags_check_settled (work, (const char *const *)ids, all_seen, error)
         && (ids[0] == NULL || anf_flags_check_settled (work, visit, all_seen, error));
}

/* Only what was filed last: what was sent back with it stays behind. */
static gboolean
check_result (AnfWork *work, JsonObject *order, GError **error)
{
  static const char *const members[] = { "feedback", "reinspection", NULL };
  for (gsize i = 0; members[i] != NULL; i++)
    {
      JsonObject *act = anf_json_peek_object (order, members[i]);
      g_auto (GStrv) ids
          = anf_facts_dup_strings (act != NULL ? anf_json_peek_array (act, "evidence") : NULL);
      if (!anf_flags_check_settled (work, (const char *const *)ids, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_flags_check_order (AnfWork *work, JsonObject *order, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL || !anf_flags_check_finding (work, finding->doc, TRUE, error))
        return FALSE;
    }
  return check_result (work, order, error);
}

/* ---- In a pack ---- */

static gboolean
hide_names (AnfWork *work, JsonObject *flag, GError **error)
{
  JsonArray *answers = anf_json_peek_array (flag, "answers");
  for (guint i = 0; i < json_array_get_length (answers); i++)
    {
      JsonObject *answer = json_array_get_object_element (answers, i);
      g_autoptr (AnfItem) account
          = anf_work_find (work, ANF_NOUN_ACCOUNT, anf_json_peek_string (answer, "by"), error);
      if (account == NULL)
        return FALSE;
      anf_json_set_string (answer, "by", anf_json_peek_string (account->doc, "pseudonym"));
    }
  return TRUE;
}

JsonArray *
anf_flags_describe (AnfWork *work, const char *id, GError **error)
{
  static const char *const shown[] = { "id",   "check",  "state",       "figure",  "threshold",
                                       "unit", "others", "explanation", "answers", NULL };
  g_autoptr (JsonArray) flags = json_array_new ();
  g_autoptr (GPtrArray) items = anf_flag_records_list (work, id, NULL, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const AnfItem *item = items->pdata[i];
      g_autoptr (JsonObject) entry = json_object_new ();
      for (gsize at = 0; shown[at] != NULL; at++)
        json_object_set_member (entry, shown[at], json_object_dup_member (item->doc, shown[at]));
      JsonObject *copy = anf_json_copy_object (entry);
      json_array_add_object_element (flags, copy);
      if (!hide_names (work, copy, error))
        return NULL;
    }
  return items != NULL ? g_steal_pointer (&flags) : NULL;
}
