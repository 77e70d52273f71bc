/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-disclosure.h"

#include "anf-clock.h"
#include "anf-json.h"

#include <string.h>

/* `member` is shown whole, `member/inner` only the inner one, `member[inner` that of each item. */
static const char *const scheme_members[]
    = { "id", "title", "parent", "state", "version", "created_at", "document", NULL };
static const char *const unit_members[]
    = { "id",         "name",       "scheme",        "roles",   "parent",
        "code",       "valid_from", "valid_to",      "state",   "successor",
        "created_at", "version",    "code_doubtful", "leaders", NULL };
static const char *const calendar_members[]
    = { "id", "year", "sha256", "source", "days", "state", "version", "created_at", NULL };
/* Without its version: that counts how often the inspectors wrote it. */
static const char *const finding_members[]
    = { "id",   "number", "scheme",      "area",  "category", "content",   "unit",
        "fact", "clause", "requirement", "order", "state",    "closed_at", NULL };
static const char *const order_members[] = {
  "id",
  "title",
  "kind",
  "scheme",
  "findings",
  "unit",
  "lead_units",
  "co_units",
  "urgency",
  "mandate",
  "grounds",
  "interview",
  "attachments",
  "requirements",
  "rectify",
  "contact",
  "copy_to",
  "number",
  "letter",
  "state",
  "version",
  "served/at",
  "served/channel",
  "received/at",
  "received/signatory",
  "received/received_on",
  "objection/kind",
  "objection/reason",
  "objection/proposed_unit",
  "objection/by",
  "objection/at",
  "objection/outcome",
  "objection/minutes",
  "objections[kind",
  "objections[reason",
  "objections[proposed_unit",
  "objections[by",
  "objections[at",
  "objections[outcome",
  "objections[minutes",
  "appeal/reason",
  "appeal/by",
  "appeal/at",
  "appeal/decision",
  "comments[at",
  "comments[unit",
  "comments[text",
  "plan/causes",
  "plan/measures",
  "plan/target",
  "plan/responsible_person",
  "plan/complete_by",
  "plan/after_limit",
  "plan/by",
  "plan/at",
  "plan/returned",
  "extension/to",
  "extension/reason",
  "extension/by",
  "extension/at",
  "extension/granted",
  "feedback",
  "returns",
  "closing/at",
  "withdrawn/at",
  "withdrawn/reason",
  "withdrawn/number",
  "withdrawn/letter",
  "clocks",
  NULL,
};
/* Only a unit's own uploads come this far (policy). */
static const char *const evidence_members[]
    = { "id",     "order",    "kind",        "filename",   "filetype",        "size",
        "sha256", "sequence", "captured_at", "position",   "position_source", "position_at",
        "datum",  "state",    "version",     "created_at", "created_by",      "examination",
        NULL };
static const char *const account_members[]
    = { "name",  "display_name", "roles",      "unit",      "disabled",
        "state", "version",      "created_at", "pseudonym", NULL };
/* A unit's own, by whomever of it. */
static const char *const self_check_members[]
    = { "id",   "scheme",      "unit",       "area",  "category", "found",
        "note", "declared_on", "created_at", "state", "version",  NULL };
/* A unit's own entries; who entered them, when, and which cases they belong to, is the office's. */
static const char *const register_members[]
    = { "id", "scheme", "register", "key", "number", "unit", "title", "values", "state", NULL };
static const char *const notice_members[]
    = { "id", "event", "title", "record", "number", "clock", "due", "at", "read_at", NULL };
/* A unit's own: what is asked of it, the day of each tick, never whose it was. */
static const char *const task_members[] = { "id",
                                            "scheme",
                                            "origin",
                                            "name",
                                            "unit",
                                            "person",
                                            "with",
                                            "to",
                                            "deliver",
                                            "clause",
                                            "phase",
                                            "period",
                                            "due",
                                            "remind_from",
                                            "soft",
                                            "clocks",
                                            "hand_ins",
                                            "returned",
                                            "deployed/on",
                                            "deployed/remark",
                                            "deployed/unit",
                                            "checked/on",
                                            "checked/remark",
                                            "checked/unit",
                                            "accepted/on",
                                            "accepted/remark",
                                            "accepted/unit",
                                            "state",
                                            "version",
                                            NULL };
/* Once published: what the public has read, and what was said of it since. */
static const char *const exposure_members[] = { "id",
                                                "scheme",
                                                "unit",
                                                "published/medium",
                                                "published/published_on",
                                                "published/url",
                                                "corrections[text",
                                                "corrections[medium",
                                                "corrections[published_on",
                                                "corrections[url",
                                                "revoked/at",
                                                "revoked/reason",
                                                "state",
                                                NULL };
/* Once released: what was asked, never by whom, how often, or about which others. */
static const char *const survey_members[]
    = { "id", "scheme", "title", "way", "from", "to", "questions", "state", NULL };
static const char *const no_members[] = { NULL };

static const char *const *const allowed[ANF_NOUN_COUNT] = {
  [ANF_NOUN_SCHEME] = scheme_members,
  [ANF_NOUN_UNIT] = unit_members,
  [ANF_NOUN_CALENDAR] = calendar_members,
  [ANF_NOUN_ACCOUNT] = account_members,
  [ANF_NOUN_VISIT] = no_members,
  [ANF_NOUN_EVIDENCE] = evidence_members,
  [ANF_NOUN_FINDING] = finding_members,
  [ANF_NOUN_ORDER] = order_members,
  [ANF_NOUN_REFERRAL] = no_members,
  [ANF_NOUN_STEP] = no_members,
  [ANF_NOUN_FLAG] = no_members,
  [ANF_NOUN_FIGURE] = no_members,
  [ANF_NOUN_REPORT] = no_members,
  [ANF_NOUN_LEAD] = no_members,
  [ANF_NOUN_SELF_CHECK] = self_check_members,
  [ANF_NOUN_DRAW] = no_members,
  [ANF_NOUN_WEBHOOK] = no_members,
  [ANF_NOUN_REGISTER] = register_members,
  [ANF_NOUN_EXPOSURE] = exposure_members,
  [ANF_NOUN_TASK] = task_members,
  [ANF_NOUN_CHOICE] = no_members,
  [ANF_NOUN_SURVEY] = survey_members,
  [ANF_NOUN_SHEETS] = no_members,
  [ANF_NOUN_TALK] = no_members,
  [ANF_NOUN_NUMBERING] = no_members,
};

static void
show_inner (JsonObject *shown, JsonObject *doc, const char *path, const char *slash)
{
  g_autofree char *outer = g_strndup (path, (gsize)(slash - path));
  JsonObject *from = anf_json_peek_object (doc, outer);
  if (from == NULL || !json_object_has_member (from, slash + 1))
    return;
  JsonObject *to = anf_json_peek_object (shown, outer);
  if (to == NULL)
    {
      to = json_object_new ();
      json_object_set_object_member (shown, outer, to);
    }
  json_object_set_member (to, slash + 1, json_object_dup_member (from, slash + 1));
}

static void
show_items (JsonObject *shown, JsonObject *doc, const char *path, const char *bracket)
{
  g_autofree char *outer = g_strndup (path, (gsize)(bracket - path));
  JsonArray *from = anf_json_peek_array (doc, outer);
  JsonArray *to = anf_json_peek_array (shown, outer);
  if (from == NULL)
    return;
  if (to == NULL)
    {
      to = json_array_new ();
      json_object_set_array_member (shown, outer, to);
    }
  for (guint i = 0; i < json_array_get_length (from); i++)
    {
      JsonObject *item = json_array_get_object_element (from, i);
      if (i >= json_array_get_length (to))
        json_array_add_object_element (to, json_object_new ());
      if (json_object_has_member (item, bracket + 1))
        json_object_set_member (json_array_get_object_element (to, i), bracket + 1,
                                json_object_dup_member (item, bracket + 1));
    }
}

/* Acts of the office are told by the day in China: the hour tells who was on duty, or there. */
static void
cut_to_day (JsonObject *object, const char *member)
{
  const char *text = anf_json_peek_string (object, member);
  gint64 at = 0;
  if (text == NULL || !anf_time_parse (text, &at, NULL))
    return;
  GDate day;
  anf_time_local_date (at, &day);
  g_autofree char *cut = anf_time_format (anf_time_of_date (&day, 0));
  json_object_set_string_member (object, member, cut);
}

/* Of {by, at, …} the unit learns what and on which day. */
static void
hide_act (JsonObject *act)
{
  if (act == NULL)
    return;
  json_object_remove_member (act, "by");
  cut_to_day (act, "at");
}

static void
hide_acts (JsonArray *acts)
{
  const guint count = acts != NULL ? json_array_get_length (acts) : 0;
  for (guint i = 0; i < count; i++)
    hide_act (json_array_get_object_element (acts, i));
}

gboolean
anf_disclosure_shows_clock (const char *id)
{
  return g_strcmp0 (id, "reinspect") != 0;
}

static void
hide_in_clocks (JsonArray *clocks)
{
  for (guint i = clocks != NULL ? json_array_get_length (clocks) : 0; i > 0; i--)
    {
      JsonObject *clock = json_array_get_object_element (clocks, i - 1);
      if (!anf_disclosure_shows_clock (anf_json_peek_string (clock, "id")))
        {
          json_array_remove_element (clocks, i - 1);
          continue;
        }
      cut_to_day (clock, "trigger_at");
      cut_to_day (clock, "met_at");
      hide_acts (anf_json_peek_array (clock, "was"));
    }
}

static void
hide_actors (JsonObject *shown)
{
  static const char *const acts[] = { "served", "closing", "withdrawn", "revoked", NULL };
  JsonObject *plan = anf_json_peek_object (shown, "plan");
  JsonObject *extension = anf_json_peek_object (shown, "extension");
  JsonObject *appeal = anf_json_peek_object (shown, "appeal");
  for (gsize i = 0; acts[i] != NULL; i++)
    hide_act (anf_json_peek_object (shown, acts[i]));
  hide_acts (anf_json_peek_array (shown, "returns"));
  hide_acts (anf_json_peek_array (shown, "hand_ins"));
  hide_acts (anf_json_peek_array (shown, "returned"));
  if (plan != NULL)
    hide_acts (anf_json_peek_array (plan, "returned"));
  if (extension != NULL)
    hide_act (anf_json_peek_object (extension, "granted"));
  if (appeal != NULL)
    hide_act (anf_json_peek_object (appeal, "decision"));
  hide_in_clocks (anf_json_peek_array (shown, "clocks"));
  cut_to_day (shown, "closed_at");
}

static JsonObject *
pick (JsonObject *doc, const char *const *members)
{
  g_autoptr (JsonObject) shown = json_object_new ();
  for (const char *const *member = members; *member != NULL; member++)
    {
      const char *slash = strchr (*member, '/');
      const char *bracket = strchr (*member, '[');
      if (slash != NULL)
        show_inner (shown, doc, *member, slash);
      else if (bracket != NULL)
        show_items (shown, doc, *member, bracket);
      else if (json_object_has_member (doc, *member))
        json_object_set_member (shown, *member, json_object_dup_member (doc, *member));
    }
  /* A copy: the members still share their values with @doc. */
  return anf_json_copy_object (shown);
}

/* Whether it was said while the task was @unit's, and not another's or nobody's yet. */
static gboolean
take_unit (JsonObject *entry, const char *unit)
{
  const gboolean own = g_strcmp0 (anf_json_peek_string (entry, "unit"), unit) == 0;
  json_object_remove_member (entry, "unit");
  return own;
}

/* The day stays: by it the task stands where it stands. */
static void
hide_others_remark (JsonObject *task, const char *tick)
{
  JsonObject *act = anf_json_peek_object (task, tick);
  if (act != NULL && !take_unit (act, anf_json_peek_string (task, "unit")))
    json_object_remove_member (act, "remark");
}

/* What the unit that had the task before handed in, and was told about it, stays its own. */
static void
hide_others_entries (JsonObject *task, const char *member)
{
  JsonArray *entries = anf_json_peek_array (task, member);
  const char *unit = anf_json_peek_string (task, "unit");
  for (guint i = entries != NULL ? json_array_get_length (entries) : 0; i > 0; i--)
    {
      if (!take_unit (json_array_get_object_element (entries, i - 1), unit))
        json_array_remove_element (entries, i - 1);
    }
}

static const struct
{
  AnfNoun noun;
  const char *state;
  const char *shown;
} hidden_states[] = {
  { ANF_NOUN_FINDING, "reopened", "closed" },
  { ANF_NOUN_FINDING, "reinspect", "feedback" },
  { ANF_NOUN_ORDER, "reinspecting", "feedback_filed" },
  { ANF_NOUN_ORDER, "closing", "feedback_filed" },
};

const char *
anf_disclosure_show_state (AnfNoun noun, const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hidden_states); i++)
    if (hidden_states[i].noun == noun && g_strcmp0 (hidden_states[i].state, state) == 0)
      return hidden_states[i].shown;
  return state;
}

const char **
anf_disclosure_list_hidden_states (AnfNoun noun, const char *shown)
{
  GPtrArray *states = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (hidden_states); i++)
    if (hidden_states[i].noun == noun && g_strcmp0 (hidden_states[i].shown, shown) == 0)
      g_ptr_array_add (states, (gpointer)hidden_states[i].state);
  g_ptr_array_add (states, NULL);
  return (const char **)g_ptr_array_free (states, FALSE);
}

gint64
anf_disclosure_show_version (JsonObject *doc, gint64 version)
{
  return version - anf_json_peek_int (doc, "unseen", 0);
}

void
anf_disclosure_hide_change (JsonObject *doc)
{
  json_object_set_int_member (doc, "unseen", anf_json_peek_int (doc, "unseen", 0) + 1);
}

/* As it stood closed, the day with it. */
static void
hide_reopening (JsonObject *shown, JsonObject *finding)
{
  const char *state = anf_json_peek_string (finding, "state");
  JsonArray *acts = anf_json_peek_array (finding, "reopened");
  const guint count = acts != NULL ? json_array_get_length (acts) : 0;
  if (g_strcmp0 (state, "reopened") != 0 || count == 0)
    return;
  JsonObject *last = json_array_get_object_element (acts, count - 1);
  anf_json_set_string (shown, "closed_at", anf_json_peek_string (last, "closed_at"));
}

/* By which figures and weights units are chosen would tell one when it is its turn: 不打招呼. From
   where on a photo is looked at twice would tell how far one may go. */
static void
hide_methods (JsonObject *shown)
{
  static const char *const hidden[] = { "risk", "plausibility" };
  JsonObject *document = anf_json_peek_object (shown, "document");
  JsonObject *settings = document != NULL ? anf_json_peek_object (document, "anfang") : NULL;
  for (gsize i = 0; settings != NULL && i < G_N_ELEMENTS (hidden); i++)
    if (json_object_has_member (settings, hidden[i]))
      json_object_remove_member (settings, hidden[i]);
}

/* Who leads it is a unit's own to know; who of the office entered that, nobody's. */
static void
hide_leaders (JsonObject *unit, const AnfActor *reader)
{
  static const char *const roles[] = { "principal", "in_charge" };
  JsonObject *leaders = anf_json_peek_object (unit, "leaders");
  if (g_strcmp0 (anf_json_peek_string (unit, "id"), reader->unit) != 0)
    json_object_remove_member (unit, "leaders");
  else
    for (gsize i = 0; leaders != NULL && i < G_N_ELEMENTS (roles); i++)
      hide_act (anf_json_peek_object (leaders, roles[i]));
}

/* People masked where that was decided: the draft names them. */
static void
show_public_text (JsonObject *shown, JsonObject *exposure)
{
  JsonObject *public = anf_json_peek_object (exposure, "public");
  if (public == NULL)
    return;
  anf_json_set_string (shown, "title", anf_json_peek_string (public, "title"));
  anf_json_set_string (shown, "text", anf_json_peek_string (public, "text"));
}

JsonObject *
anf_disclosure_show (AnfNoun noun, JsonObject *doc, const AnfActor *reader)
{
  JsonObject *shown = pick (doc, allowed[noun]);
  if (json_object_has_member (shown, "state"))
    json_object_set_string_member (
        shown, "state", anf_disclosure_show_state (noun, anf_json_peek_string (doc, "state")));
  if (json_object_has_member (shown, "version"))
    json_object_set_int_member (
        shown, "version", anf_disclosure_show_version (doc, anf_json_peek_int (doc, "version", 0)));
  if (noun == ANF_NOUN_FINDING)
    hide_reopening (shown, doc);
  if (noun == ANF_NOUN_SCHEME)
    hide_methods (shown);
  if (noun == ANF_NOUN_EXPOSURE)
    show_public_text (shown, doc);
  hide_actors (shown);
  if (noun == ANF_NOUN_UNIT)
    hide_leaders (shown, reader);
  if (noun == ANF_NOUN_TASK)
    {
      hide_others_entries (shown, "hand_ins");
      hide_others_entries (shown, "returned");
      hide_others_remark (shown, "deployed");
      hide_others_remark (shown, "checked");
      hide_others_remark (shown, "accepted");
    }
  return shown;
}

JsonObject *
anf_disclosure_show_notice (JsonObject *notice)
{
  JsonObject *shown = pick (notice, notice_members);
  cut_to_day (shown, "at");
  return shown;
}
