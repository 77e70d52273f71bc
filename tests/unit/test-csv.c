/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-csv.h"
#include "anf-error.h"

#include <gio/gio.h>

#include <string.h>

static gboolean
collect (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, (gssize)size);
  return TRUE;
}

static gboolean
refuse (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_NO_SPACE, "full");
}

typedef struct
{
  const char *cell;
  const char *written;
} CellCase;

/* What a spreadsheet would compute is text afterwards; the rest is RFC 4180. */
static const CellCase cell_cases[] = {
  { NULL, "\"\"" },
  { "", "\"\"" },
  { "窗口无人值守", "\"窗口无人值守\"" },
  { "a \"quoted\" word", "\"a \"\"quoted\"\" word\"" },
  { "two\r\nlines", "\"two\r\nlines\"" },
  { "a,b", "\"a,b\"" },
  { "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"" },
  { "+1", "\"'+1\"" },
  { "-1", "\"'-1\"" },
  { "@SUM(A1)", "\"'@SUM(A1)\"" },
  { "\t=1", "\"'\t=1\"" },
  { "\r=1", "\"'\r=1\"" },
  { "＝1+1", "\"'＝1+1\"" },
  { "1=1", "\"1=1\"" },
};

static void
test_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cell_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (AnfCsv) csv = anf_csv_new (collect, out);
      g_assert_true (anf_csv_add_row (csv, &cell_cases[i].cell, 1, &error));
      g_assert_no_error (error);
      g_autofree char *whole = g_strconcat ("\xef\xbb\xbf", cell_cases[i].written, "\r\n", NULL);
      g_assert_cmpstr (out->str, ==, whole);
    }
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (AnfCsv) csv = anf_csv_new (collect, out);
  const char *const bad[] = { "good", "\xff" };
  g_assert_false (anf_csv_add_row (csv, bad, 2, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
  g_assert_cmpuint (out->len, ==, 0);
  g_clear_error (&error);
  g_autoptr (AnfCsv) full = anf_csv_new (refuse, NULL);
  g_assert_false (anf_csv_add_row (full, bad, 1, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_NO_SPACE);
}

/* Python's reader, which we did not write, reads back what was put in. */
static void
test_foreign_reader (void)
{
  static const char program[] = "import csv, io, sys\n"
                                "raw = sys.stdin.buffer.read().decode('utf-8-sig')\n"
                                "rows = list(csv.reader(io.StringIO(raw, newline='')))\n"
                                "sys.stdout.write('|'.join(';'.join(r) for r in rows))\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (AnfCsv) csv = anf_csv_new (collect, out);
  const char *const rows[][2]
      = { { "序号", "问题事实" }, { "1", "他说\"等\"，\r\n走了" }, { NULL, "赵珺玥𬎆" } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (anf_csv_add_row (csv, rows[i], 2, &error));
  g_autoptr (GSubprocess) python
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          "python3", "-X", "utf8", "-c", program, NULL);
  g_assert_no_error (error);
  g_autoptr (GBytes) in = g_bytes_new (out->str, out->len);
  g_autoptr (GBytes) back = NULL;
  g_assert_true (g_subprocess_communicate (python, in, NULL, &back, NULL, &error));
  g_autofree char *text = g_strndup (g_bytes_get_data (back, NULL), g_bytes_get_size (back));
  g_assert_cmpstr (text, ==, "序号;问题事实|1;他说\"等\"，\r\n走了|;赵珺玥𬎆");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/csv/cells", test_cells);
  g_test_add_func ("/csv/errors", test_errors);
  g_test_add_func ("/csv/foreign-reader", test_foreign_reader);
  return g_test_run ();
}
