/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-data.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-notice-rules.h"
#include "anf-role.h"
#include "anf-words.h"

#include <string.h>

static JsonObject *
parse (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = anf_json_parse_object (text, size, &error);
  g_assert_no_error (error);
  return object;
}

static AnfNoticeRules *
read_rules (const char *rules, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"notifications\":[%s]}", rules);
  g_autoptr (JsonObject) object = parse (text, strlen (text));
  return anf_notice_rules_new (anf_json_peek_array (object, "notifications"), error);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (anf_data_get_resource (), "/anfang/notifications.json", 0, &error);
  g_assert_no_error (error);
  g_autoptr (JsonObject) file = parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (AnfNoticeRules) rules
      = anf_notice_rules_new (anf_json_peek_array (file, "notifications"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (anf_notice_rules_list (rules)->len, >, 20);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfNoticeRules) rules = read_rules (
      "{\"event\":\"order.served\",\"to\":[\"addressee\",\"lead\",\"clerk\"],\"when\":\"morning\"},"
      "{\"event\":\"order.due\",\"to\":[\"author\"],\"when\":{\"before\":3}},"
      "{\"event\":\"referral.overdue\",\"to\":[\"signer\"],\"when\":{\"overdue\":100}},"
      "{\"event\":\"visit.returned\",\"to\":[\"members\",\"owner\"],\"note\":\"退回\"}",
      &error);
  g_assert_no_error (error);
  const GArray *list = anf_notice_rules_list (rules);
  g_assert_cmpuint (list->len, ==, 4);
  const AnfNoticeRule *rule = &g_array_index (list, AnfNoticeRule, 0);
  g_assert_cmpstr (rule->kind->event, ==, "order.served");
  g_assert_cmpuint (rule->roles, ==, ANF_ROLE_CLERK);
  g_assert_cmpuint (rule->relations, ==, ANF_NOTICE_ADDRESSEE | ANF_NOTICE_LEAD);
  g_assert_cmpint (rule->when, ==, ANF_NOTICE_MORNING);
  rule = &g_array_index (list, AnfNoticeRule, 1);
  g_assert_cmpuint (rule->relations, ==, ANF_NOTICE_AUTHOR);
  g_assert_cmpuint (rule->days, ==, 3);
  rule = &g_array_index (list, AnfNoticeRule, 2);
  g_assert_cmpuint (rule->days, ==, 100);
  rule = &g_array_index (list, AnfNoticeRule, 3);
  g_assert_cmpint (rule->when, ==, ANF_NOTICE_AT_ONCE);
}

static const struct
{
  const char *name;
  const char *rules;
  const char *said;
} faults[] = {
  { "no-object", "1", "*notifications[[]0]*object*" },
  { "no-event", "{\"to\":[\"clerk\"]}", "*event*" },
  { "unknown-event", "{\"event\":\"order.lost\",\"to\":[\"clerk\"]}", "*order.lost*" },
  { "evidence", "{\"event\":\"evidence.received\",\"to\":[\"clerk\"]}", "*evidence.received*" },
  { "no-to", "{\"event\":\"order.served\"}", "*to*" },
  { "nobody", "{\"event\":\"order.served\",\"to\":[]}", "*1 to 25*" },
  { "stranger", "{\"event\":\"order.served\",\"to\":[\"mayor\"]}", "*mayor*" },
  { "number", "{\"event\":\"order.served\",\"to\":[5]}", "*role*" },
  { "misspelt", "{\"event\":\"order.served\",\"to\":[\"clerk\"],\"wen\":\"morning\"}", "*wen*" },
  { "noon", "{\"event\":\"order.served\",\"to\":[\"clerk\"],\"when\":\"noon\"}", "*morning*" },
  { "days-of-event", "{\"event\":\"order.served\",\"to\":[\"clerk\"],\"when\":{\"before\":1}}",
    "*morning*" },
  { "no-days", "{\"event\":\"order.due\",\"to\":[\"clerk\"]}", "*before*" },
  { "other-days", "{\"event\":\"order.due\",\"to\":[\"clerk\"],\"when\":{\"overdue\":1}}",
    "*before*" },
  { "too-few", "{\"event\":\"order.overdue\",\"to\":[\"clerk\"],\"when\":{\"overdue\":0}}",
    "*1 to 100*" },
  { "too-many", "{\"event\":\"order.due\",\"to\":[\"clerk\"],\"when\":{\"before\":101}}",
    "*0 to 100*" },
  { "half", "{\"event\":\"order.due\",\"to\":[\"clerk\"],\"when\":{\"before\":0.5}}", "*before*" },
  /* Only a visit has members, and so on. */
  { "members", "{\"event\":\"order.served\",\"to\":[\"members\"]}", "*members*" },
  { "deciders", "{\"event\":\"order.served\",\"to\":[\"deciders\"]}", "*deciders*" },
  { "addressee", "{\"event\":\"visit.created\",\"to\":[\"addressee\"]}", "*addressee*" },
  { "helpers", "{\"event\":\"visit.created\",\"to\":[\"helpers\"]}", "*helpers*" },
  { "patron", "{\"event\":\"lead.registered\",\"to\":[\"patron\"]}", "*patron*" },
  /* What units must not learn (domain.md E.5). */
  { "helpers-told", "{\"event\":\"order.signed\",\"to\":[\"helpers\"]}", "*units are not told*" },
  { "visit-to-unit", "{\"event\":\"visit.created\",\"to\":[\"resp_contact\"]}", "*units*" },
  { "finding-to-unit", "{\"event\":\"finding.established\",\"to\":[\"lead_unit\"]}", "*units*" },
  { "referral-to-unit", "{\"event\":\"referral.sent\",\"to\":[\"resp_head\"]}", "*units*" },
  { "exposure-to-unit", "{\"event\":\"exposure.approved\",\"to\":[\"addressee\"]}", "*units*" },
  { "hand-in-to-unit", "{\"event\":\"task.handed_in\",\"to\":[\"person\"]}", "*units*" },
  { "person", "{\"event\":\"order.served\",\"to\":[\"person\"]}", "*person*" },
  { "draft-to-unit", "{\"event\":\"order.signed\",\"to\":[\"addressee\"]}", "*units*" },
  { "reinspection-to-unit", "{\"event\":\"order.reinspected\",\"to\":[\"lead\"]}", "*units*" },
};

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnfNoticeRules) rules = read_rules (faults[i].rules, &error);
      g_test_message ("%s", faults[i].name);
      g_assert_null (rules);
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      g_assert_true (g_pattern_match_simple ("notifications*", error->message));
      g_test_message ("%s", error->message);
      if (strchr (faults[i].said, '[') == NULL)
        g_assert_true (g_pattern_match_simple (faults[i].said, error->message));
    }
}

static void
test_how_many (void)
{
  g_autoptr (GString) rules = g_string_new (NULL);
  for (guint i = 0; i < ANF_NOTICE_RULES_MAX; i++)
    g_string_append_printf (rules, "%s{\"event\":\"order.served\",\"to\":[\"clerk\"]}",
                            i > 0 ? "," : "");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfNoticeRules) most = read_rules (rules->str, &error);
  g_assert_no_error (error);
  g_string_append (rules, ",{\"event\":\"order.served\",\"to\":[\"clerk\"]}");
  g_autoptr (AnfNoticeRules) more = read_rules (rules->str, &error);
  g_assert_null (more);
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
}

/* Whoever is told of it reads what it is in Chinese. */
static void
test_words (void)
{
  gsize n_kinds = 0;
  const AnfNoticeKind *kinds = anf_notice_kind_list (&n_kinds);
  for (gsize i = 0; i < n_kinds; i++)
    {
      g_autofree char *chinese = anf_word_chinese_leaf (kinds[i].event);
      g_autofree char *english = anf_word_english_leaf (kinds[i].event);
      g_assert_cmpstr (chinese, !=, kinds[i].event);
      g_assert_null (strpbrk (english, "._"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/notice-rules/defaults", test_defaults);
  g_test_add_func ("/notice-rules/read", test_read);
  g_test_add_func ("/notice-rules/faults", test_faults);
  g_test_add_func ("/notice-rules/how-many", test_how_many);
  g_test_add_func ("/notice-rules/words", test_words);
  return g_test_run ();
}
