/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme-check.h"

#include "anf-clock.h"
#include "anf-json.h"
#include "anf-number.h"
#include "anf-scheme-check-private.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

#include <string.h>

static void
free_remark (gpointer data)
{
  AnfSchemeRemark *remark = data;
  g_free (remark->pointer);
  g_free (remark->text);
  g_free (remark);
}

static void
add_remark (AnfSchemeCheck *self, gboolean is_fault, const char *pointer, char *text)
{
  if (self->remarks->len >= ANF_SCHEME_REMARKS_MAX)
    {
      g_free (text);
      return;
    }
  AnfSchemeRemark *remark = g_new0 (AnfSchemeRemark, 1);
  remark->is_fault = is_fault;
  remark->pointer = g_strdup (pointer);
  remark->text = text;
  g_ptr_array_add (self->remarks, remark);
}

void
anf_scheme_check_fault (AnfSchemeCheck *self, const char *pointer, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  add_remark (self, TRUE, pointer, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
anf_scheme_check_doubt (AnfSchemeCheck *self, const char *pointer, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  add_remark (self, FALSE, pointer, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
anf_scheme_check_each (AnfSchemeCheck *self,
                       JsonArray *list,
                       const char *pointer,
                       AnfSchemeCheckItem item)
{
  const guint count = list != NULL ? json_array_get_length (list) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      g_autofree char *at = g_strdup_printf ("%s/%u", pointer, i);
      if (JSON_NODE_HOLDS_OBJECT (node))
        item (self, json_node_get_object (node), at);
    }
}

void
anf_scheme_check_ids (AnfSchemeCheck *self, JsonArray *list, const char *pointer, GHashTable *known)
{
  g_autoptr (GHashTable) own = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTable *seen = known != NULL ? known : own;
  const guint count = list != NULL ? json_array_get_length (list) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *id = JSON_NODE_HOLDS_OBJECT (node)
                           ? anf_json_peek_string (json_node_get_object (node), "id")
                           : NULL;
      g_autofree char *at = g_strdup_printf ("%s/%u/id", pointer, i);
      if (id != NULL && !g_hash_table_add (seen, (gpointer)id))
        anf_scheme_check_fault (self, at, _ ("the id “%s” stands there twice"), id);
    }
}

void
anf_scheme_check_units (AnfSchemeCheck *self,
                        JsonObject *object,
                        const char *pointer,
                        const char *member)
{
  JsonArray *ids = anf_json_peek_array (object, member);
  const guint count = ids != NULL ? json_array_get_length (ids) : 0;
  for (guint i = 0; i < count; i++)
    {
      const char *id = anf_json_array_get_string (ids, i);
      g_autofree char *at = g_strdup_printf ("%s/%s/%u", pointer, member, i);
      if (id == NULL || g_hash_table_contains (self->units, id))
        continue;
      /* It may be the parent's, whose file is not at hand. */
      if (self->parent == NULL && anf_json_peek_string (self->file, "parent") != NULL)
        anf_scheme_check_doubt (self, at, _ ("the unit “%s” is not its own"), id);
      else
        anf_scheme_check_fault (self, at, _ ("the scheme has no unit “%s”"), id);
    }
}

/* --- units --- */

/* A unit of a child may be its own version of one of the parent's. */
static void
note_units (AnfSchemeCheck *self, JsonArray *list, const char *pointer, GHashTable *own)
{
  anf_scheme_check_ids (self, list, pointer, own);
  const guint count = list != NULL ? json_array_get_length (list) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *id = JSON_NODE_HOLDS_OBJECT (node)
                           ? anf_json_peek_string (json_node_get_object (node), "id")
                           : NULL;
      if (id != NULL)
        g_hash_table_add (self->units, (gpointer)id);
    }
}

static gboolean
peek_date (JsonObject *object, const char *member, GDate *date)
{
  const char *text = anf_json_peek_string (object, member);
  return text != NULL && anf_date_parse (text, date, NULL);
}

static void
check_unit (AnfSchemeCheck *self, JsonObject *unit, const char *pointer)
{
  GDate from;
  GDate to;
  const char *successor = anf_json_peek_string (unit, "successor");
  const char *code = anf_json_peek_string (unit, "code");
  g_autofree char *at_successor = g_strconcat (pointer, "/successor", NULL);
  g_autofree char *at_to = g_strconcat (pointer, "/valid_to", NULL);
  g_autofree char *at_code = g_strconcat (pointer, "/code", NULL);
  const gboolean ends = peek_date (unit, "valid_to", &to);
  if (ends && peek_date (unit, "valid_from", &from) && g_date_compare (&from, &to) > 0)
    anf_scheme_check_fault (self, at_to, _ ("it ends before it begins"));
  if (successor != NULL && !g_hash_table_contains (self->units, successor))
    anf_scheme_check_fault (self, at_successor, _ ("the scheme has no unit “%s”"), successor);
  else if (g_strcmp0 (successor, anf_json_peek_string (unit, "id")) == 0 && successor != NULL)
    anf_scheme_check_fault (self, at_successor, _ ("nobody is their own successor"));
  else if (successor != NULL && !ends)
    anf_scheme_check_fault (self, at_successor, _ ("with a successor it needs “valid_to”"));
  else if (successor == NULL && ends)
    anf_scheme_check_doubt (self, at_to,
                            _ ("nobody is named who took over; findings against it are refused "
                               "without telling whom to name"));
  if (code != NULL && !anf_number_uscc_is_sound (code))
    anf_scheme_check_doubt (self, at_code,
                            _ ("“%s” is no 统一社会信用代码 by its check characters "
                               "(GB 32100-2015); some early ones are not"),
                            code);
  if (anf_json_peek_bool (unit, "open_set"))
    anf_scheme_check_doubt (self, pointer,
                            _ ("“%s” is an open set: name the unit itself in each finding"),
                            anf_json_peek_string (unit, "name"));
}

static void
check_all_units (AnfSchemeCheck *self)
{
  g_autoptr (GHashTable) own = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *units = anf_json_peek_array (self->file, "units");
  JsonArray *groups = anf_json_peek_array (self->file, "unit_groups");
  if (self->parent != NULL)
    {
      AnfSchemeCheck above
          = { .remarks = g_ptr_array_new_with_free_func (free_remark), .units = self->units };
      note_units (&above, anf_json_peek_array (self->parent, "units"), "", NULL);
      note_units (&above, anf_json_peek_array (self->parent, "unit_groups"), "", NULL);
      g_ptr_array_unref (above.remarks);
    }
  note_units (self, units, "/units", own);
  note_units (self, groups, "/unit_groups", own);
  anf_scheme_check_each (self, units, "/units", check_unit);
  anf_scheme_check_each (self, groups, "/unit_groups", check_unit);
}

/* --- areas and categories --- */

static gboolean
is_child (const AnfSchemeCheck *self)
{
  return anf_json_peek_string (self->file, "parent") != NULL;
}

static void
check_area (AnfSchemeCheck *self, JsonObject *area, const char *pointer)
{
  static const char *const parts[] = { "lead", "responsible", "participants", NULL };
  const char *member = json_object_has_member (area, "categories") ? "categories" : "checks";
  JsonArray *lead = anf_json_peek_array (area, "lead");
  JsonArray *categories = anf_json_peek_array (area, member);
  g_autofree char *at_categories = g_strdup_printf ("%s/%s", pointer, member);
  for (gsize i = 0; parts[i] != NULL; i++)
    anf_scheme_check_units (self, area, pointer, parts[i]);
  anf_scheme_check_ids (self, categories, at_categories, NULL);
  /* Of a child's area the parent names who leads. */
  if (!is_child (self) && (lead == NULL || json_array_get_length (lead) == 0))
    anf_scheme_check_doubt (self, pointer,
                            _ ("nobody leads the area “%s”: plans of its orders go to the office"),
                            anf_json_peek_string (area, "name"));
}

static void
check_numbers (AnfSchemeCheck *self, JsonArray *areas, const char *pointer, GHashTable *seen)
{
  const guint count = areas != NULL ? json_array_get_length (areas) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (areas, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      const gint64 number = anf_json_peek_int (json_node_get_object (node), "no", (gint64)i + 1);
      g_autofree char *at = g_strdup_printf ("%s/%u", pointer, i);
      if (!g_hash_table_add (seen, GINT_TO_POINTER ((int)number)))
        anf_scheme_check_fault (self, at, _ ("two areas have the number %d in ledger numbers"),
                                (int)number);
    }
}

static void
check_areas (AnfSchemeCheck *self)
{
  JsonObject *settings = anf_json_peek_object (self->file, "anfang");
  JsonArray *areas = anf_json_peek_array (self->file, "areas");
  JsonArray *own = settings != NULL ? anf_json_peek_array (settings, "areas") : NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  anf_scheme_check_ids (self, areas, "/areas", ids);
  anf_scheme_check_ids (self, own, "/anfang/areas", ids);
  check_numbers (self, areas, "/areas", numbers);
  check_numbers (self, own, "/anfang/areas", numbers);
  anf_scheme_check_each (self, areas, "/areas", check_area);
  anf_scheme_check_each (self, own, "/anfang/areas", check_area);
  anf_scheme_check_ids (self, anf_json_peek_array (self->file, "problem_categories"),
                        "/problem_categories", NULL);
  if (!is_child (self) && areas != NULL && json_array_get_length (areas) == 0)
    anf_scheme_check_doubt (self, "/areas",
                            own != NULL ? _ ("the source lists no area; those of the settings are "
                                             "used")
                                        : _ ("there is no area: no finding can be registered"));
}

/* --- the text itself --- */

/* What is left where a text went through the wrong encoding. */
static gboolean
is_garbled (const char *text)
{
  return strstr (text, "\xef\xbf\xbd") != NULL || strstr (text, "锟斤拷") != NULL;
}

static void
look_for_garbage (AnfSchemeCheck *self, JsonNode *node, const char *pointer, guint depth)
{
  if (depth > 32)
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name = NULL;
      JsonNode *value = NULL;
      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &value))
        {
          g_autofree char *at = g_strdup_printf ("%s/%s", pointer, name);
          look_for_garbage (self, value, at, depth + 1);
        }
      return;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *at = g_strdup_printf ("%s/%u", pointer, i);
          look_for_garbage (self, json_array_get_element (array, i), at, depth + 1);
        }
      return;
    }
  if (json_node_get_value_type (node) == G_TYPE_STRING && is_garbled (json_node_get_string (node)))
    anf_scheme_check_doubt (self, pointer, _ ("the text is garbled: compare it with the document"));
}

static void
check_text (AnfSchemeCheck *self)
{
  JsonObject *region = anf_json_peek_object (self->file, "region");
  const char *quality = anf_json_peek_string (self->file, "text_quality");
  if (quality != NULL)
    anf_scheme_check_doubt (self, "/text_quality",
                            _ ("the source was garbled and has been restored: %s"), quality);
  if (region != NULL && anf_json_peek_string (region, "code") == NULL)
    anf_scheme_check_doubt (self, "/region/code",
                            _ ("the source does not say which region it is: units are told apart "
                               "by the scheme's id"));
  g_autoptr (JsonNode) root = json_node_alloc ();
  json_node_init_object (root, self->file);
  look_for_garbage (self, root, "", 0);
}

GPtrArray *
anf_scheme_check (JsonObject *file,
                  JsonObject *parent,
                  const AnfIndicatorSet *common,
                  const AnfCalendar *calendar)
{
  GPtrArray *remarks = g_ptr_array_new_with_free_func (free_remark);
  g_autoptr (GHashTable) units = g_hash_table_new (g_str_hash, g_str_equal);
  AnfSchemeCheck self = { .file = file,
                          .parent = parent,
                          .common = common,
                          .calendar = calendar,
                          .remarks = remarks,
                          .units = units };
  check_all_units (&self);
  check_areas (&self);
  anf_scheme_check_times (&self);
  anf_scheme_check_settings (&self);
  check_text (&self);
  return remarks;
}
