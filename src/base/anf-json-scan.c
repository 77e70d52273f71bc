/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json-scan.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

/* json-glib 1.6 reads comments, single quotes, hexadecimal and octal numbers, several roots and
   "var x =", cuts strings at \u0000, wraps integers around, prints 1e400 as inf.0 and overflows the
   stack on deep nesting. So nothing reaches it that has not passed here (RFC 8259). */

#define NUMBER_MAX 9007199254740991.0
#define NUMBER_LENGTH_MAX 32

typedef struct
{
  const char *text;
  const char *at;
  const char *end;
  guint depth;
  guint members;
  GError **error;
} Scan;

static gboolean scan_value (Scan *scan);

static gboolean
fail (Scan *scan, const char *reason)
{
  return anf_error_throw (scan->error, ANF_ERROR_INVALID, _ ("not valid JSON at byte %u: %s"),
                          (guint)(scan->at - scan->text), reason);
}

/* NUL at the end: no text that passed the UTF-8 check contains one. */
static char
peek (const Scan *scan)
{
  if (scan->at >= scan->end)
    return '\0';
  return *scan->at;
}

static gboolean
accept_char (Scan *scan, char wanted)
{
  if (peek (scan) != wanted)
    return FALSE;
  scan->at++;
  return TRUE;
}

static void
skip_blanks (Scan *scan)
{
  while (scan->at < scan->end
         && (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
    scan->at++;
}

static gboolean
scan_word (Scan *scan, const char *word)
{
  const gsize length = strlen (word);
  if ((gsize)(scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return fail (scan, _ ("a value is expected here"));
  scan->at += length;
  return TRUE;
}

/* The four digits of \uXXXX, or -1. */
static int
scan_hex4 (Scan *scan)
{
  int unit = 0;
  for (int i = 0; i < 4; i++)
    {
      const int digit = g_ascii_xdigit_value (peek (scan));
      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
      scan->at++;
    }
  return unit;
}

static gboolean
scan_unicode_escape (Scan *scan)
{
  const int unit = scan_hex4 (scan);
  if (unit < 0)
    return fail (scan, _ ("\\u needs four hexadecimal digits"));
  if (unit == 0)
    return fail (scan, _ ("the character NUL is not allowed"));
  if (unit < 0xD800 || unit > 0xDFFF)
    return TRUE;
  if (unit <= 0xDBFF && accept_char (scan, '\\') && accept_char (scan, 'u'))
    {
      const int low = scan_hex4 (scan);
      if (low >= 0xDC00 && low <= 0xDFFF)
        return TRUE;
    }
  return fail (scan, _ ("half of a surrogate pair"));
}

static gboolean
scan_escape (Scan *scan)
{
  const char kind = peek (scan);
  if (kind == '\0' || strchr ("\"\\/bfnrtu", kind) == NULL)
    return fail (scan, _ ("unknown escape"));
  scan->at++;
  return kind != 'u' || scan_unicode_escape (scan);
}

static gboolean
scan_string (Scan *scan)
{
  if (!accept_char (scan, '"'))
    return fail (scan, _ ("a string in double quotes is expected here"));
  while (scan->at < scan->end)
    {
      const guchar byte = (guchar)*scan->at;
      if (byte < 0x20)
        return fail (scan, _ ("a control character inside a string must be escaped"));
      scan->at++;
      if (byte == '"')
        return TRUE;
      if (byte == '\\' && !scan_escape (scan))
        return FALSE;
    }
  return fail (scan, _ ("the string does not end"));
}

static gboolean
skip_digits (Scan *scan)
{
  const char *start = scan->at;
  while (g_ascii_isdigit (peek (scan)))
    scan->at++;
  return scan->at > start;
}

/* The fraction and the exponent, where present. */
static gboolean
scan_number_tail (Scan *scan)
{
  if (accept_char (scan, '.') && !skip_digits (scan))
    return fail (scan, _ ("a digit is expected after the decimal point"));
  if (!accept_char (scan, 'e') && !accept_char (scan, 'E'))
    return TRUE;
  if (!accept_char (scan, '+'))
    (void)accept_char (scan, '-');
  return skip_digits (scan) || fail (scan, _ ("a digit is expected in the exponent"));
}

static gboolean
check_number (Scan *scan, const char *start)
{
  char number[NUMBER_LENGTH_MAX + 1] = "";
  const gsize length = (gsize)(scan->at - start);
  if (length > NUMBER_LENGTH_MAX)
    return fail (scan, _ ("the number has more than 32 characters"));
  memcpy (number, start, length);
  /* Doubles up to 1e21 print as integers, so one bound serves both kinds. */
  if (fabs (g_ascii_strtod (number, NULL)) > NUMBER_MAX)
    return fail (scan, _ ("the number is beyond 9007199254740991"));
  return TRUE;
}

static gboolean
scan_number (Scan *scan)
{
  const char *start = scan->at;
  (void)accept_char (scan, '-');
  if (!accept_char (scan, '0') && !skip_digits (scan))
    return fail (scan, _ ("a digit is expected here"));
  if (g_ascii_isdigit (peek (scan)))
    return fail (scan, _ ("a number does not begin with a zero"));
  return scan_number_tail (scan) && check_number (scan, start);
}

static gboolean
scan_member (Scan *scan)
{
  scan->members++;
  skip_blanks (scan);
  if (!scan_string (scan))
    return FALSE;
  skip_blanks (scan);
  if (!accept_char (scan, ':'))
    return fail (scan, _ ("a colon is expected here"));
  return scan_value (scan);
}

/* What stands between the brackets of an array or an object, the closing bracket included. */
static gboolean
scan_items (Scan *scan, char close, gboolean (*scan_item) (Scan *scan))
{
  if (++scan->depth > ANF_JSON_DEPTH_MAX)
    return fail (scan, _ ("nested more than 32 deep"));
  skip_blanks (scan);
  gboolean more = !accept_char (scan, close);
  while (more)
    {
      if (!scan_item (scan))
        return FALSE;
      more = accept_char (scan, ',');
      if (!more && !accept_char (scan, close))
        return fail (scan, close == '}' ? _ ("a comma or } is expected here")
                                        : _ ("a comma or ] is expected here"));
    }
  scan->depth--;
  return TRUE;
}

/* A value with the blanks around it. */
static gboolean
scan_value (Scan *scan)
{
  skip_blanks (scan);
  gboolean valid = FALSE;
  switch (peek (scan))
    {
    case '{':
      scan->at++;
      valid = scan_items (scan, '}', scan_member);
      break;
    case '[':
      scan->at++;
      valid = scan_items (scan, ']', scan_value);
      break;
    case '"':
      valid = scan_string (scan);
      break;
    case 't':
      valid = scan_word (scan, "true");
      break;
    case 'f':
      valid = scan_word (scan, "false");
      break;
    case 'n':
      valid = scan_word (scan, "null");
      break;
    default:
      if (peek (scan) != '-' && !g_ascii_isdigit (peek (scan)))
        return fail (scan, _ ("a value is expected here"));
      valid = scan_number (scan);
      break;
    }
  skip_blanks (scan);
  return valid;
}

gboolean
anf_json_scan (const char *text, gsize size, guint *members, GError **error)
{
  Scan scan = { .text = text, .at = text, .end = text + size, .error = error };
  const char *bad = NULL;
  if (!g_utf8_validate_len (text, size, &bad))
    {
      scan.at = bad;
      return fail (&scan, _ ("not UTF-8, or the character NUL"));
    }
  if (!scan_value (&scan))
    return FALSE;
  if (scan.at < scan.end)
    return fail (&scan, _ ("something follows the value"));
  *members = scan.members;
  return TRUE;
}
