/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-numberings.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-put-once.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

/* More at once is a slip of the pen, which nothing would take back. */
#define NUMBERS_MAX 10000

typedef struct
{
  const char *text;
  AnfNumberKind kind;
  char *series;
  gint64 value;
} Number;

static gboolean
refuse_form (const Number *number, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("up_to: “%s” is no number as we give them: write it as it stands on "
                             "the last paper, such as 海营商整〔2026〕18号 or AF-20261130-03"),
                          number->text);
}

/* `letter WORD YEAR`: the word is one of the scheme's. */
static gboolean
check_letter (const Number *number, const AnfScheme *scheme, int this_year, GError **error)
{
  g_autofree char *word = g_strdup (number->series + strlen ("letter "));
  char *space = strrchr (word, ' ');
  gint64 year = 0;
  if (space == NULL || !g_ascii_string_to_signed (space + 1, 10, 1949, this_year, &year, NULL))
    return refuse_form (number, error);
  *space = '\0';
  g_autofree char *same = anf_number_format_document (word, (int)year, number->value);
  if (strcmp (same, number->text) != 0)
    return refuse_form (number, error);
  return anf_scheme_has_word (scheme, word)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("up_to: %s is no code word (机关代字) of scheme %s"), word,
                             anf_scheme_get_id (scheme));
}

static gboolean
has_area (const AnfScheme *scheme, gint64 number)
{
  const GPtrArray *areas = anf_scheme_get_areas (scheme);
  for (guint i = 0; i < areas->len; i++)
    if (((const AnfSchemeArea *)areas->pdata[i])->number == number)
      return TRUE;
  return FALSE;
}

/* `finding CODE AREA YEAR`: the code and the area are the scheme's. */
static gboolean
check_finding (const Number *number, const AnfScheme *scheme, int this_year, GError **error)
{
  const AnfSchemeOffice *office = anf_scheme_get_office (scheme);
  const char *code = office != NULL ? office->ledger_code : anf_scheme_get_id (scheme);
  g_autofree char *prefix = g_strdup_printf ("finding %s ", code);
  if (!g_str_has_prefix (number->series, prefix))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("up_to: findings of scheme %s are numbered %s-…"),
                            anf_scheme_get_id (scheme), code);
  g_auto (GStrv) rest = g_strsplit (number->series + strlen (prefix), " ", 2);
  gint64 area = 0;
  gint64 year = 0;
  return (g_ascii_string_to_signed (rest[0], 10, 0, G_MAXINT, &area, NULL)
          && g_ascii_string_to_signed (rest[1], 10, 1949, this_year, &year, NULL)
          && has_area (scheme, area))
         || refuse_form (number, error);
}

/* `visit DAY`, `lead DAY`, `talk DAY` */
static gboolean
check_day (const Number *number, const GDate *today, GError **error)
{
  GDate day;
  return (anf_date_parse (strchr (number->series, ' ') + 1, &day, NULL)
          && g_date_compare (&day, today) <= 0)
         || refuse_form (number, error);
}

static gboolean
check_number (AnfWork *work, const Number *number, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (work->call->body, "scheme"), error);
  GDate today;
  anf_time_local_date (work->now, &today);
  if (scheme == NULL)
    return FALSE;
  if (number->kind == ANF_NUMBER_LETTER)
    return check_letter (number, scheme, g_date_get_year (&today), error);
  if (number->kind == ANF_NUMBER_FINDING)
    return check_finding (number, scheme, g_date_get_year (&today), error);
  return check_day (number, &today, error);
}

/* Notes in @doc which numbers are passed over. */
static gboolean
pass (AnfWork *work, JsonObject *doc, const Number *number, GError **error)
{
  const gint64 last = anf_numbers_peek (work->tx, number->series, error);
  if (last < 0)
    return FALSE;
  if (number->value <= last)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("up_to: %s was given here already; the last one so far is number "
                               "%" PRId64),
                            number->text, last);
  if (number->value - last > NUMBERS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("up_to: from number %" PRId64 " to %s it is more than %d: look at "
                               "the last paper again"),
                            last + 1, number->text, NUMBERS_MAX);
  json_object_set_int_member (doc, "first", last + 1);
  json_object_set_int_member (doc, "last", number->value);
  return anf_numbers_pass (work->tx, number->series, number->value, error);
}

static gboolean
note (AnfWork *work, AnfItem *item, GError **error)
{
  Number number = { .text = anf_json_peek_string (item->doc, "up_to") };
  number.kind = anf_number_guess_kind (number.text);
  g_autofree char *series = anf_number_find_series (number.kind, number.text, &number.value);
  number.series = series;
  if (series == NULL)
    return refuse_form (&number, error);
  return check_number (work, &number, error) && pass (work, item->doc, &number, error);
}

gboolean
anf_numberings_put (AnfWork *work, GError **error)
{
  return anf_put_once (work, ANF_NOUN_NUMBERING, "noted",
                       N_ ("what was noted of numbers stays as it is"), note, error);
}

gboolean
anf_numberings_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme") };
  return anf_work_reply_list (work, ANF_NOUN_NUMBERING, &query, error);
}

gboolean
anf_numberings_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_NUMBERING, work->call->id, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}
