/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-clocks.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-clock.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-period.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <stdio.h>

static char *
loaded_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "anfang", "holidays", NULL);
}

static AnfCalendar *
add_file (AnfCalendar *calendar, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  AnfCalendar *more = anf_calendar_add_bytes (calendar, bytes, error);
  if (more == NULL)
    g_prefix_error (error, "%s: ", path);
  return more;
}

/* A year that is not published yet may lie in the folder as a note of just that. */
static gboolean
is_published (const char *path)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &text, &size, NULL))
    return TRUE;
  g_autoptr (JsonObject) year = anf_json_parse_object (text, size, NULL);
  return year == NULL || g_strcmp0 (anf_json_peek_string (year, "status"), "not-published") != 0;
}

static AnfCalendar *
add_folder (AnfCalendar *calendar, const char *folder, GError **error)
{
  g_autoptr (AnfCalendar) all = anf_calendar_ref (calendar);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  if (dir == NULL)
    return NULL;
  const char *name = NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (!g_str_has_suffix (name, ".json") || !is_published (path))
        continue;
      AnfCalendar *more = add_file (all, path, error);
      if (more == NULL)
        return NULL;
      anf_calendar_unref (all);
      all = more;
    }
  return g_steal_pointer (&all);
}

/* The years of @folder alone when it is given; otherwise those built in, and over them those that
   were loaded here. */
static AnfCalendar *
open_calendar (const char *folder, GError **error)
{
  if (folder != NULL)
    {
      g_autoptr (AnfCalendar) none = anf_calendar_new ();
      return add_folder (none, folder, error);
    }
  g_autoptr (AnfCalendar) built_in
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", error);
  g_autofree char *loaded = loaded_folder ();
  if (built_in == NULL || !g_file_test (loaded, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&built_in);
  return add_folder (built_in, loaded, error);
}

static gboolean
explain_working_days (const AnfCalendar *calendar,
                      const GDate *from,
                      const GDate *due,
                      GError **error)
{
  GDate day = *from;
  int counted = 0;
  while (g_date_compare (&day, due) < 0)
    {
      g_date_add_days (&day, 1);
      gboolean working = FALSE;
      if (!anf_calendar_is_working_day (calendar, &day, &working, error))
        return FALSE;
      g_autofree char *text = anf_date_format (&day);
      if (working)
        printf ("  %s  %s  %d\n", text, anf_cli_clocks_name_weekday (&day), ++counted);
      else
        printf ("  %s  %s  %s\n", text, anf_cli_clocks_name_weekday (&day), _ ("rest"));
    }
  return TRUE;
}

static void
explain_days (const GDate *from, const AnfPeriod *period, const GDate *due)
{
  GDate last = *from;
  if (period->unit == ANF_PERIOD_DAYS)
    g_date_add_days (&last, (guint)period->amount);
  else
    g_date_add_months (&last, (guint)period->amount);
  g_autofree char *end = anf_date_format (&last);
  if (g_date_compare (&last, due) == 0)
    {
      printf (_ ("  the last day is %s, %s, no rest day\n"), end,
              anf_cli_clocks_name_weekday (&last));
      return;
    }
  g_autofree char *moved = anf_date_format (due);
  printf (_ ("  the last day would be %s, %s, a rest day; it moves to %s, %s, the first day after "
             "the rest\n"),
          end, anf_cli_clocks_name_weekday (&last), moved, anf_cli_clocks_name_weekday (due));
}

static gboolean
explain (const AnfCalendar *calendar,
         const GDate *from,
         const AnfPeriod *period,
         const GDate *due,
         GError **error)
{
  g_autofree char *start = anf_date_format (from);
  g_autofree char *words = anf_period_format_chinese (period);
  printf (_ ("%s after %s, %s, which is not counted:\n"), words, start,
          anf_cli_clocks_name_weekday (from));
  if (period->unit == ANF_PERIOD_WORKING_DAYS)
    {
      if (!explain_working_days (calendar, from, due, error))
        return FALSE;
    }
  else
    explain_days (from, period, due);
  printf (_ ("calendar %s\n"), anf_calendar_get_version (calendar));
  return TRUE;
}

static void
print_due_json (const AnfCalendar *calendar, const char *from, const char *period, const char *due)
{
  g_autoptr (JsonObject) object = json_object_new ();
  json_object_set_string_member (object, "from", from);
  json_object_set_string_member (object, "period", period);
  json_object_set_string_member (object, "due", due);
  json_object_set_string_member (object, "calendar", anf_calendar_get_version (calendar));
  g_autofree char *text = anf_json_format_object (object);
  printf ("%s\n", text);
}

static gboolean
run_due (AnfRun *run, GError **error)
{
  GDate from;
  GDate due;
  AnfPeriod period;
  g_autoptr (GError) misuse = NULL;
  if (!anf_date_parse (run->args[0], &from, &misuse)
      || !anf_period_parse (run->args[1], &period, &misuse))
    return anf_cli_run_misuse (error, "%s", misuse->message);
  g_autoptr (AnfCalendar) calendar = open_calendar (anf_cli_run_get (run, "calendar"), error);
  if (calendar == NULL)
    return FALSE;
  int missing_year = 0;
  if (!anf_period_due (calendar, &from, &period, &due, &missing_year, error))
    {
      if (missing_year != 0)
        g_prefix_error (error,
                        _ ("the State Council's notice for %d is needed (anfang calendar load "
                           "FILE): "),
                        missing_year);
      return FALSE;
    }
  g_autofree char *text = anf_date_format (&due);
  if (run->globals->json)
    {
      print_due_json (calendar, run->args[0], run->args[1], text);
      return TRUE;
    }
  printf ("%s\n", text);
  return !anf_cli_run_has (run, "explain") || explain (calendar, &from, &period, &due, error);
}

static gboolean
keep (const char *text, gsize size, int year, GError **error)
{
  g_autofree char *folder = loaded_folder ();
  if (g_mkdir_with_parents (folder, 0755) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot make the folder %s"), folder);
  g_autofree char *path = g_strdup_printf ("%s/%d.json", folder, year);
  return g_file_set_contents_full (path, text, (gssize)size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0644, error);
}

/* Without a login the year serves for counting here only, and that is said. */
static gboolean
send_year (AnfRun *run, JsonObject *year_file, int year, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  if (!anf_cli_run_connect (run, &local_error))
    {
      if (!g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_UNAUTHORIZED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      anf_cli_print_note (run,
                          _ ("%d is kept for counting on this machine; nobody is logged in, "
                             "so no service was told"),
                          year);
      return TRUE;
    }
  g_autofree char *path = g_strdup_printf ("/calendars/%d", year);
  g_autoptr (AnfReply) before = anf_client_call (run->client, "GET", path, NULL, NULL, NULL);
  g_autoptr (AnfReply) reply = anf_client_call (run->client, "PUT", path, year_file,
                                                before != NULL ? before->etag : NULL, error);
  if (reply == NULL)
    {
      g_prefix_error (error, _ ("%d is kept here, but the service did not take it: "), year);
      return FALSE;
    }
  anf_cli_print_record (run, reply);
  return TRUE;
}

static gboolean
run_load (AnfRun *run, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (run->args[0], &text, &size, error))
    return FALSE;
  g_autoptr (JsonObject) year_file = anf_json_parse_object (text, size, error);
  g_autoptr (AnfCalendar) none = anf_calendar_new ();
  g_autoptr (AnfCalendar) checked
      = year_file != NULL ? anf_calendar_add_year (none, year_file, error) : NULL;
  if (checked == NULL)
    {
      g_prefix_error (error, "%s: ", run->args[0]);
      return FALSE;
    }
  const int year = (int)anf_json_peek_int (year_file, "year", 0);
  return keep (text, size, year, error)
         && (anf_cli_run_has (run, "offline") || send_year (run, year_file, year, error));
}

static gboolean
run_list (AnfRun *run, GError **error)
{
  if (anf_cli_run_has (run, "service"))
    return anf_cli_step_list (run, error);
  g_autoptr (AnfCalendar) calendar = open_calendar (anf_cli_run_get (run, "calendar"), error);
  if (calendar == NULL)
    return FALSE;
  g_autoptr (GArray) years = anf_calendar_dup_years (calendar);
  g_autoptr (JsonArray) list = json_array_new ();
  for (guint i = 0; i < years->len; i++)
    {
      const int year = g_array_index (years, int, i);
      json_array_add_int_element (list, year);
      if (!run->globals->json)
        printf ("%d\n", year);
    }
  if (run->globals->json)
    {
      g_autoptr (JsonObject) object = json_object_new ();
      json_object_set_array_member (object, "years", json_array_ref (list));
      json_object_set_string_member (object, "version", anf_calendar_get_version (calendar));
      g_autofree char *text = anf_json_format_object (object);
      printf ("%s\n", text);
    }
  else
    anf_cli_print_note (run, _ ("calendar %s"), anf_calendar_get_version (calendar));
  return TRUE;
}

/* The address is told once: a calendar program takes it as it is. */
static gboolean
run_feed (AnfRun *run, GError **error)
{
  const gboolean ends = anf_cli_run_has (run, "end");
  g_autoptr (AnfReply) reply
      = anf_cli_run_call (run, ends ? "DELETE" : "POST", "/calendar-feed", NULL, error);
  if (reply == NULL)
    return FALSE;
  if (ends)
    {
      anf_cli_print_note (run, _ ("the address has ended"));
      return TRUE;
    }
  JsonObject *feed = anf_reply_get_object (reply);
  const char *path = feed != NULL ? anf_json_peek_string (feed, "path") : NULL;
  if (run->globals->json || path == NULL)
    anf_cli_print_reply (reply);
  else
    printf ("%s%s\n", run->session->server, path);
  return TRUE;
}

static const AnfField feed_fields[] = {
  { "end", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("end it instead") },
  ANF_FIELDS_END,
};

#define FIELD_CALENDAR                                                                             \
  {                                                                                                \
    "calendar", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FOLDER"),                           \
        N_ ("count with the years in FOLDER alone")                                                \
  }

static const AnfField due_fields[] = {
  FIELD_CALENDAR,
  { "explain", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("show how it was counted") },
  ANF_FIELDS_END,
};

/* Of 国办发明电〔2017〕12号. */
#define YEAR_FILE                                                                                  \
  N_ ("The file has the year, the notice of the State Council that it is from, and each day "      \
      "that\n"                                                                                     \
      "the notice names: off, or worked (\"off\": false). Of the days it does not name, "          \
      "Saturdays\n"                                                                                \
      "and Sundays are off and the others worked. The file of 2018 begins so:\n"                   \
      "  {\"year\": 2018,\n"                                                                       \
      "   \"source\": \"国办发明电〔2017〕12号\",\n"                                       \
      "   \"days\": [\n"                                                                           \
      "     {\"date\": \"2018-01-01\", \"name\": \"元旦\", \"off\": true},\n"                    \
      "     {\"date\": \"2018-02-11\", \"name\": \"春节\", \"off\": false},\n"                   \
      "     {\"date\": \"2018-02-15\", \"name\": \"春节\", \"off\": true}]}")

static const AnfField load_fields[] = {
  { "offline", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("do not tell the service") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  FIELD_CALENDAR,
  { "service", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("list what the service knows instead") },
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = {
  { N_ ("YEAR"), "year" }, { N_ ("SOURCE"), "source" }, { N_ ("VERSION"), "version" }, { NULL }
};

static const AnfCommand commands[] = {
  { "due", "FROM PERIOD", 2, 2,
    N_ ("Count a period: 10wd working days, 30d days, 6m months (offline)"),
    "anfang calendar due 2018-02-09 10wd --explain", run_due, due_fields },
  { "load", "FILE", 1, 1, N_ ("Load the working days of a year, here and at the service"),
    "anfang calendar load 2027.json", run_load, load_fields, .file = YEAR_FILE },
  { "feed", "", 0, 0,
    N_ ("An address under which a calendar program fetches your deadlines; the one before ends"),
    "anfang calendar feed", run_feed, feed_fields },
  { "list", "", 0, 0, N_ ("List the years that are known"), "anfang calendar list", run_list,
    list_fields },
  { NULL },
};

const AnfNoun anf_cli_calendar = { "calendar",  N_ ("working days and periods"),
                                   "calendars", ANF_FIELD_TEXT,
                                   columns,     commands };
