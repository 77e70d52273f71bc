/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-ics.h"

#include <gio/gio.h>

#include <string.h>

/* Debian's Python has icalendar, which we did not write; another Python may not. */
#define PYTHON "/usr/bin/python3"

/* RFC 5545, 3.3.11: these are escaped, and are themselves again when read. */
#define SUMMARY "整改; 方案, “一次性告知” \\ 海营商整〔2018〕1号"
#define UNIT                                                                                       \
  "市市场局\n（原市工商局、质监局、食药监局合并组建，承担市场监管和知识产权管理等职责的政府部门）"

static char *
make (void)
{
  g_autoptr (AnfIcs) ics = anf_ics_new ("整改督办期限");
  GDate day;
  g_assert_true (anf_date_parse ("2018-02-28", &day, NULL));
  anf_ics_add_day (ics, "a.plan@anfang", 1520000000, &day, SUMMARY, UNIT);
  return anf_ics_format (ics);
}

/* RFC 5545, 3.1: no line is longer than 75 octets, and none is cut within a character. */
static void
test_lines (void)
{
  g_autofree char *text = make ();
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_assert_true (g_str_has_suffix (text, "END:VCALENDAR\r\n"));
  g_assert_true (g_strv_contains ((const char *const *)lines, "DTSTART;VALUE=DATE:20180228"));
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_null (strchr (lines[i], '\n'));
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
    }
}

static void
test_foreign_reader (void)
{
  static const char program[]
      = "import sys\n"
        "try:\n"
        "    import icalendar\n"
        "except ImportError:\n"
        "    sys.exit(77)\n"
        "event, = icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk('VEVENT')\n"
        "print(event['SUMMARY'], event['DESCRIPTION'], event['DTSTART'].dt, event['DTEND'].dt,\n"
        "      event['DTSTAMP'].dt.isoformat(), event['UID'], sep='|', end='')\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *text = make ();
  g_autofree char *out = NULL;
  g_autoptr (GSubprocess) python
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          PYTHON, "-X", "utf8", "-c", program, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (python, text, NULL, &out, NULL, &error));
  if (g_subprocess_get_exit_status (python) == 77)
    {
      g_test_skip ("python3-icalendar is not here");
      return;
    }
  g_assert_cmpstr (out, ==,
                   SUMMARY "|" UNIT "|2018-02-28|2018-03-01|2018-03-02T14:13:20+00:00|"
                           "a.plan@anfang");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ics/lines", test_lines);
  g_test_add_func ("/ics/foreign-reader", test_foreign_reader);
  return g_test_run ();
}
