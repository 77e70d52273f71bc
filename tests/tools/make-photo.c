/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* make-photo OUT [OPTION…]: writes a photo as a phone would, with the time, place and device that
   the options say. The same options give the same bytes. */

#include "photo-writer.h"
#include "picture-writer.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  char *time, *zone, *subsec, *lat, *lon, *altitude, *accuracy, *direction;
  char *make, *model, *serial, *software, *size, *format;
  int orientation;
  int seed;
  int thumbnail;
} Options;

static void
options_clear (Options *options)
{
  char *const texts[]
      = { options->time,     options->zone,     options->subsec,    options->lat,   options->lon,
          options->altitude, options->accuracy, options->direction, options->make,  options->model,
          options->serial,   options->software, options->size,      options->format };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "time", 0, 0, G_OPTION_ARG_STRING, &options->time, "Local time", "2018-03-05T10:11:12" },
    { "subsec", 0, 0, G_OPTION_ARG_STRING, &options->subsec, "Its fraction", "123" },
    { "zone", 0, 0, G_OPTION_ARG_STRING, &options->zone, "Offset of that time", "+08:00" },
    { "lat", 0, 0, G_OPTION_ARG_STRING, &options->lat, "Degrees, north positive", "40.85" },
    { "lon", 0, 0, G_OPTION_ARG_STRING, &options->lon, "Degrees, east positive", "122.74" },
    { "altitude", 0, 0, G_OPTION_ARG_STRING, &options->altitude, "Whole metres", "12" },
    { "accuracy", 0, 0, G_OPTION_ARG_STRING, &options->accuracy, "Whole metres", "8" },
    { "direction", 0, 0, G_OPTION_ARG_STRING, &options->direction, "Whole degrees", "270" },
    { "make", 0, 0, G_OPTION_ARG_STRING, &options->make, "Maker", "HUAWEI" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &options->model, "Device", "ALN-AL00" },
    { "serial", 0, 0, G_OPTION_ARG_STRING, &options->serial, "Serial number", "TEXT" },
    { "software", 0, 0, G_OPTION_ARG_STRING, &options->software, "Software", "TEXT" },
    { "orientation", 0, 0, G_OPTION_ARG_INT, &options->orientation, "Exif's 1 to 8", "6" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &options->seed, "Another picture for each", "1" },
    { "thumbnail", 0, 0, G_OPTION_ARG_INT, &options->thumbnail, "With this one's inside", "1" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options->size, "Pixels", "800x600" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, "jpeg, png, webp, heic or avif",
      "jpeg" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("OUT - make a photo with Exif");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

/* `2018-03-05T10:11:12` as Exif writes it. */
static char *
exif_time (const char *time)
{
  char *text = g_strndup (time, 19);
  for (char *p = text; *p != '\0'; p++)
    *p = *p == '-' ? ':' : *p == 'T' ? ' ' : *p;
  return text;
}

static void
add_text (PhotoExif *exif, PhotoIfd ifd, guint16 tag, const char *text)
{
  if (text != NULL)
    photo_exif_add_text (exif, ifd, tag, text);
}

static void
add_whole (PhotoExif *exif, guint16 tag, const char *number)
{
  if (number == NULL)
    return;
  g_autofree char *pair = g_strconcat (number, "/1", NULL);
  photo_exif_add_rationals (exif, PHOTO_IFD_GPS, tag, pair);
}

/* The satellites' time, when the zone tells it. */
static void
add_gps_time (PhotoExif *exif, const Options *options)
{
  if (options->time == NULL || options->zone == NULL)
    return;
  g_autofree char *text = g_strconcat (options->time, options->zone, NULL);
  g_autoptr (GDateTime) local = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) utc = local != NULL ? g_date_time_to_utc (local) : NULL;
  if (utc == NULL)
    return;
  g_autofree char *time = g_date_time_format (utc, "%H/1 %M/1 %S/1");
  g_autofree char *date = g_date_time_format (utc, "%Y:%m:%d");
  photo_exif_add_rationals (exif, PHOTO_IFD_GPS, 0x07, time);
  photo_exif_add_text (exif, PHOTO_IFD_GPS, 0x1d, date);
}

static void
add_place (PhotoExif *exif, const Options *options)
{
  static const guint8 above = 0;
  if (options->lat == NULL || options->lon == NULL)
    return;
  photo_exif_add_position (exif, g_ascii_strtod (options->lat, NULL),
                           g_ascii_strtod (options->lon, NULL));
  if (options->altitude != NULL)
    photo_exif_add (exif, PHOTO_IFD_GPS, 0x05, 1, &above, 1);
  add_whole (exif, 0x06, options->altitude);
  add_gps_time (exif, options);
  if (options->direction != NULL)
    photo_exif_add_text (exif, PHOTO_IFD_GPS, 0x10, "T");
  add_whole (exif, 0x11, options->direction);
  photo_exif_add_text (exif, PHOTO_IFD_GPS, 0x12, "WGS-84");
  photo_exif_add (exif, PHOTO_IFD_GPS, 0x1b, 7, "ASCII\0\0\0GPS", 11);
  add_whole (exif, 0x1f, options->accuracy);
}

static GByteArray *
make_exif (const Options *options)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (FALSE);
  g_autofree char *time = options->time != NULL ? exif_time (options->time) : NULL;
  add_text (exif, PHOTO_IFD_0, 0x010f, options->make);
  add_text (exif, PHOTO_IFD_0, 0x0110, options->model);
  if (options->orientation > 0)
    photo_exif_add_short (exif, PHOTO_IFD_0, 0x0112, (guint16)options->orientation);
  add_text (exif, PHOTO_IFD_0, 0x0131, options->software);
  add_text (exif, PHOTO_IFD_0, 0x0132, time);
  photo_exif_add (exif, PHOTO_IFD_EXIF, 0x9000, 7, "0231", 4);
  add_text (exif, PHOTO_IFD_EXIF, 0x9003, time);
  add_text (exif, PHOTO_IFD_EXIF, 0x9004, time);
  for (guint i = 0; i < 3 && time != NULL; i++)
    add_text (exif, PHOTO_IFD_EXIF, (guint16)(0x9010 + i), options->zone);
  for (guint i = 0; i < 3 && time != NULL; i++)
    add_text (exif, PHOTO_IFD_EXIF, (guint16)(0x9290 + i), options->subsec);
  add_text (exif, PHOTO_IFD_EXIF, 0xa431, options->serial);
  add_place (exif, options);
  GByteArray *block = photo_exif_finish (exif);
  if (options->thumbnail > 0)
    {
      g_autoptr (GByteArray) small = photo_picture (160, 120, (guint32)options->thumbnail);
      photo_exif_add_thumbnail (block, small->data, small->len);
    }
  return block;
}

static gboolean
parse_size (const char *text, guint *width, guint *height)
{
  g_auto (GStrv) parts = g_strsplit (text, "x", 2);
  guint64 numbers[2] = { 0, 0 };
  if (g_strv_length (parts) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 1, 20000, &numbers[i], NULL))
      return FALSE;
  *width = (guint)numbers[0];
  *height = (guint)numbers[1];
  return TRUE;
}

/* NULL when there is no such format. */
static GByteArray *
make_file (const Options *options, guint width, guint height, const GByteArray *exif)
{
  if (options->format == NULL || g_str_equal (options->format, "jpeg"))
    {
      GByteArray *jpeg = photo_picture (width, height, (guint32)options->seed);
      photo_insert_exif (jpeg, exif);
      return jpeg;
    }
  g_autoptr (GByteArray) rgb = picture_street (width, height, (guint32)options->seed);
  for (PictureFormat format = 0; format < PICTURE_N_FORMATS; format++)
    if (g_str_equal (options->format, picture_format_name (format)))
      return picture_encode (format, rgb->data, width, height, exif);
  return NULL;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { .seed = 1 };
  g_autoptr (GError) error = NULL;
  guint width = 0, height = 0;
  (void)setlocale (LC_ALL, "C.UTF-8");
  if (!parse_options (&options, &argc, &argv, &error) || argc != 2
      || !parse_size (options.size != NULL ? options.size : "800x600", &width, &height))
    {
      g_printerr ("make-photo: %s\n", error != NULL ? error->message : "see --help");
      return 2;
    }
  g_autoptr (GByteArray) exif = make_exif (&options);
  g_autoptr (GByteArray) photo = make_file (&options, width, height, exif);
  if (photo == NULL)
    {
      g_printerr ("make-photo: there is no format %s\n", options.format);
      return 2;
    }
  if (!g_file_set_contents_full (argv[1], (const char *)photo->data, (gssize)photo->len,
                                 G_FILE_SET_CONTENTS_NONE, 0644, &error))
    {
      g_printerr ("make-photo: %s\n", error->message);
      return 1;
    }
  return 0;
}
