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
