/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-testimony.h"

#include "anf-checks-due.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-evidence-parent.h"
#include "anf-facts.h"
#include "anf-geo.h"
#include "anf-json.h"

#include <string.h>

/* Records that are in memory at once. */
#define PAGE 64

/* How far off a fix may be that does not say: of satellites, of a network or the phone's guess, of
   a cell. Measured on phones' files. */
#define REACH_GPS_M 30
#define REACH_NETWORK_M 500
#define REACH_CELL_M 3000

static gint64
read_time (JsonObject *object, const char *member)
{
  gint64 at = 0;
  const char *text = object != NULL ? anf_json_peek_string (object, member) : NULL;
  return text != NULL && anf_time_parse (text, &at, NULL) ? at : ANF_NO_TIME;
}

/* A file's own time; of one without a zone, as clocks in China show it. */
static gint64
read_file_time (JsonObject *facts, const char *member)
{
  JsonObject *time = facts != NULL ? anf_json_peek_object (facts, member) : NULL;
  if (time == NULL)
    return ANF_NO_TIME;
  if (json_object_has_member (time, "utc"))
    return read_time (time, "utc");
  gint64 at = 0;
  const char *local = anf_json_peek_string (time, "local");
  g_autofree char *text = local != NULL ? g_strconcat (local, "+08:00", NULL) : NULL;
  return text != NULL && anf_time_parse (text, &at, NULL) ? at : ANF_NO_TIME;
}

static AnfFix
no_fix (void)
{
  return (AnfFix){ .position = { 0, 0, -1 }, .at = ANF_NO_TIME };
}

static AnfFix
read_position (JsonObject *object, double reach_m)
{
  AnfFix fix = no_fix ();
  if (object == NULL || !json_object_has_member (object, "lat")
      || !json_object_has_member (object, "lon"))
    return fix;
  fix.known = TRUE;
  fix.position.latitude = anf_json_peek_double (object, "lat", 0);
  fix.position.longitude = anf_json_peek_double (object, "lon", 0);
  fix.position.accuracy_m = anf_json_peek_double (object, "accuracy_m", -1);
  fix.reach_m = reach_m;
  return fix;
}

static double
judge_method (const char *method)
{
  if (method == NULL || strcmp (method, "GPS") == 0)
    return REACH_GPS_M;
  return strstr (method, "CELL") != NULL ? REACH_CELL_M : REACH_NETWORK_M;
}

static void
read_satellites (AnfWitness *witness, JsonObject *facts)
{
  JsonObject *gps = anf_json_peek_object (facts, "gps");
  if (gps == NULL)
    return;
  const double reach = judge_method (anf_json_peek_string (gps, "method"));
  witness->exif = read_position (gps, reach);
  witness->gps_at = read_time (gps, "time");
  witness->satellites = reach <= REACH_GPS_M;
  witness->exif.at = witness->gps_at;
}

static void
add_software (GStrvBuilder *builder, JsonObject *object)
{
  const char *software = object != NULL ? anf_json_peek_string (object, "software") : NULL;
  if (software != NULL)
    g_strv_builder_add (builder, software);
}

/* Exif's, XMP's and the container's. */
static char **
read_software (JsonObject *facts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  add_software (builder, facts);
  add_software (builder, anf_json_peek_object (facts, "xmp"));
  add_software (builder, anf_json_peek_object (facts, "container"));
  return g_strv_builder_end (builder);
}

static void
read_facts (AnfTestimony *self, AnfWitness *witness, JsonObject *facts)
{
  JsonObject *container = anf_json_peek_object (facts, "container");
  witness->exif_at = read_file_time (facts, "captured");
  if (witness->exif_at == ANF_NO_TIME)
    witness->exif_at = read_file_time (container, "captured");
  read_satellites (witness, facts);
  if (!witness->exif.known)
    witness->exif = read_position (container, REACH_NETWORK_M);
  witness->thumbnail_bits = anf_json_peek_int (facts, "thumbnail_bits", -1);
  char **software = read_software (facts);
  witness->software = (const char *const *)software;
  g_ptr_array_add (self->software, software);
}

static JsonObject *
peek_facts (JsonObject *doc)
{
  JsonObject *examination = anf_json_peek_object (doc, "examination");
  return examination != NULL ? anf_json_peek_object (examination, "facts") : NULL;
}

static AnfFix
read_device_fix (JsonObject *doc)
{
  const char *source = anf_json_peek_string (doc, "position_source");
  const double reach = g_strcmp0 (source, "gps") == 0 ? REACH_GPS_M : REACH_NETWORK_M;
  AnfFix fix = read_position (anf_json_peek_object (doc, "position"), reach);
  fix.datum = anf_datum_parse (anf_json_peek_string (doc, "datum"));
  /* What somebody typed repeats, and tells of no time. */
  if (g_strcmp0 (source, "manual") != 0)
    fix.at = read_time (doc, "position_at");
  return fix;
}

static gboolean
add_witness (AnfWork *work, AnfTestimony *self, const AnfItem *item, GError **error)
{
  JsonObject *facts = peek_facts (item->doc);
  const char *by = anf_json_peek_string (item->doc, "created_by");
  AnfWitness witness = { .id = g_string_chunk_insert (self->strings, item->record->id),
                         .by = by != NULL ? g_string_chunk_insert_const (self->strings, by) : NULL,
                         .device_at = read_time (item->doc, "captured_at"),
                         .exif_at = ANF_NO_TIME,
                         .gps_at = ANF_NO_TIME,
                         .server_at = read_time (item->doc, "created_at"),
                         .exif = no_fix (),
                         .device = read_device_fix (item->doc),
                         .thumbnail_bits = -1 };
  gint64 skew_us = 0;
  gboolean known = FALSE;
  if (facts != NULL)
    read_facts (self, &witness, facts);
  if (!anf_checks_due_find_clock (work->tx, witness.by, witness.server_at, &skew_us, &known, error))
    return FALSE;
  if (known)
    {
      const gint64 skew_s = skew_us / G_USEC_PER_SEC;
      gint64 *kept = g_memdup2 (&skew_s, sizeof skew_s);
      witness.device_skew_s = kept;
      g_ptr_array_add (self->skews, kept);
    }
  g_array_append_val (self->witnesses, witness);
  const gint64 number = anf_json_peek_int (item->doc, "sequence", 0);
  if (number > 0)
    g_array_append_val (self->numbers, number);
  return TRUE;
}

static gboolean
add_witnesses (AnfWork *work, AnfTestimony *self, const char *parent, GError **error)
{
  AnfRecordsQuery query = { .parent = parent, .limit = PAGE };
  guint count = PAGE;
  while (count == PAGE)
    {
      g_autoptr (GPtrArray) page = anf_work_list_page (work, ANF_NOUN_EVIDENCE, &query, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        if (!add_witness (work, self, page->pdata[i], error))
          return FALSE;
      count = page->len;
      if (count > 0)
        query.after = ((const AnfItem *)page->pdata[count - 1])->record->seq;
    }
  return TRUE;
}

/* Declared afterwards by the team lead, or planned; else from its start to its submission. */
static void
set_window (AnfScene *scene, JsonObject *visit)
{
  JsonObject *submitted = anf_json_peek_object (visit, "submitted");
  JsonObject *planned = anf_json_peek_object (visit, "window");
  scene->from = read_time (submitted, "began_at");
  scene->to = read_time (submitted, "ended_at");
  if (scene->from != ANF_NO_TIME)
    return;
  scene->from = read_time (planned, "from");
  scene->to = read_time (planned, "to");
  if (scene->from != ANF_NO_TIME)
    return;
  scene->from = read_time (anf_json_peek_object (visit, "started"), "at");
  scene->to = read_time (submitted, "at");
}

static void
add_strings (GStrvBuilder *builder, JsonArray *array)
{
  g_auto (GStrv) strings = anf_facts_dup_strings (array);
  for (gsize i = 0; strings[i] != NULL; i++)
    g_strv_builder_add (builder, strings[i]);
}

/* A finding from a lead has no visit, and so no place of one. */
static gboolean
read_site (AnfWork *work, AnfTestimony *self, const AnfItem *finding, GError **error)
{
  const char *id = anf_json_peek_string (finding->doc, "visit");
  if (id == NULL || self->scene.site.known)
    return TRUE;
  g_autoptr (AnfItem) visit = anf_work_find (work, ANF_NOUN_VISIT, id, error);
  if (visit != NULL)
    self->scene.site = read_position (anf_json_peek_object (visit->doc, "position"), 0);
  return visit != NULL;
}

/* What is to be rectified is where the first finding's visit was, and what shows it rectified is
   newer than the order. */
static gboolean
read_order (AnfWork *work, AnfTestimony *self, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (self->doc, "findings"));
  g_autoptr (GStrvBuilder) before = g_strv_builder_new ();
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL || !read_site (work, self, finding, error))
        return FALSE;
      add_strings (before, anf_json_peek_array (finding->doc, "evidence"));
    }
  self->before = g_strv_builder_end (before);
  self->scene.from = read_time (anf_json_peek_object (self->doc, "served"), "at");
  return TRUE;
}

static gboolean
read_scene (AnfWork *work, AnfTestimony *self, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (self->doc, "scheme"), error);
  if (scheme == NULL)
    return FALSE;
  self->thresholds = *anf_scheme_get_thresholds (scheme);
  self->scene.site = no_fix ();
  self->scene.from = self->scene.to = ANF_NO_TIME;
  if (self->noun == ANF_NOUN_ORDER)
    return read_order (work, self, error);
  self->scene.site = read_position (anf_json_peek_object (self->doc, "position"), 0);
  set_window (&self->scene, self->doc);
  return TRUE;
}

AnfTestimony *
anf_testimony_gather (AnfWork *work, AnfNoun noun, const char *id, GError **error)
{
  g_autoptr (AnfItem) parent = anf_work_find (work, noun, id, error);
  if (parent == NULL)
    return NULL;
  g_autoptr (AnfTestimony) self = g_new0 (AnfTestimony, 1);
  self->noun = noun;
  self->doc = json_object_ref (parent->doc);
  self->software = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  self->skews = g_ptr_array_new_with_free_func (g_free);
  self->strings = g_string_chunk_new (1024);
  self->witnesses = g_array_new (FALSE, FALSE, sizeof (AnfWitness));
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!read_scene (work, self, error) || !add_witnesses (work, self, id, error))
    return NULL;
  self->scene.others = (const AnfWitness *)(gpointer)self->witnesses->data;
  self->scene.n_others = self->witnesses->len;
  return g_steal_pointer (&self);
}

void
anf_testimony_free (AnfTestimony *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->witnesses, g_array_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_clear_pointer (&self->software, g_ptr_array_unref);
  g_clear_pointer (&self->skews, g_ptr_array_unref);
  g_clear_pointer (&self->doc, json_object_unref);
  g_strfreev (self->before);
  g_free (self);
}

const AnfWitness *
anf_testimony_find (const AnfTestimony *self, const char *id)
{
  for (gsize i = 0; i < self->scene.n_others; i++)
    if (strcmp (self->scene.others[i].id, id) == 0)
      return &self->scene.others[i];
  return NULL;
}

/* ---- Pictures ---- */

/* All or none, as of what was examined before there were any. */
static void
read_turned (JsonObject *facts, AnfPicture *picture)
{
  JsonArray *turned = anf_json_peek_array (facts, "phash_turned");
  const guint count = turned != NULL ? json_array_get_length (turned) : 0;
  for (guint i = 0; i < count && count == ANF_PICTURES_TURNED; i++)
    {
      const char *hash = anf_json_array_get_string (turned, i);
      if (hash == NULL
          || !g_ascii_string_to_unsigned (hash, 16, 0, G_MAXUINT64, &picture->turned[i], NULL))
        return;
    }
  picture->n_turned = count == ANF_PICTURES_TURNED ? count : 0;
}

AnfPicture
anf_testimony_picture (const AnfItem *item)
{
  JsonObject *facts = peek_facts (item->doc);
  AnfPicture picture = { .seq = item->record->seq,
                         .id = item->record->id,
                         .parent = item->record->parent,
                         .sha256 = (char *)anf_json_peek_string (item->doc, "sha256") };
  if (facts == NULL)
    return picture;
  JsonArray *flags = anf_json_peek_array (facts, "flags");
  const char *phash = anf_json_peek_string (facts, "phash");
  picture.picture = (char *)anf_json_peek_string (facts, "picture_sha256");
  /* A wall is like any other wall. */
  picture.hashed = phash != NULL && !anf_json_array_has_string (flags, "FLAT_PICTURE")
                   && g_ascii_string_to_unsigned (phash, 16, 0, G_MAXUINT64, &picture.phash, NULL);
  read_turned (facts, &picture);
  return picture;
}

/* AF-20180306-01（210381-spj，2018）: which visit, order or lead, of whom, and when. */
static char *
describe_place (AnfWork *work, const AnfPicture *found, GError **error)
{
  g_autoptr (AnfItem) evidence = anf_work_find (work, ANF_NOUN_EVIDENCE, found->id, error);
  if (evidence == NULL)
    return NULL;
  AnfNoun noun;
  const char *id = anf_evidence_peek_parent (evidence->doc, &noun);
  g_autoptr (AnfItem) parent = anf_work_find (work, noun, id, error);
  if (parent == NULL)
    return NULL;
  const char *number = parent->record->number;
  return g_strdup_printf ("%s (%s, %.4s)", number != NULL ? number : parent->record->id,
                          anf_json_peek_string (parent->doc, "unit"),
                          anf_json_peek_string (evidence->doc, "created_at"));
}

static gboolean
add_matches (AnfWork *work,
             const AnfTestimony *self,
             GPtrArray *found,
             AnfLikeness likeness,
             GPtrArray *matches,
             GError **error)
{
  for (guint i = 0; i < found->len; i++)
    {
      const AnfPicture *picture = g_ptr_array_index (found, i);
      g_autofree char *where = describe_place (work, picture, error);
      if (where == NULL)
        return FALSE;
      const gboolean before = self->before != NULL
                              && g_strv_contains ((const char *const *)self->before, picture->id);
      AnfMatch *match = g_new0 (AnfMatch, 1);
      match->likeness = before ? ANF_LIKENESS_BEFORE : likeness;
      match->bits = picture->bits;
      match->id = g_strdup (picture->id);
      match->where = g_steal_pointer (&where);
      g_ptr_array_add (matches, match);
    }
  return TRUE;
}

static void
remove_known (GPtrArray *near, GPtrArray *same)
{
  for (guint i = near->len; i > 0; i--)
    for (guint j = 0; j < same->len; j++)
      if (((const AnfPicture *)near->pdata[i - 1])->seq
          == ((const AnfPicture *)same->pdata[j])->seq)
        {
          g_ptr_array_remove_index (near, i - 1);
          break;
        }
}

GPtrArray *
anf_testimony_find_matches (AnfWork *work,
                            const AnfTestimony *self,
                            const AnfItem *item,
                            GError **error)
{
  enum
  {
    FOUND_MAX = 100
  };
  const AnfPicture picture = anf_testimony_picture (item);
  const gint64 bits = MAX (self->thresholds.figures[ANF_CHECK_SIMILAR_PICTURE],
                           self->thresholds.figures[ANF_CHECK_BEFORE_AFTER]);
  g_autoptr (GPtrArray) same = anf_pictures_find_same (work->tx, &picture, FOUND_MAX, error);
  g_autoptr (GPtrArray) near
      = same != NULL ? anf_pictures_find_near (work->tx, &picture, (guint)bits, FOUND_MAX, error)
                     : NULL;
  if (near == NULL)
    return NULL;
  remove_known (near, same);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_match_free);
  if (!add_matches (work, self, same, ANF_LIKENESS_SAME, matches, error)
      || !add_matches (work, self, near, ANF_LIKENESS_NEAR, matches, error))
    return NULL;
  return g_steal_pointer (&matches);
}
