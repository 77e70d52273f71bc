/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-notice-rules.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-role.h"

#include <glib/gi18n.h>

#include <string.h>

#define TO_MAX 25

struct _AnfNoticeRules
{
  GArray *rules; /* (element-type AnfNoticeRule) */
};

/* @noun: whose records have such people; NULL: all */
static const struct
{
  const char *name;
  AnfNoticeRelation relation;
  const char *nouns[4];
} relations[] = {
  { "addressee", ANF_NOTICE_ADDRESSEE, { "order", "task", "exposure" } },
  { "lead", ANF_NOTICE_LEAD, { "order" } },
  { "author", ANF_NOTICE_AUTHOR, { "order", "referral", "exposure" } },
  { "owner", ANF_NOTICE_OWNER, { NULL } },
  { "members", ANF_NOTICE_MEMBERS, { "visit" } },
  { "deciders", ANF_NOTICE_DECIDERS, { "step" } },
  { "helpers", ANF_NOTICE_HELPERS, { "order" } },
  { "patron", ANF_NOTICE_PATRON, { "order" } },
  { "person", ANF_NOTICE_PERSON, { "task" } },
  { "asked", ANF_NOTICE_ASKED, { "order" } },
};

#define RELATIONS_OF_UNITS                                                                         \
  ((guint)(ANF_NOTICE_ADDRESSEE | ANF_NOTICE_LEAD | ANF_NOTICE_HELPERS | ANF_NOTICE_PERSON))

void
anf_notice_rules_free (AnfNoticeRules *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->rules, g_array_unref);
  g_free (self);
}

const GArray *
anf_notice_rules_list (const AnfNoticeRules *self)
{
  return self->rules;
}

static gboolean
has_relation (const AnfNoticeKind *kind, gsize index)
{
  if (relations[index].nouns[0] == NULL)
    return TRUE;
  for (gsize i = 0; relations[index].nouns[i] != NULL; i++)
    if (anf_notice_kind_is_of (kind, relations[index].nouns[i]))
      return TRUE;
  return FALSE;
}

static gboolean
read_one_to (AnfNoticeRule *rule, const char *name, GError **error)
{
  AnfRole role = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (relations); i++)
    if (g_strcmp0 (relations[i].name, name) == 0)
      {
        rule->relations |= relations[i].relation;
        return has_relation (rule->kind, i)
               || anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has no “%s” to be told"),
                                   rule->kind->event, name);
      }
  if (name == NULL || !anf_role_parse (name, &role, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“to”: “%.40s” is neither a role nor one of addressee, lead, "
                               "author, owner, members, deciders, helpers, patron, person, asked"),
                            name != NULL ? name : "");
  rule->roles |= role;
  return TRUE;
}

static gboolean
read_to (AnfNoticeRule *rule, JsonObject *object, GError **error)
{
  JsonArray *to = NULL;
  if (!anf_json_get_array (object, "to", &to, error))
    return FALSE;
  const guint length = json_array_get_length (to);
  if (length < 1 || length > TO_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“to” names 1 to %d"), TO_MAX);
  for (guint i = 0; i < length; i++)
    if (!read_one_to (rule, anf_json_array_get_string (to, i), error))
      return FALSE;
  const gboolean units
      = (rule->roles & ANF_ROLES_UNIT) != 0 || (rule->relations & RELATIONS_OF_UNITS) != 0;
  return !units || rule->kind->to_units
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("units are not told of “%s”: name people of the office only"),
                             rule->kind->event);
}

/* {"before": N} or {"overdue": N} */
static gboolean
read_days (AnfNoticeRule *rule, JsonObject *when, const char *member, gint64 least, GError **error)
{
  gint64 days = 0;
  if (when == NULL || json_object_get_size (when) != 1 || !json_object_has_member (when, member))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“when” of “%s” is {\"%s\": DAYS}"),
                            rule->kind->event, member);
  if (!anf_json_get_int (when, member, &days, error))
    return FALSE;
  if (days < least || days > ANF_NOTICE_DAYS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be %d to %d"), member,
                            (int)least, ANF_NOTICE_DAYS_MAX);
  rule->days = (guint)days;
  /* Days begin at midnight. */
  rule->when = ANF_NOTICE_MORNING;
  return TRUE;
}

static gboolean
read_when (AnfNoticeRule *rule, JsonObject *object, GError **error)
{
  JsonObject *days = anf_json_peek_object (object, "when");
  const char *word = anf_json_peek_string (object, "when");
  if (anf_notice_kind_is_due (rule->kind))
    return read_days (rule, days, "before", 0, error);
  if (anf_notice_kind_is_overdue (rule->kind))
    return read_days (rule, days, "overdue", 1, error);
  rule->when = g_strcmp0 (word, "morning") == 0 ? ANF_NOTICE_MORNING : ANF_NOTICE_AT_ONCE;
  if (!json_object_has_member (object, "when") || rule->when == ANF_NOTICE_MORNING
      || g_strcmp0 (word, "at_once") == 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“when” of “%s” is at_once or morning"),
                          rule->kind->event);
}

static gboolean
check_members (JsonObject *object, GError **error)
{
  static const char *const known[] = { "event", "to", "when", "note", NULL };
  g_autoptr (GList) members = json_object_get_members (object);
  for (const GList *at = members; at != NULL; at = at->next)
    if (!g_strv_contains (known, at->data))
      return anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no “%.40s” in a rule"),
                              (const char *)at->data);
  return TRUE;
}

static gboolean
read_rule (JsonNode *node, AnfNoticeRule *rule, GError **error)
{
  const char *event = NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("not an object"));
  JsonObject *object = json_node_get_object (node);
  if (!check_members (object, error) || !anf_json_get_string (object, "event", &event, error))
    return FALSE;
  rule->kind = anf_notice_kind_find (event);
  if (rule->kind == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("nobody can be told of “%.60s”"), event);
  return read_to (rule, object, error) && read_when (rule, object, error);
}

AnfNoticeRules *
anf_notice_rules_new (JsonArray *rules, GError **error)
{
  const guint length = json_array_get_length (rules);
  if (length > ANF_NOTICE_RULES_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("notifications: more than %d rules"),
                       ANF_NOTICE_RULES_MAX);
      return NULL;
    }
  g_autoptr (AnfNoticeRules) self = g_new0 (AnfNoticeRules, 1);
  self->rules = g_array_new (FALSE, TRUE, sizeof (AnfNoticeRule));
  for (guint i = 0; i < length; i++)
    {
      AnfNoticeRule rule = { 0 };
      if (!read_rule (json_array_get_element (rules, i), &rule, error))
        {
          g_prefix_error (error, "notifications[%u]: ", i);
          return NULL;
        }
      g_array_append_val (self->rules, rule);
    }
  return g_steal_pointer (&self);
}
