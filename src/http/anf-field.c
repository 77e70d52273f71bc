/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-field.h"

#include "anf-http-limits.h"

#include <string.h>
#include <time.h>

char *
anf_http_date (gint64 time_us)
{
  static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
  static const char *const months[]
      = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  const time_t seconds = (time_t)(time_us / G_USEC_PER_SEC);
  struct tm time;
  /* RFC 9110 has four digits for the year. */
  if (gmtime_r (&seconds, &time) == NULL || time.tm_year < -1900 || time.tm_year > 9999 - 1900)
    return g_strdup ("Thu, 01 Jan 1970 00:00:00 GMT");
  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT", days[time.tm_wday], time.tm_mday,
                          months[time.tm_mon], time.tm_year + 1900, time.tm_hour, time.tm_min,
                          time.tm_sec);
}

char *
anf_content_disposition (const char *filename)
{
  g_autoptr (GString) ascii = g_string_new (NULL);
  gboolean is_ascii = TRUE;
  for (const char *c = filename; *c != '\0'; c = g_utf8_next_char (c))
    {
      const gboolean plain = g_ascii_isalnum (*c) || strchr ("-_. ()", *c) != NULL;
      g_string_append_c (ascii, plain ? *c : '_');
      is_ascii = is_ascii && plain;
    }
  if (is_ascii)
    return g_strdup_printf ("attachment; filename=\"%s\"", ascii->str);
  g_autofree char *encoded = g_uri_escape_string (filename, NULL, FALSE);
  return g_strdup_printf ("attachment; filename=\"%s\"; filename*=UTF-8''%s", ascii->str, encoded);
}

static const char *
skip_digits (const char *text, gint64 *number)
{
  const char *c = text;
  for (*number = 0; g_ascii_isdigit (*c) && c - text < 18; c++)
    *number = *number * 10 + (*c - '0');
  return c == text || g_ascii_isdigit (*c) ? NULL : c;
}

AnfRange
anf_range_parse (const char *field, gint64 length, gint64 *first, gint64 *last)
{
  *first = 0;
  *last = length - 1;
  if (field == NULL || !g_str_has_prefix (field, "bytes="))
    return ANF_RANGE_NONE;
  const char *text = field + strlen ("bytes=");
  if (*text == '-')
    {
      gint64 suffix;
      const char *end = skip_digits (text + 1, &suffix);
      if (end == NULL || *end != '\0')
        return ANF_RANGE_NONE;
      *first = MAX (length - suffix, 0);
      return suffix == 0 || length == 0 ? ANF_RANGE_OUTSIDE : ANF_RANGE_PARTIAL;
    }
  const char *end = skip_digits (text, first);
  if (end == NULL || *end != '-')
    return ANF_RANGE_NONE;
  if (end[1] != '\0')
    {
      gint64 wanted;
      end = skip_digits (end + 1, &wanted);
      if (end == NULL || *end != '\0' || wanted < *first)
        return ANF_RANGE_NONE;
      *last = MIN (wanted, length - 1);
    }
  return *first >= length ? ANF_RANGE_OUTSIDE : ANF_RANGE_PARTIAL;
}

gboolean
anf_checksum_parse (const char *field, const char **algorithm, GBytes **checksum)
{
  static const struct
  {
    const char *name;
    gsize size;
  } algorithms[] = { { "sha1", 20 }, { "sha256", 32 } };
  const char *blank = strchr (field, ' ');
  for (guint i = 0; blank != NULL && i < G_N_ELEMENTS (algorithms); i++)
    {
      if (strlen (algorithms[i].name) != (gsize)(blank - field)
          || strncmp (field, algorithms[i].name, (gsize)(blank - field)) != 0)
        continue;
      gsize size = 0;
      g_autofree guchar *bytes = g_base64_decode (blank + 1, &size);
      g_autofree char *again = g_base64_encode (bytes, size);
      if (size != algorithms[i].size || strcmp (again, blank + 1) != 0)
        return FALSE;
      *algorithm = algorithms[i].name;
      *checksum = g_bytes_new_take (g_steal_pointer (&bytes), size);
      return TRUE;
    }
  return FALSE;
}

/* The characters between quotation marks (RFC 8941, 3.3.3). Returns: where the rest begins, or NULL
   when there is what may not be. */
static const char *
read_quoted (const char *at, GString *key)
{
  for (; *at != '"'; at++)
    {
      if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
        at++;
      else if (*at < ' ' || *at > '~' || *at == '\\')
        return NULL;
      g_string_append_c (key, *at);
    }
  return at + 1;
}

static const char *
read_bare (const char *at, GString *key)
{
  for (; *at > ' ' && *at <= '~' && strchr ("\",;\\", *at) == NULL; at++)
    g_string_append_c (key, *at);
  return at;
}

char *
anf_idempotency_key_parse (const char *field)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const char *end = *field == '"' ? read_quoted (field + 1, key) : read_bare (field, key);
  if (end == NULL || *end != '\0' || key->len == 0 || key->len > ANF_HTTP_KEY_MAX)
    return NULL;
  return g_strdup (key->str);
}
