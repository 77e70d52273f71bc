/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-head.h"

#include "anf-http-limits.h"

#include <gio/gio.h>

#include <string.h>

typedef AnfHeadPart Span;

/* Fields that decide something: sent twice, two readers could pick different ones. */
static const char *const single_fields[] = {
  "host",
  "content-length",
  "content-type",
  "expect",
  "authorization",
  "if-match",
  "idempotency-key",
  "tus-resumable",
  "upload-offset",
  "upload-length",
  "upload-metadata",
  "upload-checksum",
  "upload-defer-length",
  "x-http-method-override",
};

G_STATIC_ASSERT (G_N_ELEMENTS (single_fields) <= 32);

gboolean
anf_head_find_end (const char *bytes, gsize size, gsize from, gsize *end)
{
  *end = 0;
  if (size > 0 && !g_ascii_isupper (bytes[0]))
    return FALSE;

  const char *at = bytes + from;
  while (*end == 0 && (gsize)(at - bytes) < size)
    {
      const char *feed = memchr (at, '\n', size - (gsize)(at - bytes));
      if (feed == NULL)
        return TRUE;
      if (feed == bytes || feed[-1] != '\r')
        return FALSE;
      if (feed - bytes >= 3 && feed[-2] == '\n')
        *end = (gsize)(feed - bytes) + 1;
      at = feed + 1;
    }
  return TRUE;
}

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

/* RFC 3986: path and query, percent-encoded where need be. */
static gboolean
is_target_text (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      if (text[i] == '%')
        {
          if (size - i < 3 || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return FALSE;
          i += 2;
        }
      else if (!g_ascii_isalnum (text[i])
               && (text[i] == '\0' || strchr ("-._~!$&'()*+,;=:@/?", text[i]) == NULL))
        return FALSE;
    }
  return TRUE;
}

/* The name or address before the port; how many bytes, 0 when it is neither. */
static gsize
measure_name (Span value)
{
  gsize size = 0;
  if (value.size == 0 || value.start[0] != '[')
    {
      while (size < value.size
             && (g_ascii_isalnum (value.start[size]) || strchr ("-._", value.start[size]) != NULL))
        size++;
      return size;
    }
  const char *close = memchr (value.start, ']', value.size);
  if (close == NULL)
    return 0;
  g_autofree char *address = g_strndup (value.start + 1, (gsize)(close - value.start) - 1);
  return g_hostname_is_ip_address (address) && strchr (address, ':') != NULL
             ? (gsize)(close - value.start) + 1
             : 0;
}

/* `name`, `name:port`, `[address]` or `[address]:port`. */
static gboolean
is_host (Span value)
{
  const gsize size = measure_name (value);
  if (size == 0 || size == value.size)
    return size > 0;
  if (value.start[size] != ':' || value.size - size > 6)
    return FALSE;
  g_autofree char *port = g_strndup (value.start + size + 1, value.size - size - 1);
  return g_ascii_string_to_unsigned (port, 10, 1, 65535, NULL, NULL);
}

static AnfHeadFault
check_target (Span method, Span target)
{
  if (target.size > ANF_HTTP_TARGET_MAX)
    return ANF_HEAD_LONG_TARGET;
  if (target.size == 1 && *target.start == '*')
    return method.size == 7 && memcmp (method.start, "OPTIONS", 7) == 0 ? ANF_HEAD_FINE
                                                                        : ANF_HEAD_MALFORMED;
  /* The absolute form must be read too, RFC 9112 section 3.2.2. */
  if (target.size > 7 && memcmp (target.start, "http://", 7) == 0)
    {
      const char *host = target.start + 7;
      const char *path = memchr (host, '/', target.size - 7);
      if (path == NULL || !is_host ((Span){ host, (gsize)(path - host) }))
        return ANF_HEAD_MALFORMED;
    }
  else if (*target.start != '/')
    return ANF_HEAD_MALFORMED;
  return is_target_text (target.start, target.size) ? ANF_HEAD_FINE : ANF_HEAD_MALFORMED;
}

static AnfHeadFault
check_request_line (Span line)
{
  const char *const stop = line.start + line.size;
  const char *blank = memchr (line.start, ' ', line.size);
  if (blank == NULL || blank == line.start || blank - line.start > 16)
    return ANF_HEAD_MALFORMED;
  for (const char *c = line.start; c < blank; c++)
    if (!g_ascii_isupper (*c) && *c != '-')
      return ANF_HEAD_MALFORMED;

  const char *target = blank + 1;
  const char *second = memchr (target, ' ', (gsize)(stop - target));
  if (second == NULL || second == target)
    return ANF_HEAD_MALFORMED;
  const char *version = second + 1;
  if (stop - version != 8 || memcmp (version, "HTTP/", 5) != 0 || !g_ascii_isdigit (version[5])
      || version[6] != '.' || !g_ascii_isdigit (version[7]))
    return ANF_HEAD_MALFORMED;
  if (memcmp (version, "HTTP/1.1", 8) != 0)
    return ANF_HEAD_VERSION;
  return check_target ((Span){ line.start, (gsize)(blank - line.start) },
                       (Span){ target, (gsize)(second - target) });
}

static gboolean
read_length (Span value, gint64 *length)
{
  *length = 0;
  if (value.size == 0 || value.size > 18)
    return FALSE;
  for (gsize i = 0; i < value.size; i++)
    {
      if (!g_ascii_isdigit (value.start[i]))
        return FALSE;
      *length = *length * 10 + (value.start[i] - '0');
    }
  return TRUE;
}

static gboolean
span_is (Span span, const char *text)
{
  return span.size == strlen (text) && g_ascii_strncasecmp (span.start, text, span.size) == 0;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Splits a field line; FALSE when it is none. */
static gboolean
split_field (Span line, Span *name, Span *value)
{
  const char *colon = memchr (line.start, ':', line.size);
  if (colon == NULL || colon == line.start)
    return FALSE;
  *name = (Span){ line.start, (gsize)(colon - line.start) };
  for (gsize i = 0; i < name->size; i++)
    if (!is_token_char (name->start[i]))
      return FALSE;

  *value = (Span){ colon + 1, line.size - name->size - 1 };
  while (value->size > 0 && is_blank (*value->start))
    value->start++, value->size--;
  while (value->size > 0 && is_blank (value->start[value->size - 1]))
    value->size--;
  for (gsize i = 0; i < value->size; i++)
    if (((guint8)value->start[i] < 0x20 && value->start[i] != '\t') || value->start[i] == 0x7f)
      return FALSE;
  return TRUE;
}

static gboolean
has_option (const char *list, const char *option)
{
  g_auto (GStrv) options = g_strsplit (list, ",", -1);
  for (guint i = 0; options[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (options[i]), option) == 0)
      return TRUE;
  return FALSE;
}

static AnfHeadFault
check_field (Span line, AnfHead *head, guint32 *seen)
{
  Span name, value;
  if (!split_field (line, &name, &value))
    return ANF_HEAD_MALFORMED;
  if (span_is (name, "transfer-encoding"))
    return ANF_HEAD_CODED;

  for (guint i = 0; i < G_N_ELEMENTS (single_fields); i++)
    if (span_is (name, single_fields[i]))
      {
        if (*seen & (1u << i))
          return ANF_HEAD_MALFORMED;
        *seen |= 1u << i;
      }

  if (span_is (name, "host") && !is_host (value))
    return ANF_HEAD_MALFORMED;
  if (span_is (name, "content-length") && !read_length (value, &head->body_length))
    return ANF_HEAD_MALFORMED;
  if (span_is (name, "expect"))
    {
      if (!span_is (value, "100-continue"))
        return ANF_HEAD_EXPECTATION;
      head->expects_continue = TRUE;
    }
  if (span_is (name, "connection"))
    {
      g_autofree char *options = g_strndup (value.start, value.size);
      head->wants_close = head->wants_close || has_option (options, "close");
    }
  return ANF_HEAD_FINE;
}

AnfHeadFault
anf_head_check (const char *bytes, gsize size, AnfHead *head)
{
  *head = (AnfHead){ 0 };
  guint32 seen = 0;
  guint lines = 0;
  AnfHeadFault worst = ANF_HEAD_FINE;

  for (gsize at = 0; at + 2 < size; lines++)
    {
      const char *feed = memchr (bytes + at, '\n', size - at);
      g_return_val_if_fail (feed != NULL, ANF_HEAD_MALFORMED);
      const Span line = { bytes + at, (gsize)(feed - bytes) - at - 1 };
      const AnfHeadFault fault
          = lines == 0 ? check_request_line (line) : check_field (line, head, &seen);
      if (fault == ANF_HEAD_MALFORMED)
        return fault;
      if (worst == ANF_HEAD_FINE)
        worst = fault;
      at = (gsize)(feed - bytes) + 1;
    }
  if (lines > ANF_HTTP_FIELDS_MAX + 1)
    return ANF_HEAD_LARGE;
  if (worst == ANF_HEAD_FINE && !(seen & 1u))
    return ANF_HEAD_MALFORMED;
  return worst;
}

void
anf_head_get_request (const char *bytes, AnfHeadPart *method, AnfHeadPart *target)
{
  *method = (AnfHeadPart){ bytes, strcspn (bytes, " ") };
  const char *start = bytes + method->size + 1;
  *target = (AnfHeadPart){ start, strcspn (start, " ") };
}

gboolean
anf_head_next_field (
    const char *bytes, gsize size, gsize *at, AnfHeadPart *name, AnfHeadPart *value)
{
  /* The request line, or the field before. */
  const char *feed = memchr (bytes + *at, '\n', size - *at);
  if (feed == NULL)
    return FALSE;
  *at = (gsize)(feed - bytes) + 1;
  const char *end = memchr (bytes + *at, '\n', size - *at);
  if (end == NULL)
    return FALSE;
  const Span line = { bytes + *at, (gsize)(end - bytes) - *at - 1 };
  return split_field (line, name, value);
}
