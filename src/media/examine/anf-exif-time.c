/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exif-time.h"

#include "anf-clock.h"

#include <string.h>

#define DATE_TIME_SIZE 19
#define SUBSEC_DIGITS_MAX 9

typedef struct
{
  const char *name;
  AnfIfd ifd;
  guint16 time, subsec, zone;
} TimeTags;

static const TimeTags time_tags[] = {
  { "captured", ANF_IFD_EXIF, 0x9003, 0x9291, 0x9011 },
  { "digitized", ANF_IFD_EXIF, 0x9004, 0x9292, 0x9012 },
  { "modified", ANF_IFD_0, 0x0132, 0x9290, 0x9010 },
};

/* Up to @room - 1 bytes of an ASCII value, blanks around it removed; FALSE when nothing is left. */
static gboolean
copy_ascii (const AnfExifValue *value, char *text, gsize room)
{
  const gsize size = MIN (value->size, room - 1);
  memcpy (text, value->data, size);
  text[size] = '\0';
  g_strstrip (text);
  return *text != '\0';
}

static gboolean
read_digits (const char *text, guint count, guint *number)
{
  *number = 0;
  for (guint i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (guint)(text[i] - '0');
    }
  return TRUE;
}

/* `YYYY:MM:DD HH:MM:SS`; cameras also write `-` or `/` in the date and `T` in between. */
static char *
parse_date_time (const char *text)
{
  guint year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (strlen (text) != DATE_TIME_SIZE || strchr (":-/", text[4]) == NULL || text[7] != text[4]
      || (text[10] != ' ' && text[10] != 'T') || text[13] != ':' || text[16] != ':')
    return NULL;
  if (!read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month)
      || !read_digits (text + 8, 2, &day) || !read_digits (text + 11, 2, &hour)
      || !read_digits (text + 14, 2, &minute) || !read_digits (text + 17, 2, &second))
    return NULL;
  if (month > 12 || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year)
      || hour > 23 || minute > 59 || second > 59)
    return NULL;
  return g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:%02u", year, month, day, hour, minute, second);
}

/* An unset clock writes zeros, the standard says blanks: neither is a claim. */
static gboolean
is_unset (const char *text)
{
  return strspn (text, "0: ") == strlen (text);
}

static char *
read_subsec (const AnfExif *exif, AnfFacts *facts, const TimeTags *tags)
{
  AnfExifValue value;
  char text[32];
  if (!anf_exif_find (exif, ANF_IFD_EXIF, tags->subsec, &value)
      || !copy_ascii (&value, text, sizeof text))
    return NULL;
  const gsize length = strlen (text);
  if (length <= SUBSEC_DIGITS_MAX && strspn (text, "0123456789") == length)
    return g_strdup (text);
  anf_facts_flag (facts, "SUBSEC_BAD");
  return NULL;
}

static gboolean
is_zone (const char *text)
{
  guint hours = 0, minutes = 0;
  if (g_str_equal (text, "Z"))
    return TRUE;
  return strlen (text) == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':'
         && read_digits (text + 1, 2, &hours) && read_digits (text + 4, 2, &minutes) && hours <= 14
         && minutes <= 59;
}

static char *
read_zone (const AnfExif *exif, AnfFacts *facts, const TimeTags *tags)
{
  AnfExifValue value;
  char text[32];
  if (!anf_exif_find (exif, ANF_IFD_EXIF, tags->zone, &value)
      || !copy_ascii (&value, text, sizeof text) || g_str_equal (text, ":"))
    return NULL;
  if (is_zone (text))
    return g_strdup (text);
  anf_facts_flag (facts, "ZONE_BAD");
  anf_facts_keep_raw (facts, "zone", value.data, value.size);
  return NULL;
}

static char *
to_utc (const char *local, const char *subsec, const char *zone)
{
  gint64 time_us = 0;
  g_autofree char *text = g_strdup_printf ("%s%s%s%s", local, subsec != NULL ? "." : "",
                                           subsec != NULL ? subsec : "", zone);
  return anf_time_parse (text, &time_us, NULL) ? anf_time_format (time_us) : NULL;
}

static char *
find_date_time (const AnfExif *exif, AnfFacts *facts, const TimeTags *tags)
{
  AnfExifValue value;
  char text[DATE_TIME_SIZE + 16];
  gboolean found = anf_exif_find (exif, tags->ifd, tags->time, &value);
  if (!found && tags->ifd == ANF_IFD_EXIF)
    {
      /* Photoshop moves it there. */
      found = anf_exif_find (exif, ANF_IFD_0, tags->time, &value);
      if (found)
        anf_facts_flag (facts, "TAG_IN_WRONG_IFD");
    }
  if (!found || !copy_ascii (&value, text, sizeof text))
    return NULL;
  if (is_unset (text))
    {
      anf_facts_flag (facts, "TIME_UNSET");
      return NULL;
    }
  char *local = parse_date_time (text);
  if (local == NULL)
    {
      anf_facts_flag (facts, "TIME_BAD");
      anf_facts_keep_raw (facts, tags->name, value.data, value.size);
    }
  return local;
}

void
anf_exif_read_times (const AnfExif *exif, AnfFacts *facts)
{
  for (gsize i = 0; i < G_N_ELEMENTS (time_tags); i++)
    {
      const TimeTags *tags = &time_tags[i];
      g_autofree char *local = find_date_time (exif, facts, tags);
      if (local == NULL)
        continue;
      g_autofree char *subsec = read_subsec (exif, facts, tags);
      g_autofree char *zone = read_zone (exif, facts, tags);
      g_autofree char *utc = zone != NULL ? to_utc (local, subsec, zone) : NULL;
      JsonObject *time = json_object_new ();
      const struct
      {
        const char *name;
        const char *text;
      } members[] = { { "local", local }, { "subsec", subsec }, { "zone", zone }, { "utc", utc } };
      for (gsize j = 0; j < G_N_ELEMENTS (members); j++)
        if (members[j].text != NULL)
          json_object_set_string_member (time, members[j].name, members[j].text);
      json_object_set_object_member (anf_facts_object (facts), tags->name, time);
    }
}
