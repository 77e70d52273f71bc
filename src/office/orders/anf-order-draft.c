/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accountable-draft.h"
#include "anf-accountable.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-order-beside.h"
#include "anf-order-countersign.h"
#include "anf-order-course.h"
#include "anf-order-interview.h"
#include "anf-order-share.h"
#include "anf-orders.h"
#include "anf-period.h"
#include "anf-scheme.h"
#include "anf-units.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* Besides the first one. */
#define NAMED_UNITS_MAX 50

/* A finding is carried by one living order of a kind: two would set two deadlines. Notices set
   none. */
static gboolean
check_is_free (AnfWork *work, JsonObject *doc, const char *finding, GError **error)
{
  const char *kind = anf_json_peek_string (doc, "kind");
  const char *id = anf_json_peek_string (doc, "id");
  const AnfRecordsQuery query = { .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) orders = anf_work_list (work, ANF_NOUN_ORDER, &query, error);
  if (orders == NULL)
    return FALSE;
  for (guint i = 0; i < orders->len; i++)
    {
      const AnfItem *other = orders->pdata[i];
      /* The link stays when a draft drops the finding. */
      if (strcmp (other->record->state, "withdrawn") != 0
          && strcmp (other->record->state, "closed") != 0 && strcmp (other->record->id, id) != 0
          && anf_json_array_has_string (anf_json_peek_array (other->doc, "findings"), finding)
          && g_strcmp0 (anf_json_peek_string (other->doc, "kind"), kind) == 0)
        return anf_error_throw (error, ANF_ERROR_CONFLICT,
                                _ ("findings: %s is carried by order %s already"), finding,
                                other->record->id);
    }
  return TRUE;
}

/* 通报 tells of several units (domain.md D.7): the others see it as who helps sees an order. */
static gboolean
add_named_unit (JsonObject *doc, const char *unit, GError **error)
{
  JsonArray *others = anf_json_peek_array (doc, "co_units");
  if (others == NULL)
    {
      others = json_array_new ();
      json_object_set_array_member (doc, "co_units", others);
    }
  if (anf_json_array_has_string (others, unit))
    return TRUE;
  if (json_array_get_length (others) >= NAMED_UNITS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("findings: they are about more than %d units: make two letters"),
                            NAMED_UNITS_MAX + 1);
  json_array_add_string_element (others, unit);
  return TRUE;
}

/* Whether a letter of @kind can be about @finding as it stands. */
static gboolean
check_state (const AnfOrderKind *kind, const AnfItem *finding, GError **error)
{
  /* The others press for what another order has asked for. */
  static const char *const too_early[]
      = { "registered", "verifying", "not_established", "merged", NULL };
  static const char *const free_states[] = { "established", "reopened", NULL };
  const char *state = finding->record->state;
  if (kind->carries ? !g_strv_contains (free_states, state) : g_strv_contains (too_early, state))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("findings: %s is %s: only established findings go into an order"),
                            finding->record->number, anf_word_state ("finding", state));
  if ((kind->counts || strcmp (kind->name, "reminder") == 0) && strcmp (state, "closed") == 0)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("findings: %s is %s: there is nothing left to press for"),
                            finding->record->number, anf_word_state ("finding", state));
  return TRUE;
}

gboolean
anf_order_add_finding (AnfWork *work, JsonObject *doc, const char *id, GError **error)
{
  g_autoptr (AnfItem) finding = anf_work_find_named (work, ANF_NOUN_FINDING, "findings", id, error);
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (doc, "kind"));
  if (finding == NULL
      || (kind->machine != ANF_MACHINE_NOTICE && !check_is_free (work, doc, id, error)))
    return FALSE;
  if (!check_state (kind, finding, error)
      || !anf_unit_check_valid (work, "findings", finding->record->unit, error))
    return FALSE;
  const char *unit = anf_json_peek_string (doc, "unit");
  const char *scheme = anf_json_peek_string (doc, "scheme");
  const gboolean other = unit != NULL && g_strcmp0 (unit, finding->record->unit) != 0;
  if (unit != NULL
      && ((other && !kind->of_many) || g_strcmp0 (scheme, finding->record->scheme) != 0))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("findings: one order goes to one unit under one scheme: %s belongs "
                               "elsewhere"),
                            finding->record->number);
  if (other && !add_named_unit (doc, finding->record->unit, error))
    return FALSE;
  if (!other)
    json_object_set_string_member (doc, "unit", finding->record->unit);
  json_object_set_string_member (doc, "scheme", finding->record->scheme);
  JsonArray *leads = anf_json_peek_array (doc, "lead_units");
  g_auto (GStrv) more = anf_facts_dup_strings (anf_json_peek_array (finding->doc, "lead_units"));
  for (gsize i = 0; more[i] != NULL; i++)
    if (!anf_json_array_has_string (leads, more[i]))
      json_array_add_string_element (leads, more[i]);
  return TRUE;
}

/* 联系人、电话: a letter that names neither leaves the unit nobody to ask. In another organ's name
   the office's own people are not named: it says itself whom to ask, or signs alone. */
static gboolean
add_contact (JsonObject *doc, const AnfScheme *scheme, GError **error)
{
  const AnfSchemeOffice *office = anf_scheme_get_office (scheme);
  JsonObject *contact = anf_json_peek_object (doc, "contact");
  if (g_hash_table_contains (office->organs, anf_json_peek_string (doc, "kind")))
    return TRUE;
  if (contact == NULL)
    {
      contact = json_object_new ();
      json_object_set_object_member (doc, "contact", contact);
    }
  if (!json_object_has_member (contact, "name"))
    anf_json_set_string (contact, "name", office->contact_name);
  if (!json_object_has_member (contact, "phone"))
    anf_json_set_string (contact, "phone", office->contact_phone);
  if (json_object_has_member (contact, "name") && json_object_has_member (contact, "phone"))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("contact: the letter needs a name and a telephone for questions, and "
                             "scheme %s sets none: give them with the draft (--contact-name, "
                             "--contact-phone), or set anfang.letter.contact in the scheme's file "
                             "and load it again (anfang scheme load FILE --replace)"),
                          anf_scheme_get_id (scheme));
}

/* A letter that presses before the limit is over does not say that it is. */
static gboolean
add_title (AnfWork *work, JsonObject *doc, GError **error)
{
  gboolean late = FALSE;
  if (json_object_has_member (doc, "title"))
    return TRUE;
  if (!anf_order_course_find_late (work, doc, &late, error))
    return FALSE;
  AnfLetterKind kind = ANF_LETTER_RECTIFICATION;
  g_return_val_if_fail (anf_letter_find_kind (anf_json_peek_string (doc, "kind"), &kind), FALSE);
  g_autofree char *title = anf_letter_dup_title (kind, late, error);
  if (title != NULL)
    json_object_set_string_member (doc, "title", title);
  return title != NULL;
}

/* What the drafter left open is the office's habit under this scheme. */
static gboolean
add_defaults (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (doc, "scheme"), error);
  const AnfSchemeOffice *office = scheme != NULL ? anf_letter_find_office (scheme, error) : NULL;
  if (office == NULL)
    return FALSE;
  if (!json_object_has_member (doc, "mandate"))
    anf_json_set_string (doc, "mandate", office->mandate);
  /* What is sent to whom it is about alone is no 通报. */
  if (!json_object_has_member (doc, "to")
      && anf_order_kind_find (anf_json_peek_string (doc, "kind"))->of_many)
    json_object_set_string_member (doc, "to", "各有关单位");
  if (!add_title (work, doc, error) || !add_contact (doc, scheme, error))
    return FALSE;
  if (!json_object_has_member (doc, "copy_to"))
    {
      JsonArray *copies = json_array_new ();
      for (gsize i = 0; office->copy_to[i] != NULL; i++)
        json_array_add_string_element (copies, office->copy_to[i]);
      json_object_set_array_member (doc, "copy_to", copies);
    }
  /* A notice sets a limit only when it says so. */
  if (json_object_has_member (doc, "rectify")
      || anf_order_kind_find (anf_json_peek_string (doc, "kind"))->machine == ANF_MACHINE_NOTICE)
    return TRUE;
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (doc, "kind"));
  const AnfSchemeClock *clock = anf_scheme_find_clock (
      scheme, kind->machine == ANF_MACHINE_DECISION ? "answer" : "rectify");
  if (clock == NULL)
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("rectify: scheme %s sets no limit of its own: give a period or date"),
        anf_scheme_get_id (scheme));
  g_autofree char *period = anf_period_format (&clock->period);
  JsonObject *rectify = json_object_new ();
  json_object_set_string_member (rectify, "period", period);
  json_object_set_object_member (doc, "rectify", rectify);
  return TRUE;
}

static gboolean
check_rectify (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonObject *rectify = anf_json_peek_object (doc, "rectify");
  if (rectify == NULL)
    return TRUE;
  const char *date = anf_json_peek_string (rectify, "date");
  const char *text = anf_json_peek_string (rectify, "period");
  if ((date != NULL) == (text != NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("rectify: give either a period or a date"));
  AnfPeriod period;
  if (text != NULL)
    return anf_period_parse (text, &period, error);
  GDate due;
  GDate today;
  anf_time_local_date (work->now, &today);
  if (!anf_date_parse (date, &due, error))
    return FALSE;
  return g_date_compare (&due, &today) > 0
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("rectify: %s is not after today"), date);
}

/* What one kind says and another has no place for would be lost without a word. */
static gboolean
check_members (JsonObject *doc, GError **error)
{
  static const struct
  {
    const char *member;
    const char *kind;
  } own[] = {
    { "accountable", "accountability" }, { "interview", "interview" }, { "overview", "circular" },
    { "ranking", "circular" },           { "note", "circular" },
  };
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (doc, "kind"));
  const char *wrong = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (json_object_has_member (doc, own[i].member) && strcmp (kind->name, own[i].kind) != 0)
      wrong = own[i].member;
  if (json_object_has_member (doc, "to") && !kind->names_addressee)
    wrong = "to";
  if (kind->carries && json_object_has_member (doc, "grounds"))
    wrong = "grounds";
  if (kind->carries && json_object_has_member (doc, "instruction"))
    wrong = "instruction";
  return wrong == NULL
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("%s: a letter of this kind (%s) has no place for it"), wrong,
                             anf_word_noun (kind->name));
}

/* A kind that the office has no code word for is told at once, not when it is to be numbered. */
static gboolean
check_word (AnfWork *work, JsonObject *doc, GError **error)
{
  const char *kind = anf_json_peek_string (doc, "kind");
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (doc, "scheme"), error);
  if (scheme == NULL)
    return FALSE;
  return anf_scheme_find_word (scheme, kind) != NULL
         || anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                             _ ("scheme %s has no code word (机关代字) for %s: set "
                                "anfang.words.%s in its file and load it again (anfang scheme load "
                                "FILE --replace)"),
                             anf_scheme_get_id (scheme), anf_word_noun (kind), kind);
}

JsonObject *
anf_order_build (AnfWork *work, const char *id, JsonObject *body, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (body);
  json_object_set_string_member (doc, "id", id);
  json_object_set_array_member (doc, "lead_units", json_array_new ());
  if (!json_object_has_member (doc, "kind"))
    json_object_set_string_member (doc, "kind", "rectification");
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  if (!anf_order_check_share (work, doc, error))
    return NULL;
  for (gsize i = 0; findings[i] != NULL; i++)
    if (!anf_order_add_finding (work, doc, findings[i], error))
      return NULL;
  if (!check_members (doc, error) || !anf_order_settle_interview (work, doc, error)
      || !check_word (work, doc, error) || !add_defaults (work, doc, error)
      || !anf_accountable_settle (work, doc, error) || !anf_accountable_mask (work, doc, error)
      || !check_rectify (work, doc, error) || !anf_order_note_contents (work, doc, error)
      || !anf_order_check_owner (doc, error) || !anf_order_check_countersign (doc, error))
    return NULL;
  json_object_set_array_member (doc, "clocks", json_array_new ());
  return g_steal_pointer (&doc);
}

static gboolean
link_order (AnfWork *work, AnfItem *item, GError **error)
{
  return anf_work_change_links (work, item, "finding", anf_json_peek_array (item->doc, "findings"),
                                anf_records_link, error);
}

/* By whoever decided on a step of the ladder, without drafting letters: its drafter is then who
   hands it in. */
static gboolean
is_ordered (AnfWork *work)
{
  return !anf_policy_may_call ("putOrder", &work->actor, NULL);
}

AnfItem *
anf_order_create (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_ORDER, anf_json_peek_string (doc, "id"), doc);
  json_object_set_object_member (doc, is_ordered (work) ? "ordered" : "drafted",
                                 anf_work_act (work));
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  const AnfMachine machine = anf_order_get_kind (item)->machine;
  if (!anf_work_create (work, item, anf_machine_get_initial (machine), "drafted", NULL, error)
      || !link_order (work, item, error))
    return NULL;
  return g_steal_pointer (&item);
}

static gboolean
create (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfItem) item = anf_order_create (work, doc, error);
  if (item != NULL)
    anf_work_reply_item (work, 201, item);
  return item != NULL;
}

static gboolean
edit (AnfWork *work, AnfItem *item, JsonObject *doc, GError **error)
{
  json_object_set_string_member (doc, "created_at", anf_json_peek_string (item->doc, "created_at"));
  json_object_set_string_member (doc, "created_by", anf_json_peek_string (item->doc, "created_by"));
  static const char *const kept[] = { "ordered", "splits", "split_from", "merges" };
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (json_object_has_member (item->doc, kept[i]))
      json_object_set_member (doc, kept[i], json_object_dup_member (item->doc, kept[i]));
  anf_facts_keep_drafters (doc, item->doc);
  json_object_set_object_member (doc, "drafted", anf_work_act (work));
  json_object_unref (item->doc);
  item->doc = doc;
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  g_free (item->record->unit);
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  return anf_order_move (work, item, "edit", error) && link_order (work, item, error)
         && anf_order_finish (work, item, "edited", error);
}

gboolean
anf_orders_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_ORDER, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = anf_order_build (work, work->call->id, work->call->body, error);
  if (doc == NULL)
    return FALSE;
  return existing != NULL ? edit (work, existing, doc, error) : create (work, doc, error);
}

static gboolean
lacks (const char *what, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("%s: the letter cannot go out without it: add it to the draft"), what);
}

static gboolean
check_complete (const AnfItem *order, GError **error)
{
  static const char *const needed[] = { "at", "place", "interviewers", "interviewees" };
  const AnfOrderKind *kind = anf_order_get_kind (order);
  JsonObject *interview = anf_json_peek_object (order->doc, "interview");
  if (kind->needs_mandate && !json_object_has_member (order->doc, "mandate"))
    return lacks ("mandate", error);
  /* What is decided or advised is the letter. */
  if (kind->machine == ANF_MACHINE_DECISION && !json_object_has_member (order->doc, "requirements"))
    return lacks ("requirements", error);
  if (!kind->to_unit && !json_object_has_member (order->doc, "to"))
    return lacks ("to", error);
  for (gsize i = 0; strcmp (kind->name, "interview") == 0 && i < G_N_ELEMENTS (needed); i++)
    if (interview == NULL || !json_object_has_member (interview, needed[i]))
      {
        g_autofree char *member = g_strconcat ("interview.", needed[i], NULL);
        return lacks (member, error);
      }
  return TRUE;
}

gboolean
anf_orders_submit (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "submit", error)
      || !check_complete (order, error) || !anf_accountable_check (work, order->doc, error)
      || !anf_order_check_asked (work, order, error))
    return FALSE;
  if (!json_object_has_member (order->doc, "drafted"))
    json_object_set_object_member (order->doc, "drafted", anf_work_act (work));
  json_object_set_object_member (order->doc, "submitted", anf_work_act_with (work));
  return anf_order_finish (work, order, "submitted", error);
}
