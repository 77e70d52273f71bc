/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-ladder.h"

#include <string.h>

/* The rungs of domain.md E.4, as data/ladder.json has them. Due days and working days were counted
   by hand over the notice for 2018: 5 to 7 April is a festival, 8 April, a Sunday, is worked. */

typedef struct
{
  AnfCalendar *calendar;
  AnfLadder *ladder;
} Fixture;

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = anf_json_parse_object (text, strlen (text), &error);
  g_assert_no_error (error);
  return object;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  self->calendar
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (anf_data_get_resource (), "/anfang/ladder.json", 0, &error);
  g_assert_no_error (error);
  g_autoptr (JsonObject) file = parse (g_bytes_get_data (bytes, NULL));
  self->ladder = anf_ladder_new (anf_json_peek_array (file, "ladder"), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  anf_calendar_unref (self->calendar);
  anf_ladder_free (self->ladder);
}

typedef struct
{
  const char *name;
  const char *today;
  const char *clocks; /* of an order */
  guint returned;
  guint supervised;
  const char *expected; /* keys */
} Case;

#define RECTIFY(due, state) "{\"id\":\"rectify\",\"due\":\"" due "\",\"state\":\"" state "\"}"
#define PLAN(due, state) "{\"id\":\"plan\",\"due\":\"" due "\",\"state\":\"" state "\"}"
#define DUE "2018-04-04"

static const Case cases[] = {
  { "four-days-before", "2018-03-29", RECTIFY (DUE, "running"), 0, 0, "" },
  /* 30 March, 2, 3 April are the three working days before the 4th. */
  { "three-days-before", "2018-03-30", RECTIFY (DUE, "running"), 0, 0, "0/before/3/rectify/" DUE },
  { "on-the-day", DUE, RECTIFY (DUE, "running"), 0, 0,
    "0/before/3/rectify/" DUE " 0/before/0/rectify/" DUE },
  { "in-the-festival", "2018-04-07", RECTIFY (DUE, "running"), 0, 0, "" },
  { "one-day-over", "2018-04-08", RECTIFY (DUE, "running"), 0, 0, "1/overdue/1/rectify/" DUE },
  { "two-days-over", "2018-04-09", RECTIFY (DUE, "running"), 0, 0, "1/overdue/1/rectify/" DUE },
  { "three-days-over", "2018-04-10", RECTIFY (DUE, "running"), 0, 0,
    "1/overdue/1/rectify/" DUE " 2/overdue/3/rectify/" DUE },
  { "after-an-outage", "2018-04-19", RECTIFY (DUE, "running"), 0, 0,
    "1/overdue/1/rectify/" DUE " 2/overdue/3/rectify/" DUE " 3/overdue/10/rectify/" DUE },
  { "met", "2018-04-19", RECTIFY (DUE, "met"), 0, 0, "" },
  { "stopped", "2018-04-19", RECTIFY (DUE, "stopped"), 0, 0, "" },
  { "returned", "2018-03-01", RECTIFY (DUE, "running"), 1, 0, "2/returned/1" },
  { "returned-twice", "2018-03-01", RECTIFY (DUE, "running"), 2, 0, "2/returned/1 4/returned/2" },
  { "supervised-twice", "2018-03-01", RECTIFY (DUE, "running"), 0, 2, "3/supervised/2" },
  { "late-three-times", "2018-04-08",
    PLAN ("2018-03-01", "late") "," RECTIFY ("2018-03-20", "late") "," RECTIFY (DUE, "running"), 0,
    0, "1/overdue/1/rectify/" DUE " 4/late/3" },
  /* The office's own deadline, and one that nobody can count yet. */
  { "not-the-units", "2018-04-19", "{\"id\":\"cohort\",\"due\":\"" DUE "\",\"state\":\"running\"}",
    0, 0, "" },
  { "no-date", "2018-04-19", "{\"id\":\"plan\",\"state\":\"running\",\"missing_year\":2027}", 0, 0,
    "" },
  { "beyond-the-calendar", "2027-01-08", RECTIFY ("2026-12-31", "running"), 0, 0, "" },
};

static void
test_case (Fixture *self, gconstpointer data)
{
  const Case *item = data;
  g_autofree char *text = g_strdup_printf ("{\"clocks\":[%s]}", item->clocks);
  g_autoptr (JsonObject) order = parse (text);
  const AnfLadderFacts facts
      = { anf_json_peek_array (order, "clocks"), item->returned, item->supervised };
  GDate today;
  g_assert_true (anf_date_parse (item->today, &today, NULL));
  g_autoptr (GPtrArray) steps = anf_ladder_judge (self->ladder, &facts, self->calendar, &today);
  g_autoptr (GString) keys = g_string_new (NULL);
  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? " " : "",
                            ((const AnfLadderStep *)steps->pdata[i])->key);
  g_assert_cmpstr (keys->str, ==, item->expected);
}

static const char *const bad_ladders[] = {
  "[1]",
  "[{\"level\":1}]",
  "[{\"level\":7,\"name\":\"x\",\"when\":[]}]",
  "[{\"level\":-1,\"name\":\"x\",\"when\":[]}]",
  "[{\"level\":1,\"name\":\"\",\"roles\":[\"leader\"],\"when\":[]}]",
  "[{\"level\":1,\"name\":\"x\",\"when\":[]}]",
  "[{\"level\":1,\"name\":\"x\",\"roles\":[\"king\"],\"when\":[]}]",
  "[{\"level\":1,\"name\":\"x\",\"roles\":[\"leader\"]}]",
  "[{\"level\":1,\"name\":\"x\",\"roles\":[\"leader\"],\"when\":[3]}]",
  "[{\"level\":1,\"name\":\"x\",\"roles\":[\"leader\"],\"when\":[{\"someday\":3}]}]",
  "[{\"level\":1,\"name\":\"x\",\"roles\":[\"leader\"],\"when\":[{\"overdue\":0}]}]",
  "[{\"level\":1,\"name\":\"x\",\"roles\":[\"leader\"],\"when\":[{\"overdue\":1001}]}]",
  "[{\"level\":1,\"name\":\"x\",\"roles\":[\"leader\"],\"when\":[{\"overdue\":\"3wd\"}]}]",
  "[{\"level\":0,\"name\":\"x\",\"when\":[]},{\"level\":0,\"name\":\"y\",\"when\":[]}]",
};

static void
test_bad (gconstpointer data)
{
  g_autofree char *text = g_strdup_printf ("{\"ladder\":%s}", (const char *)data);
  g_autoptr (JsonObject) file = parse (text);
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_ladder_new (anf_json_peek_array (file, "ladder"), &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  g_assert_cmpstr (anf_ladder_find (self->ladder, 2)->name, ==, "督办");
  g_assert_cmpstr (anf_ladder_find (self->ladder, 2)->document, ==, "supervision");
  g_assert_null (anf_ladder_find (self->ladder, 7));
  g_assert_null (anf_ladder_find (self->ladder, -1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ladder/judge/%s", cases[i].name);
      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_ladders); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ladder/bad/%u", i);
      g_test_add_data_func (path, bad_ladders[i], test_bad);
    }
  g_test_add ("/ladder/find", Fixture, NULL, set_up, test_find, tear_down);
  return g_test_run ();
}
