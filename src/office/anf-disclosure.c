/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-disclosure.h"

#include "anf-json.h"

#include <string.h>

/* `member` is shown whole, `member/inner` only the inner one; dates of acts of the office are cut
   to the day, since the hour tells who was on duty. */
static const char *const scheme_members[]
    = { "id", "title", "state", "version", "created_at", "document", NULL };
static const char *const unit_members[]
    = { "id",       "name",  "scheme",    "roles",      "parent",  "code", "valid_from",
        "valid_to", "state", "successor", "created_at", "version", NULL };
static const char *const calendar_members[]
    = { "id", "year", "sha256", "source", "days", "state", "version", "created_at", NULL };
static const char *const finding_members[]
    = { "id",     "number",      "scheme", "area",  "category", "unit",      "fact",
        "clause", "requirement", "order",  "state", "version",  "closed_at", NULL };
static const char *const order_members[] = {
  "id",
  "title",
  "kind",
  "scheme",
  "findings",
  "unit",
  "lead_units",
  "mandate",
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
  "received",
  "objection/kind",
  "objection/reason",
  "objection/proposed_unit",
  "objection/by",
  "objection/at",
  "objection/outcome",
  "objection/minutes",
  "plan/causes",
  "plan/measures",
  "plan/target",
  "plan/responsible_person",
  "plan/complete_by",
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
static const char *const no_members[] = { NULL };

static const char *const *const allowed[ANF_NOUN_COUNT] = {
  [ANF_NOUN_SCHEME] = scheme_members,     [ANF_NOUN_UNIT] = unit_members,
  [ANF_NOUN_CALENDAR] = calendar_members, [ANF_NOUN_ACCOUNT] = account_members,
  [ANF_NOUN_VISIT] = no_members,          [ANF_NOUN_EVIDENCE] = evidence_members,
  [ANF_NOUN_FINDING] = finding_members,   [ANF_NOUN_ORDER] = order_members,
  [ANF_NOUN_REFERRAL] = no_members,
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

/* Who of the office acted stays inside: of {by, at, …} the unit learns what and when. */
static void
hide_actors (JsonObject *shown)
{
  static const char *const arrays[] = { "returns", NULL };
  for (gsize i = 0; arrays[i] != NULL; i++)
    {
      JsonArray *array = anf_json_peek_array (shown, arrays[i]);
      const guint count = array != NULL ? json_array_get_length (array) : 0;
      for (guint j = 0; j < count; j++)
        json_object_remove_member (json_array_get_object_element (array, j), "by");
    }
  JsonObject *plan = anf_json_peek_object (shown, "plan");
  JsonArray *returned = plan != NULL ? anf_json_peek_array (plan, "returned") : NULL;
  const guint count = returned != NULL ? json_array_get_length (returned) : 0;
  for (guint j = 0; j < count; j++)
    json_object_remove_member (json_array_get_object_element (returned, j), "by");
  JsonObject *extension = anf_json_peek_object (shown, "extension");
  JsonObject *granted = extension != NULL ? anf_json_peek_object (extension, "granted") : NULL;
  if (granted != NULL)
    json_object_remove_member (granted, "by");
}

JsonObject *
anf_disclosure_show (AnfNoun noun, JsonObject *doc, const AnfActor *reader)
{
  g_autoptr (JsonObject) shown = json_object_new ();
  for (const char *const *member = allowed[noun]; *member != NULL; member++)
    {
      const char *slash = strchr (*member, '/');
      if (slash != NULL)
        show_inner (shown, doc, *member, slash);
      else if (json_object_has_member (doc, *member))
        json_object_set_member (shown, *member, json_object_dup_member (doc, *member));
    }
  /* Through a copy: the members above still share their values with @doc. */
  JsonObject *copy = anf_json_copy_object (shown);
  hide_actors (copy);
  return copy;
}
