/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-number.h"

#include <string.h>

char *
anf_number_format_document (const char *word, int year, gint64 sequence)
{
  return g_strdup_printf ("%s〔%d〕%" G_GINT64_FORMAT "号", word, year, sequence);
}

char *
anf_number_format_finding (const char *ledger_code, int area, int year, gint64 sequence)
{
  return g_strdup_printf ("%s-%02d-%d-%04" G_GINT64_FORMAT, ledger_code, area, year, sequence);
}

char *
anf_number_format_visit (const GDate *date, gint64 sequence)
{
  return g_strdup_printf ("AF-%04d%02d%02d-%02" G_GINT64_FORMAT, (int)g_date_get_year (date),
                          (int)g_date_get_month (date), (int)g_date_get_day (date), sequence);
}

char *
anf_number_format_talk (const GDate *date, gint64 sequence)
{
  return g_strdup_printf ("TH-%04d%02d%02d-%02" G_GINT64_FORMAT, (int)g_date_get_year (date),
                          (int)g_date_get_month (date), (int)g_date_get_day (date), sequence);
}

/* GB 32100-2015: neither I nor O, S, V, Z. */
char *
anf_number_format_lead (const GDate *date, gint64 sequence)
{
  return g_strdup_printf ("XS-%04d%02d%02d-%02" G_GINT64_FORMAT, (int)g_date_get_year (date),
                          (int)g_date_get_month (date), (int)g_date_get_day (date), sequence);
}

AnfNumberKind
anf_number_guess_kind (const char *number)
{
  static const struct
  {
    const char *prefix;
    AnfNumberKind kind;
  } forms[]
      = { { "AF-", ANF_NUMBER_VISIT }, { "XS-", ANF_NUMBER_LEAD }, { "TH-", ANF_NUMBER_TALK } };
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_has_prefix (number, forms[i].prefix))
      return forms[i].kind;
  return strchr (number, '-') != NULL ? ANF_NUMBER_FINDING : ANF_NUMBER_LETTER;
}

/* Digits alone. An area may have the number 0: one that the office adds for what belongs to no
   other. */
static gboolean
parse_part (const char *text, gint64 *value)
{
  guint64 number = 0;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return FALSE;
  *value = (gint64)number;
  return TRUE;
}

static gboolean
parse_value (const char *text, gint64 *value)
{
  return parse_part (text, value) && *value >= 1;
}

/* AF-YYYYMMDD-NN, XS-YYYYMMDD-NN, TH-YYYYMMDD-NN */
static char *
find_series_of_day (const char *kind, const char *number, gint64 *value)
{
  g_auto (GStrv) parts = g_strsplit (number, "-", 3);
  if (g_strv_length (parts) != 3 || strlen (parts[1]) != strlen ("YYYYMMDD")
      || !parse_value (parts[2], value))
    return NULL;
  return g_strdup_printf ("%s %.4s-%.2s-%.2s", kind, parts[1], parts[1] + 4, parts[1] + 6);
}

/* CODE-AA-YYYY-NNNN, where CODE may have hyphens of its own. */
static char *
find_series_of_finding (const char *number, gint64 *value)
{
  g_autofree char *code = g_strdup (number);
  gint64 parts[3] = { 0 }; /* sequence, year, area */
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      char *hyphen = strrchr (code, '-');
      if (hyphen == NULL || !parse_part (hyphen + 1, &parts[i]))
        return NULL;
      *hyphen = '\0';
    }
  if (parts[0] < 1)
    return NULL;
  *value = parts[0];
  return g_strdup_printf ("finding %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, code, parts[2],
                          parts[1]);
}

/* 代字〔年〕序号号 */
static char *
find_series_of_letter (const char *number, gint64 *value)
{
  g_auto (GStrv) parts = g_strsplit (number, "〔", 2);
  g_auto (GStrv) rest = g_strsplit (parts[0] != NULL && parts[1] != NULL ? parts[1] : "", "〕", 2);
  if (g_strv_length (rest) != 2 || !g_str_has_suffix (rest[1], "号"))
    return NULL;
  rest[1][strlen (rest[1]) - strlen ("号")] = '\0';
  return parse_value (rest[1], value) ? g_strdup_printf ("letter %s %s", parts[0], rest[0]) : NULL;
}

/* CODE-REGISTER-NNNN, where both may have hyphens of their own. */
static char *
find_series_of_register (const char *number, gint64 *value)
{
  g_autofree char *prefix = g_strdup (number);
  char *hyphen = strrchr (prefix, '-');
  if (hyphen == NULL || !parse_part (hyphen + 1, value) || *value < 1)
    return NULL;
  *hyphen = '\0';
  return g_strdup_printf ("register %s", prefix);
}

char *
anf_number_find_series (AnfNumberKind kind, const char *number, gint64 *value)
{
  switch (kind)
    {
    case ANF_NUMBER_VISIT:
      return find_series_of_day ("visit", number, value);
    case ANF_NUMBER_LEAD:
      return find_series_of_day ("lead", number, value);
    case ANF_NUMBER_TALK:
      return find_series_of_day ("talk", number, value);
    case ANF_NUMBER_FINDING:
      return find_series_of_finding (number, value);
    case ANF_NUMBER_REGISTER:
      return find_series_of_register (number, value);
    case ANF_NUMBER_LETTER:
      break;
    }
  return find_series_of_letter (number, value);
}

static const char uscc_symbols[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const int uscc_weights[]
    = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };

gboolean
anf_number_uscc_is_sound (const char *code)
{
  if (strlen (code) != G_N_ELEMENTS (uscc_weights) + 1)
    return FALSE;
  int sum = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (uscc_weights); i++)
    {
      const char *symbol = strchr (uscc_symbols, code[i]);
      if (symbol == NULL)
        return FALSE;
      sum += (int)(symbol - uscc_symbols) * uscc_weights[i];
    }
  return code[G_N_ELEMENTS (uscc_weights)] == uscc_symbols[(31 - sum % 31) % 31];
}
