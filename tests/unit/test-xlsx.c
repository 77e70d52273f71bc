/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-lists.h"
#include "anf-paper-limits.h"
#include "anf-xlsx.h"

#include <gio/gio.h>

#include <string.h>
#include <unistd.h>

/* Debian's Python has openpyxl, which we did not write; another Python may not. */
#define PYTHON "/usr/bin/python3"

static const AnfGridColumn columns[] = {
  { "text", "问题事实", ANF_CELL_TEXT, 40 },
  { "date", "整改期限", ANF_CELL_DATE, 12 },
  { "number", "退回次数", ANF_CELL_NUMBER, 10 },
  { "rate", "整改率", ANF_CELL_PERCENT, 10 },
};

static GBytes *
finish (AnfXlsx *xlsx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 piece[4096];
  const int fd = anf_xlsx_finish (xlsx, &error);
  g_assert_no_error (error);
  for (gssize got = read (fd, piece, sizeof piece); got > 0; got = read (fd, piece, sizeof piece))
    g_byte_array_append (bytes, piece, (guint)got);
  close (fd);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static char *
read_back (GBytes *book, const char *program)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) python
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          PYTHON, "-X", "utf8", "-c", program, NULL);
  g_assert_no_error (error);
  g_autoptr (GBytes) out = NULL;
  g_assert_true (g_subprocess_communicate (python, book, NULL, &out, NULL, &error));
  g_assert_true (g_subprocess_get_successful (python));
  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

#define LOAD                                                                                       \
  "import io, sys, openpyxl\n"                                                                     \
  "book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))\n"                           \
  "sheet = book.worksheets[0]\n"

static gboolean
skip_without_openpyxl (void)
{
  int status = 0;
  char *argv[] = { (char *)PYTHON, (char *)"-c", (char *)"import openpyxl", NULL };
  if (g_spawn_sync (NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status,
                    NULL)
      && status == 0)
    return FALSE;
  g_test_skip ("python3-openpyxl is not here");
  return TRUE;
}

static AnfXlsx *
begin (void)
{
  g_autoptr (GError) error = NULL;
  AnfXlsx *xlsx = anf_xlsx_new (1520000000, &error);
  g_assert_no_error (error);
  g_assert_true (anf_xlsx_begin_sheet (xlsx, "整改清单", columns, G_N_ELEMENTS (columns), &error));
  return xlsx;
}

static void
add (AnfXlsx *xlsx, const char *text, const char *date, const char *number, const char *rate)
{
  g_autoptr (GError) error = NULL;
  const char *const cells[] = { text, date, number, rate };
  g_assert_true (anf_xlsx_add_row (xlsx, cells, &error));
  g_assert_no_error (error);
}

/* Dates are dates, numbers numbers, and nothing that anybody typed is ever a formula. */
static void
test_cells (void)
{
  if (skip_without_openpyxl ())
    return;
  g_autoptr (AnfXlsx) xlsx = begin ();
  add (xlsx, "=cmd|' /C calc'!A0", "2018-03-10", "3", "0.8333");
  add (xlsx, "http://example.com/x", "未定（缺2027年放假安排）", "-", "无法计算");
  add (xlsx, "两\n行 & <b> 赵珺玥𬎆", NULL, "", NULL);
  add (xlsx, "+1", "2018-02-30", "1.5", "1");
  g_autoptr (GBytes) book = finish (xlsx);
  g_autofree char *said = read_back (
      book, LOAD "for row in sheet.iter_rows():\n"
                 "    print(';'.join('%s:%r' % (c.data_type, c.value) for c in row))\n");
  g_assert_cmpstr (said, ==,
                   "s:'问题事实';s:'整改期限';s:'退回次数';s:'整改率'\n"
                   "s:\"=cmd|' /C calc'!A0\";d:datetime.datetime(2018, 3, 10, 0, 0);n:3;n:0.8333\n"
                   "s:'http://example.com/x';s:'未定（缺2027年放假安排）';s:'-';s:'无法计算'\n"
                   "s:'两\\n行 & <b> 赵珺玥𬎆';n:None;n:None;n:None\n"
                   "s:'+1';s:'2018-02-30';n:1.5;n:1\n");
}

static void
test_sheet (void)
{
  if (skip_without_openpyxl ())
    return;
  g_autoptr (AnfXlsx) xlsx = begin ();
  add (xlsx, "a", "2018-03-10", "1", "0.5");
  add (xlsx, "b", "2018-03-11", "2", "0.25");
  g_autoptr (GBytes) book = finish (xlsx);
  g_autofree char *said = read_back (
      book, LOAD "print(sheet.title, sheet.freeze_panes, sheet.auto_filter.ref,\n"
                 "      sheet['B2'].number_format, sheet['D2'].number_format,\n"
                 "      round(sheet.column_dimensions['A'].width), sheet['A1'].font.b,\n"
                 "      book.properties.created)\n");
  g_assert_cmpstr (said, ==, "整改清单 A2 A1:D3 yyyy-mm-dd 0.00% 41 True 2018-03-02 14:13:20\n");
}

/* The day on which it is written is no part of what is written. */
static void
test_same_bytes (void)
{
  g_autoptr (AnfXlsx) one = begin ();
  g_autoptr (AnfXlsx) other = begin ();
  add (one, "a", "2018-03-10", "1", "0.5");
  add (other, "a", "2018-03-10", "1", "0.5");
  g_autoptr (GBytes) first = finish (one);
  g_autoptr (GBytes) second = finish (other);
  g_assert_true (g_bytes_equal (first, second));
  g_autofree char *days
      = read_back (first, "import io, sys, zipfile\n"
                          "z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\n"
                          "print(sorted({i.date_time[:3] for i in z.infolist()}))\n");
  g_assert_cmpstr (days, ==, "[(1980, 1, 1)]\n");
}

/* What a cell cannot hold is cut where it can be seen. */
static void
test_long_text (void)
{
  if (skip_without_openpyxl ())
    return;
  g_autoptr (GString) fits = g_string_new (NULL);
  for (guint i = 0; i < ANF_XLSX_TEXT_MAX; i++)
    g_string_append (fits, "字");
  g_autofree char *over = g_strconcat (fits->str, "多", NULL);
  g_autoptr (AnfXlsx) xlsx = begin ();
  add (xlsx, fits->str, NULL, NULL, NULL);
  add (xlsx, over, NULL, NULL, NULL);
  g_autoptr (GBytes) book = finish (xlsx);
  g_autofree char *said
      = read_back (book, LOAD "print([(len(c.value), c.value[-1]) for c in sheet['A'][1:]])\n");
  g_assert_cmpstr (said, ==, "[(32767, '字'), (32767, '…')]\n");
}

/* A sheet of Excel ends at its row 1048576; the list does not. */
static void
test_many_rows (void)
{
  static const char program[]
      = "import io, re, sys, zipfile\n"
        "z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\n"
        "names = re.findall('sheet name=\"([^\"]*)\"', z.read('xl/workbook.xml').decode())\n"
        "print(names, [z.read('xl/worksheets/sheet%d.xml' % n).count(b'<row ') for n in (1, 2)])\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfXlsx) xlsx = anf_xlsx_new (0, &error);
  const char *const cells[] = { "1" };
  g_assert_true (anf_xlsx_begin_sheet (xlsx, "台账", &columns[2], 1, &error));
  for (guint i = 0; i < ANF_XLSX_ROWS_MAX; i++)
    g_assert_true (anf_xlsx_add_row (xlsx, cells, &error));
  g_autoptr (GBytes) book = finish (xlsx);
  g_autofree char *said = read_back (book, program);
  g_assert_cmpstr (said, ==, "['台账', '台账 2'] [1048576, 2]\n");
}

static void
test_not_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfXlsx) xlsx = begin ();
  const char *const cells[] = { "\xff", NULL, NULL, NULL };
  g_assert_false (anf_xlsx_add_row (xlsx, cells, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
}

/* Every list has a number for each row, and every column of it a heading and a name. */
static void
test_lists (void)
{
  for (guint i = 0; i < ANF_LIST_COUNT; i++)
    {
      const AnfList *list = anf_list_get ((AnfListKind)i);
      g_autoptr (GArray) ids = anf_list_dup_ids (list, FALSE, FALSE);
      g_autofree AnfGridColumn *own = anf_list_dup_columns (ids);
      AnfListKind kind = ANF_LIST_LEDGER;
      g_assert_true (anf_list_find (list->name, &kind) == list);
      g_assert_cmpint (kind, ==, i);
      g_assert_cmpint (list->ids[0], ==, ANF_LIST_SEQUENCE);
      g_assert_cmpint (list->ids[1], ==, ANF_LIST_NUMBER);
      for (guint c = 0; c < list->n_columns; c++)
        g_assert_true (own[c].name != NULL && own[c].heading != NULL && own[c].width > 0);
    }
  AnfListKind kind = ANF_LIST_LEDGER;
  g_assert_null (anf_list_find ("others", &kind));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/xlsx/cells", test_cells);
  g_test_add_func ("/xlsx/sheet", test_sheet);
  g_test_add_func ("/xlsx/same-bytes", test_same_bytes);
  g_test_add_func ("/xlsx/long-text", test_long_text);
  g_test_add_func ("/xlsx/many-rows", test_many_rows);
  g_test_add_func ("/xlsx/not-utf8", test_not_utf8);
  g_test_add_func ("/xlsx/lists", test_lists);
  return g_test_run ();
}
