/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli.h"

#include <glib/gi18n.h>

#include <locale.h>
#include <signal.h>

int
main (int argc, char **argv)
{
  /* From a build folder, where nothing is installed yet, ./dev says where the translations are. */
  const char *locale_dir = g_getenv ("ANFANG_LOCALE_DIR");
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : ANF_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGPIPE, SIG_IGN);
  /* Standard output is for data alone. */
  g_log_writer_default_set_use_stderr (TRUE);
  return anf_cli_main (argc, argv);
}
