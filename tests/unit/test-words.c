/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Whatever a life cycle or a role is called in the contract has a Chinese word. */

#include "anf-check.h"
#include "anf-machine.h"
#include "anf-role.h"
#include "anf-words.h"

#include <string.h>

static const AnfMachine machines[]
    = { ANF_MACHINE_VISIT, ANF_MACHINE_FINDING, ANF_MACHINE_ORDER, ANF_MACHINE_REFERRAL,
        ANF_MACHINE_FLAG,  ANF_MACHINE_STEP,    ANF_MACHINE_LEAD,  ANF_MACHINE_EXPOSURE,
        ANF_MACHINE_TASK,  ANF_MACHINE_TALK };

static void
assert_no_latin (const char *name, const char *word)
{
  for (const char *at = word; *at != '\0'; at++)
    if (g_ascii_isalpha (*at))
      {
        g_test_message ("%s: %s", name, word);
        g_test_fail ();
        return;
      }
}

static void
test_states (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (machines); i++)
    {
      const char *noun = anf_machine_get_name (machines[i]);
      g_autofree const char **states = anf_machine_list_states (machines[i]);
      for (guint k = 0; states[k] != NULL; k++)
        {
          const char *word = anf_word_chinese_state (noun, states[k]);
          assert_no_latin (states[k], word);
          /* Either name finds it, so none of them may stand for two. */
          g_assert_cmpstr (anf_word_find_state (noun, states[k]), ==, states[k]);
          g_assert_cmpstr (anf_word_find_state (noun, word), ==, states[k]);
        }
    }
}

/* What a flag is counted in stands beside its figure. */
static void
test_measures (void)
{
  for (guint i = 0; i < ANF_CHECK_COUNT; i++)
    {
      const char *unit = anf_check_unit ((AnfCheck)i);
      assert_no_latin (unit, anf_word_chinese_state ("measure", unit));
    }
}

static void
test_events (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (machines); i++)
    {
      const char *noun = anf_machine_get_name (machines[i]);
      g_autofree const char **events = anf_machine_list_events (machines[i], NULL);
      for (guint k = 0; events[k] != NULL; k++)
        {
          g_autofree char *name = g_strdup_printf ("%s.%s", noun, events[k]);
          g_autofree char *word = anf_word_chinese_leaf (name);
          assert_no_latin (name, word);
        }
    }
}

/* In English they are called what the contract calls them, which is what people type. */
static void
test_english (void)
{
  static const char *const events[] = { "review:approve", "withdraw", NULL };
  g_autofree char *joined = anf_word_join_events ("order", events);
  g_assert_cmpstr (joined, ==, "review:approve, withdraw");
  g_assert_cmpstr (anf_word_state ("order", "to_sign"), ==, "to_sign");
  g_assert_cmpstr (anf_word_noun ("visit"), ==, "visit");
  g_autofree char *roles = anf_word_join_roles (ANF_ROLE_CLERK | ANF_ROLE_LEADER);
  g_assert_cmpstr (roles, ==, "clerk, leader");
  g_assert_null (anf_word_find_state ("visit", "closed"));
  g_assert_cmpstr (anf_word_chinese_state ("visit", "unheard_of"), ==, "unheard_of");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/words/states", test_states);
  g_test_add_func ("/words/measures", test_measures);
  g_test_add_func ("/words/events", test_events);
  g_test_add_func ("/words/english", test_english);
  return g_test_run ();
}
