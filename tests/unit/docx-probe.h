/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Reads a DOCX back with what we did not write. */

#include <gio/gio.h>

/* Debian's Python has python-docx, which we did not write; another Python may not. */
#define PYTHON "/usr/bin/python3"

static inline char *
read_back (GBytes *docx, const char *program)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) python
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          PYTHON, "-X", "utf8", "-c", program, NULL);
  g_assert_no_error (error);
  g_autoptr (GBytes) out = NULL;
  g_assert_true (g_subprocess_communicate (python, docx, NULL, &out, NULL, &error));
  g_assert_true (g_subprocess_get_successful (python));
  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

/* Every part is parsed, whichever is asked about. */
#define UNZIP                                                                                      \
  "import io, re, sys, zipfile\n"                                                                  \
  "import xml.etree.ElementTree as E\n"                                                            \
  "zip = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\n"                                   \
  "assert zip.testzip() is None\n"                                                                 \
  "parts = {name: E.fromstring(zip.read(name)) for name in zip.namelist()}\n"                      \
  "W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'\n"                         \
  "body = parts['word/document.xml']\n"                                                            \
  "def say(tree): return ''.join(t.text or '' for t in tree.iter(W + 't'))\n"

#define LOAD                                                                                       \
  "import io, sys, docx\n"                                                                         \
  "file = docx.Document(io.BytesIO(sys.stdin.buffer.read()))\n"                                    \
  "page = file.sections[0]\n"                                                                      \
  "def face(style):\n"                                                                             \
  "  while True:\n"                                                                                \
  "    found = style.element.xpath('./w:rPr/w:rFonts/@w:eastAsia')\n"                              \
  "    if found: return found[0]\n"                                                                \
  "    style = style.base_style\n"                                                                 \
  "def size(style):\n"                                                                             \
  "  while style.font.size is None: style = style.base_style\n"                                    \
  "  return style.font.size.pt\n"

static inline gboolean
skip_without_docx (void)
{
  int status = 0;
  char *argv[] = { (char *)PYTHON, (char *)"-c", (char *)"import docx", NULL };
  if (g_spawn_sync (NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status,
                    NULL)
      && status == 0)
    return FALSE;
  g_test_skip ("python3-docx is not here");
  return TRUE;
}
