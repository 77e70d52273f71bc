/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-content-hash.h"
#include "anf-disclosure.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-mail-queue.h"
#include "anf-notice-rows.h"
#include "anf-notices.h"
#include "anf-reference-data.h"

#include <inttypes.h>
#include <string.h>

static gboolean
gather_readers (AnfWork *work, JsonObject *order, AnfFactSheet *sheet, GError **error)
{
  anf_facts_add_readers (order, sheet);
  return TRUE;
}

static gboolean
gather_task (AnfWork *work, JsonObject *task, AnfFactSheet *sheet, GError **error)
{
  anf_facts_of_task (task, sheet);
  return TRUE;
}

/* What the policy asks of the record, as far as reading it goes. */
static gboolean
gather (AnfWork *work, const AnfItem *item, AnfFactSheet *sheet, GError **error)
{
  static gboolean (*const gatherers[ANF_NOUN_COUNT]) (AnfWork *, JsonObject *, AnfFactSheet *,
                                                      GError **)
      = { [ANF_NOUN_ORDER] = gather_readers,           [ANF_NOUN_TASK] = gather_task,
          [ANF_NOUN_EXPOSURE] = anf_facts_of_exposure, [ANF_NOUN_VISIT] = anf_facts_of_visit,
          [ANF_NOUN_FINDING] = anf_facts_of_finding,   [ANF_NOUN_LEAD] = anf_facts_of_lead,
          [ANF_NOUN_REFERRAL] = anf_facts_of_referral };
  sheet->facts.subject = item->record->id;
  return gatherers[item->noun] == NULL || gatherers[item->noun](work, item->doc, sheet, error);
}

/* Nobody is told of what they could not look at: the policy decides, as if they asked for it. */
static gboolean
may_know (AnfWork *work,
          const AnfItem *item,
          const AnfNoticeKind *kind,
          const AnfActor *reader,
          gboolean *may,
          GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  AnfWork inner = *work;
  inner.actor = *reader;
  *may = FALSE;
  if (anf_policy_get_side (reader) == ANF_SIDE_UNIT && !kind->to_units)
    return TRUE;
  if (!anf_policy_may_call (kind->shown_by, reader, NULL))
    return TRUE;
  if (!gather (&inner, item, &sheet, error))
    return FALSE;
  *may = anf_policy_check (kind->shown_by, reader, &sheet.facts, NULL);
  return TRUE;
}

static const char *
find_number (const AnfItem *item)
{
  return item->noun == ANF_NOUN_STEP ? anf_json_peek_string (item->doc, "order_number")
                                     : item->record->number;
}

static gboolean
insert (AnfWork *work,
        const AnfItem *item,
        const AnfNoticeRule *rule,
        AnfNoticeRow *row,
        gboolean morning,
        GError **error)
{
  g_autofree char *record = g_strdup_printf ("%s/%s", anf_noun_name (item->noun), item->record->id);
  g_autofree char *mail = NULL;
  gboolean added = FALSE;
  if (!rule->kind->silent
      && !anf_mail_queue_add (work, row->account, row->id, morning, &mail, error))
    return FALSE;
  row->event = rule->kind->event;
  row->record = record;
  row->number = find_number (item);
  row->at = work->now;
  row->mail = mail;
  return anf_notice_rows_add (work->tx, row, &added, error);
}

static gboolean
tell (AnfWork *work,
      const AnfItem *item,
      const AnfNoticeRule *rule,
      AnfNoticeCause *cause,
      JsonObject *account,
      GError **error)
{
  AnfActor reader;
  gboolean may = FALSE;
  gint64 seq = 0;
  anf_actor_init (&reader, account);
  /* Who has yet to choose a password reads it afterwards. */
  reader.must_change_password = FALSE;
  if (g_strcmp0 (reader.name, work->actor.name) == 0
      || (cause->for_office && anf_policy_get_side (&reader) == ANF_SIDE_UNIT)
      || (cause->told != NULL && g_hash_table_contains (cause->told, reader.name)))
    return TRUE;
  if (!may_know (work, item, rule->kind, &reader, &may, error))
    return FALSE;
  if (!may)
    return TRUE;
  if (cause->told != NULL)
    g_hash_table_add (cause->told, g_strdup (reader.name));
  g_autofree char *named = g_strdup_printf ("%s %s", cause->text, reader.name);
  g_autofree char *id = anf_content_hash (named);
  AnfNoticeRow row = { .id = id, .account = reader.name, .clock = cause->clock, .due = cause->due };
  /* The hour of a message tells when somebody of the office was at work. */
  const gboolean morning
      = rule->when == ANF_NOTICE_MORNING || anf_policy_get_side (&reader) == ANF_SIDE_UNIT;
  if (!anf_notice_rows_find (work->tx, reader.name, id, &seq, error))
    return FALSE;
  cause->count += seq == 0 ? 1 : 0;
  return seq != 0 || !cause->writes || insert (work, item, rule, &row, morning, error);
}

gboolean
anf_notice_make (AnfWork *work,
                 const AnfItem *item,
                 const AnfNoticeRule *rule,
                 AnfNoticeCause *cause,
                 GError **error)
{
  g_autoptr (GPtrArray) audience = anf_notice_find_audience (work, item, rule, error);
  for (guint i = 0; audience != NULL && i < audience->len; i++)
    if (!tell (work, item, rule, cause, audience->pdata[i], error))
      return FALSE;
  return audience != NULL;
}

GArray *
anf_notice_find_rules (AnfWork *work, const AnfItem *item, GError **error)
{
  AnfReferenceData *reference = work->office->reference;
  const char *id = item->record->scheme;
  g_autoptr (AnfScheme) scheme
      = id != NULL ? anf_reference_data_find_scheme (reference, work->tx, id, error) : NULL;
  if (id != NULL && scheme == NULL)
    return NULL;
  const AnfNoticeRules *rules = scheme != NULL ? anf_scheme_get_notice_rules (scheme) : NULL;
  if (rules == NULL)
    rules = anf_reference_data_get_notice_rules (reference, error);
  return rules != NULL ? g_array_copy ((GArray *)anf_notice_rules_list (rules)) : NULL;
}

/* Which of several of the kind it is. Units read the id that is made of it and could try out
   numbers, so of an exposure, whose version they are not shown, what was corrected counts, and not
   how often the draft was written. */
static gint64
find_turn (const AnfItem *item, const AnfNoticeKind *kind)
{
  JsonArray *corrections = anf_json_peek_array (item->doc, "corrections");
  if (!kind->to_units)
    return item->record->version;
  if (item->noun != ANF_NOUN_EXPOSURE)
    return anf_disclosure_show_version (item->doc, item->record->version);
  return corrections != NULL ? json_array_get_length (corrections) : 0;
}

static gboolean
tell_all (AnfWork *work,
          const AnfItem *item,
          const GArray *rules,
          const AnfNoticeKind *kind,
          AnfNoticeWhen when,
          GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s/%s %s %" PRId64, anf_noun_name (item->noun),
                                           item->record->id, kind->event, find_turn (item, kind));
  AnfNoticeCause cause = { .text = text, .writes = TRUE };
  for (guint i = 0; i < rules->len; i++)
    {
      const AnfNoticeRule *rule = &g_array_index (rules, AnfNoticeRule, i);
      if (rule->kind == kind && rule->when == when
          && !anf_notice_make (work, item, rule, &cause, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_notices_tell (AnfWork *work, const AnfItem *item, const char *event, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", anf_noun_name (item->noun), event);
  const AnfNoticeKind *kind = anf_notice_kind_find (name);
  if (kind == NULL)
    return TRUE;
  g_autoptr (GArray) rules = anf_notice_find_rules (work, item, error);
  /* Who is meant by two rules is written to by the quicker one. */
  return rules != NULL && tell_all (work, item, rules, kind, ANF_NOTICE_AT_ONCE, error)
         && tell_all (work, item, rules, kind, ANF_NOTICE_MORNING, error);
}
