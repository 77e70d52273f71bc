/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exif-time.h"

#include "anf-file-time.h"

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

static char *
read_zone (const AnfExif *exif, AnfFacts *facts, const TimeTags *tags)
{
  AnfExifValue value;
  char text[32];
  if (!anf_exif_find (exif, ANF_IFD_EXIF, tags->zone, &value)
      || !copy_ascii (&value, text, sizeof text) || g_str_equal (text, ":"))
    return NULL;
  if (anf_file_time_is_zone (text))
    return g_strdup (text);
  anf_facts_flag (facts, "ZONE_BAD");
  anf_facts_keep_raw (facts, "zone", value.data, value.size);
  return NULL;
}

/* What some software puts behind the time, where there is no place for it. */
typedef struct
{
  char *subsec, *zone; /* or NULL */
} Behind;

/* Cuts a fraction and a zone off @text. */
static void
take_behind (char *text, Behind *behind)
{
  if (strlen (text) <= DATE_TIME_SIZE)
    return;
  char *at = text + DATE_TIME_SIZE;
  const gsize digits = *at == '.' ? strspn (at + 1, "0123456789") : 0;
  const char *rest = at + (digits > 0 ? digits + 1 : 0);
  if (*rest != '\0' && !anf_file_time_is_zone (rest))
    return;
  if (digits > 0)
    behind->subsec = g_strndup (at + 1, MIN (digits, SUBSEC_DIGITS_MAX));
  if (*rest != '\0')
    behind->zone = g_strdup (rest);
  *at = '\0';
}

static char *
find_date_time (const AnfExif *exif, AnfFacts *facts, const TimeTags *tags, Behind *behind)
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
  take_behind (text, behind);
  char *local = anf_file_time_read_local (text);
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
      Behind behind = { NULL, NULL };
      g_autofree char *local = find_date_time (exif, facts, tags, &behind);
      g_autofree char *subsec_behind = behind.subsec;
      g_autofree char *zone_behind = behind.zone;
      if (local == NULL)
        continue;
      g_autofree char *subsec = read_subsec (exif, facts, tags);
      g_autofree char *zone = read_zone (exif, facts, tags);
      JsonObject *time = anf_file_time_new (local, subsec != NULL ? subsec : subsec_behind,
                                            zone != NULL ? zone : zone_behind);
      json_object_set_object_member (anf_facts_object (facts), tags->name, time);
    }
}
