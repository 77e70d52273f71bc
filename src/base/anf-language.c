/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-language.h"

#include <locale.h>
#include <string.h>

/* Messages in the C locale are those of the source, whatever LANGUAGE says. */
static gpointer
make_english (gpointer data)
{
  return newlocale (LC_CTYPE_MASK, "C.UTF-8", newlocale (LC_ALL_MASK, "C", 0));
}

static gpointer
make_chinese (gpointer data)
{
  return newlocale (LC_CTYPE_MASK | LC_MESSAGES_MASK, "zh_CN.UTF-8",
                    newlocale (LC_ALL_MASK, "C", 0));
}

static locale_t
get_english (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, make_english, NULL);
}

/* Made when somebody asks for it, as it maps the archive of all locales. 0: not installed */
static locale_t
get_chinese (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, make_chinese, NULL);
}

static double
read_quality (const char *range)
{
  const char *q = strstr (range, ";");
  q = q == NULL ? NULL : strstr (q, "q=");
  return q == NULL ? 1.0 : g_ascii_strtod (q + 2, NULL);
}

AnfLanguage
anf_language_choose (const char *accepted)
{
  if (accepted == NULL)
    return ANF_LANGUAGE_ENGLISH;
  double english = 0, chinese = 0;
  g_auto (GStrv) ranges = g_strsplit (accepted, ",", 16);
  for (guint i = 0; ranges[i] != NULL; i++)
    {
      const char *range = g_strstrip (ranges[i]);
      const double quality = read_quality (range);
      if (g_ascii_strncasecmp (range, "zh", 2) == 0)
        chinese = MAX (chinese, quality);
      else if (g_ascii_strncasecmp (range, "en", 2) == 0 || *range == '*')
        english = MAX (english, quality);
    }
  return chinese > english ? ANF_LANGUAGE_CHINESE : ANF_LANGUAGE_ENGLISH;
}

const char *
anf_language_get_tag (AnfLanguage language)
{
  return language == ANF_LANGUAGE_CHINESE && get_chinese () != 0 ? "zh-CN" : "en";
}

void
anf_language_enter (AnfLanguage language)
{
  locale_t wanted = language == ANF_LANGUAGE_CHINESE ? get_chinese () : 0;
  if (wanted == 0)
    wanted = get_english ();
  if (wanted != 0)
    (void)uselocale (wanted);
}

void
anf_language_leave (void)
{
  (void)uselocale (LC_GLOBAL_LOCALE);
}
