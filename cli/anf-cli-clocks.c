/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-clocks.h"

#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-step.h"
#include "anf-clock.h"
#include "anf-json.h"
#include "anf-period.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

static const struct
{
  const char *why;
  const char *words;
} reasons[] = {
  { "working_day", N_ ("working day") },
  { "worked_weekend", N_ ("weekend worked in exchange") },
  { "weekend", N_ ("weekend") },
  { "holiday", N_ ("holiday") },
};

static const char *
word_reason (const char *why)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].why, why) == 0)
      return _ (reasons[i].words);
  return why;
}

const char *
anf_cli_clocks_name_weekday (const GDate *date)
{
  static const char *const names[] = { "",
                                       N_ ("Monday"),
                                       N_ ("Tuesday"),
                                       N_ ("Wednesday"),
                                       N_ ("Thursday"),
                                       N_ ("Friday"),
                                       N_ ("Saturday"),
                                       N_ ("Sunday") };
  return _ (names[g_date_get_weekday (date)]);
}

/* Whether a clock that runs should have been met by now. */
static gboolean
is_over (JsonObject *clock)
{
  const AnfClock now = anf_clock_system ();
  const char *text = anf_json_peek_string (clock, "due");
  GDate due;
  GDate today;
  anf_time_local_date (anf_clock_now (&now), &today);
  return text != NULL && anf_date_parse (text, &due, NULL) && g_date_compare (&today, &due) > 0;
}

static const char *
word_state (JsonObject *clock)
{
  const char *state = anf_json_peek_string (clock, "state");
  if (g_strcmp0 (state, "running") == 0)
    return is_over (clock) ? _ ("overdue") : _ ("running");
  if (g_strcmp0 (state, "met") == 0)
    return _ ("met in time");
  if (g_strcmp0 (state, "late") == 0)
    return _ ("met too late");
  if (g_strcmp0 (state, "stopped") == 0)
    return _ ("stopped");
  return g_strcmp0 (state, "replaced") == 0 ? _ ("replaced by a newer one") : state;
}

static void
add_days (GString *out, JsonArray *days)
{
  const guint length = days != NULL ? json_array_get_length (days) : 0;
  for (guint i = 0; i < length; i++)
    {
      JsonObject *day = json_array_get_object_element (days, i);
      const char *text = anf_json_peek_string (day, "date");
      GDate date;
      const char *weekday
          = anf_date_parse (text, &date, NULL) ? anf_cli_clocks_name_weekday (&date) : "";
      g_autofree char *number
          = json_object_has_member (day, "number")
                ? g_strdup_printf ("%" G_GINT64_FORMAT, anf_json_peek_int (day, "number", 0))
                : g_strdup ("-");
      g_string_append_printf (out, "  %4s  %s %s  %s\n", number, text, weekday,
                              word_reason (anf_json_peek_string (day, "why")));
    }
}

/* 10wd as the reader's language says it. */
static char *
word_rule (const char *rule)
{
  AnfPeriod period;
  return rule != NULL && anf_word_is_chinese () && anf_period_parse (rule, &period, NULL)
             ? anf_period_format_chinese (&period)
             : g_strdup (rule);
}

static void
add_count (GString *out, JsonObject *clock)
{
  JsonObject *count = anf_json_peek_object (clock, "count");
  const char *zero = anf_json_peek_string (count, "day_zero");
  const char *ends = anf_json_peek_string (count, "ends_on");
  if (zero == NULL)
    {
      g_string_append_printf (out, "  %s\n", _ ("a date that was set, not counted"));
      return;
    }
  const char *trigger = anf_json_peek_string (clock, "trigger");
  g_autofree char *event = trigger != NULL ? anf_word_leaf (trigger) : NULL;
  g_autofree char *rule = word_rule (anf_json_peek_string (clock, "rule"));
  g_string_append (out, "  ");
  g_string_append_printf (out, _ ("day 0: %s (%s), then %s; calendar %s"), zero, event, rule,
                          anf_json_peek_string (count, "calendar"));
  g_string_append_c (out, '\n');
  if (ends != NULL)
    {
      g_string_append (out, "  ");
      g_string_append_printf (out, _ ("ends on %s by itself"), ends);
      g_string_append_c (out, '\n');
    }
  add_days (out, anf_json_peek_array (count, "days"));
  if (json_object_has_member (count, "missing_year"))
    {
      g_string_append (out, "  ");
      g_string_append_printf (out,
                              _ ("the holidays of %d are not loaded: the count ends here (anfang "
                                 "calendar load FILE)"),
                              (int)anf_json_peek_int (count, "missing_year", 0));
      g_string_append_c (out, '\n');
    }
}

static void
add_was (GString *out, JsonArray *was)
{
  const guint length = was != NULL ? json_array_get_length (was) : 0;
  for (guint i = 0; i < length; i++)
    {
      JsonObject *entry = json_array_get_object_element (was, i);
      const char *due = anf_json_peek_string (entry, "due");
      gint64 at = 0;
      if (!anf_time_parse (anf_json_peek_string (entry, "at"), &at, NULL))
        continue;
      g_autofree char *until = anf_time_format_local (at);
      g_string_append (out, "  ");
      g_string_append_printf (out, _ ("before: %s, until %s (%s)"),
                              due != NULL ? due : _ ("no date yet"), until,
                              anf_json_peek_string (entry, "reason"));
      g_string_append_c (out, '\n');
    }
}

static void
add_clock (GString *out, JsonObject *clock)
{
  const char *due = anf_json_peek_string (clock, "due");
  const char *clause = anf_json_peek_string (clock, "clause");
  g_string_append_printf (out, "%s  %s  %s\n", anf_json_peek_string (clock, "name"),
                          due != NULL ? due : _ ("no date yet"), word_state (clock));
  if (clause != NULL)
    g_string_append_printf (out, "  “%s”\n", clause);
  add_count (out, clock);
  add_was (out, anf_json_peek_array (clock, "was"));
}

gboolean
anf_cli_clocks_run (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, run->noun->type, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path (run->noun->collection, id, "clocks");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply == NULL)
    return FALSE;
  if (run->globals->json)
    {
      anf_cli_print_reply (reply);
      return TRUE;
    }
  JsonArray *items = anf_json_peek_array (anf_reply_get_object (reply), "items");
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    add_clock (out, json_array_get_object_element (items, i));
  anf_cli_print_text (out->str);
  return TRUE;
}
