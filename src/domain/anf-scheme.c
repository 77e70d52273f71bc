/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-order-kind.h"
#include "anf-scheme-inherit.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <string.h>

struct _AnfScheme
{
  AnfScheme *parent; /* (nullable) */
  char *id;
  char *title;
  char *region_code;
  char *region_name;
  char *term;
  char **methods;
  GPtrArray *units;
  GPtrArray *areas;
  GPtrArray *categories; /* scheme-wide */
  GPtrArray *deadlines;
  GPtrArray *reports;
  GPtrArray *clocks;
  AnfLadder *ladder;            /* (nullable) */
  AnfNoticeRules *notice_rules; /* (nullable) */
  AnfSchemeOffice *office;
  AnfIndicatorSet *indicators;
  AnfScoring *scoring; /* (nullable) */
  GPtrArray *phases;
  AnfSchemePlan *plan;
  GPtrArray *checklists;                        /* (element-type AnfChecklist) */
  GPtrArray *registers;                         /* (nullable) (element-type AnfRegister) */
  AnfSchemeMarks *marks[ANF_SCHEME_MARK_KINDS]; /* (nullable) each */
  int recurrence_months;
  GHashTable *words; /* kind → 机关代字 */
  AnfThresholds thresholds;
  GHashTable *lists; /* (nullable): name of a list → the scheme's word */
};

static void
clear_scheme (gpointer data)
{
  AnfScheme *self = data;
  anf_scheme_unref (self->parent);
  g_free (self->id);
  g_free (self->title);
  g_free (self->region_code);
  g_free (self->region_name);
  g_free (self->term);
  g_strfreev (self->methods);
  g_clear_pointer (&self->units, g_ptr_array_unref);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
  g_clear_pointer (&self->deadlines, g_ptr_array_unref);
  g_clear_pointer (&self->reports, g_ptr_array_unref);
  g_clear_pointer (&self->clocks, g_ptr_array_unref);
  g_clear_pointer (&self->ladder, anf_ladder_free);
  g_clear_pointer (&self->notice_rules, anf_notice_rules_free);
  g_clear_pointer (&self->checklists, g_ptr_array_unref);
  g_clear_pointer (&self->registers, g_ptr_array_unref);
  anf_scheme_marks_clear (self->marks);
  anf_scheme_office_free (self->office);
  anf_indicator_set_free (self->indicators);
  anf_scoring_free (self->scoring);
  g_clear_pointer (&self->phases, g_ptr_array_unref);
  anf_scheme_plan_free (self->plan);
  g_clear_pointer (&self->words, g_hash_table_unref);
  g_clear_pointer (&self->lists, g_hash_table_unref);
}

static gboolean
check_scheme_id (const char *id, GError **error)
{
  const gsize length = strlen (id);
  if (length <= 64 && g_ascii_islower (id[0])
      && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length)
    return TRUE;
  return anf_error_throw (
      error, ANF_ERROR_INVALID,
      _ ("“id” must be up to 64 small letters, digits and dashes, e.g. haicheng-2018"));
}

static gboolean
check_region_code (const char *code, GError **error)
{
  if (code == NULL || (strlen (code) == 6 && strspn (code, "0123456789") == 6))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("region: “code” must be six digits of GB/T 2260, or null"));
}

static gboolean
read_head (AnfScheme *self, JsonObject *file, GError **error)
{
  JsonObject *region = NULL;
  return anf_scheme_read_text (file, "id", &self->id, error) && check_scheme_id (self->id, error)
         && anf_scheme_read_text (file, "title", &self->title, error)
         && anf_json_get_object (file, "region", &region, error)
         && anf_scheme_read_optional (region, "code", &self->region_code, error)
         && check_region_code (self->region_code, error)
         && anf_scheme_read_text (region, "name", &self->region_name, error)
         && anf_scheme_read_optional (file, "term_for_covert_visit", &self->term, error)
         && anf_scheme_read_texts (file, "collection_methods", &self->methods, error);
}

static gboolean
read_lists (AnfScheme *self, JsonObject *file, GError **error)
{
  AnfSchemeReader reader = { .file = file,
                             .prefix = self->region_code != NULL ? self->region_code : self->id,
                             .above = self->parent != NULL ? self->parent->units : NULL };
  self->units = anf_scheme_read_units (&reader, error);
  if (self->units == NULL)
    return FALSE;
  reader.units = self->units;
  self->areas = anf_scheme_read_areas (&reader, error);
  if (self->areas == NULL)
    return FALSE;
  self->categories = anf_scheme_read_categories (file, "problem_categories", "c", error);
  if (self->categories == NULL)
    return FALSE;
  self->deadlines = anf_scheme_read_deadlines (&reader, error);
  if (self->deadlines == NULL)
    return FALSE;
  self->reports = anf_scheme_read_reports (&reader, error);
  return self->reports != NULL;
}

static gboolean
read_word (AnfScheme *self, JsonObject *words, const char *kind, GError **error)
{
  char *word = NULL;
  if (!anf_scheme_read_optional (words, kind, &word, error))
    {
      g_prefix_error (error, "words: ");
      return FALSE;
    }
  if (word != NULL)
    g_hash_table_insert (self->words, (gpointer)kind, word);
  return TRUE;
}

static gboolean
read_words (AnfScheme *self, JsonObject *settings, GError **error)
{
  gsize n_kinds = 0;
  const AnfOrderKind *kinds = anf_order_kind_list (&n_kinds);
  JsonObject *words = NULL;
  if (!anf_json_get_object (settings, "words", &words, error))
    return FALSE;
  for (gsize i = 0; i < n_kinds; i++)
    if (!read_word (self, words, kinds[i].name, error))
      return FALSE;
  return read_word (self, words, "referral", error) && read_word (self, words, "report", error);
}

static gboolean
read_ladder (AnfScheme *self, JsonObject *settings, GError **error)
{
  JsonArray *rungs = NULL;
  if (!json_object_has_member (settings, "ladder"))
    return TRUE;
  if (!anf_json_get_array (settings, "ladder", &rungs, error))
    return FALSE;
  self->ladder = anf_ladder_new (rungs, error);
  return self->ladder != NULL;
}

static gboolean
read_notice_rules (AnfScheme *self, JsonObject *settings, GError **error)
{
  JsonArray *rules = NULL;
  if (!json_object_has_member (settings, "notifications"))
    return TRUE;
  if (!anf_json_get_array (settings, "notifications", &rules, error))
    return FALSE;
  self->notice_rules = anf_notice_rules_new (rules, error);
  return self->notice_rules != NULL;
}

static gboolean
read_settings (AnfScheme *self, JsonObject *file, JsonObject *settings, GError **error)
{
  self->lists = anf_scheme_read_list_names (file, settings, error);
  if (self->lists == NULL)
    return FALSE;
  self->clocks = anf_scheme_read_clocks (settings, self->deadlines, error);
  self->checklists = self->clocks != NULL ? anf_checklists_read (settings, error) : NULL;
  self->registers
      = self->checklists != NULL ? anf_registers_read (settings, self->deadlines, error) : NULL;
  if (self->registers == NULL)
    return FALSE;
  self->office = anf_scheme_read_office (settings, error);
  return self->office != NULL && anf_scheme_read_thresholds (settings, &self->thresholds, error)
         && read_words (self, settings, error) && read_ladder (self, settings, error)
         && read_notice_rules (self, settings, error)
         && anf_scheme_read_recurrence (settings, &self->recurrence_months, error)
         && anf_scheme_marks_read (settings, self->marks, error);
}

static gboolean
read_indicators (AnfScheme *self, JsonObject *file, JsonObject *settings, GError **error)
{
  const char *prefix = self->region_code != NULL ? self->region_code : self->id;
  g_autoptr (GError) local_error = NULL;
  self->indicators = anf_indicator_set_new (file, settings, prefix, error);
  self->phases = self->indicators != NULL ? anf_scheme_read_phases (file, error) : NULL;
  if (self->phases == NULL)
    return FALSE;
  self->scoring = anf_scoring_new (settings, prefix, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_all (AnfScheme *self, JsonObject *file, GError **error)
{
  JsonObject *settings = NULL;
  anf_thresholds_init (&self->thresholds);
  if (!read_head (self, file, error) || !read_lists (self, file, error))
    return FALSE;
  if (!json_object_has_member (file, "anfang"))
    {
      self->clocks = anf_scheme_new_clocks ();
      return read_indicators (self, file, file, error);
    }
  if (!anf_json_get_object (file, "anfang", &settings, error))
    return FALSE;
  if (read_settings (self, file, settings, error) && read_indicators (self, file, settings, error))
    return TRUE;
  g_prefix_error (error, "anfang: ");
  return FALSE;
}

/* 反弹: who looks back less far sees less. */
static gboolean
inherit_recurrence (AnfScheme *self, JsonObject *file, GError **error)
{
  JsonObject *settings = anf_json_peek_object (file, "anfang");
  if (settings == NULL || !json_object_has_member (settings, "recurrence_months"))
    self->recurrence_months = self->parent->recurrence_months;
  return self->recurrence_months >= self->parent->recurrence_months
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("“recurrence_months” may not be less than the %d of the scheme "
                                "above"),
                             self->parent->recurrence_months);
}

static gboolean
inherit (AnfScheme *self, JsonObject *file, GError **error)
{
  const AnfScheme *parent = self->parent;
  g_autoptr (GPtrArray) areas = anf_scheme_inherit_areas (self->areas, parent, error);
  if (areas == NULL || !anf_scheme_inherit_clocks (self->clocks, parent->clocks, error)
      || !anf_scheme_inherit_methods (&self->methods, parent, error)
      || !inherit_recurrence (self, file, error))
    return FALSE;
  g_ptr_array_unref (self->areas);
  self->areas = g_steal_pointer (&areas);
  anf_scheme_inherit_categories (self->categories, parent->categories, "c");
  if (self->term == NULL)
    self->term = g_strdup (parent->term);
  return TRUE;
}

/* Last, because whoever leads an area may be the parent's to say. */
static gboolean
read_plan (AnfScheme *self, JsonObject *file, GError **error)
{
  const AnfSchemeReader reader = { .file = file,
                                   .units = self->units,
                                   .above = self->parent != NULL ? self->parent->units : NULL };
  self->plan = anf_scheme_plan_new (&reader, self->areas, error);
  if (self->plan != NULL && self->parent != NULL)
    anf_scheme_plan_inherit (self->plan, self->parent->plan);
  return self->plan != NULL;
}

static AnfScheme *
new_scheme (JsonObject *file, AnfScheme *parent, GError **error)
{
  g_autoptr (AnfScheme) self = g_atomic_rc_box_new0 (AnfScheme);
  self->parent = parent != NULL ? anf_scheme_ref (parent) : NULL;
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->recurrence_months = ANF_SCHEME_RECURRENCE_DEFAULT;
  if (read_all (self, file, error) && (parent == NULL || inherit (self, file, error))
      && read_plan (self, file, error))
    return g_steal_pointer (&self);
  g_prefix_error (error, "%s: ", _ ("scheme"));
  return NULL;
}

const char *
anf_scheme_peek_parent_id (JsonObject *file)
{
  return anf_json_peek_string (file, "parent");
}

AnfScheme *
anf_scheme_new (JsonObject *file, GError **error)
{
  const char *above = anf_scheme_peek_parent_id (file);
  if (above == NULL)
    return new_scheme (file, NULL, error);
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("the scheme inherits from %.64s, which is needed to read it"), above);
  return NULL;
}

AnfScheme *
anf_scheme_new_child (JsonObject *file, AnfScheme *parent, GError **error)
{
  const char *above = anf_scheme_peek_parent_id (file);
  if (g_strcmp0 (above, parent->id) == 0)
    return new_scheme (file, parent, error);
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("“parent” is %.64s, not %s"),
                   above != NULL ? above : "-", parent->id);
  return NULL;
}

AnfScheme *
anf_scheme_get_parent (const AnfScheme *self)
{
  return self->parent;
}

AnfScheme *
anf_scheme_ref (AnfScheme *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
anf_scheme_unref (AnfScheme *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear_scheme);
}

const char *
anf_scheme_get_id (const AnfScheme *self)
{
  return self->id;
}

const char *
anf_scheme_get_title (const AnfScheme *self)
{
  return self->title;
}

const char *
anf_scheme_get_region_code (const AnfScheme *self)
{
  return self->region_code;
}

const char *
anf_scheme_get_region_name (const AnfScheme *self)
{
  return self->region_name;
}

const char *
anf_scheme_get_term (const AnfScheme *self)
{
  return self->term;
}

const AnfSchemeOffice *
anf_scheme_get_office (const AnfScheme *self)
{
  return self->office == NULL && self->parent != NULL ? anf_scheme_get_office (self->parent)
                                                      : self->office;
}

GPtrArray *
anf_scheme_get_units (const AnfScheme *self)
{
  return self->units;
}

GPtrArray *
anf_scheme_get_areas (const AnfScheme *self)
{
  return self->areas;
}

GPtrArray *
anf_scheme_get_deadlines (const AnfScheme *self)
{
  return self->deadlines;
}

GPtrArray *
anf_scheme_get_reports (const AnfScheme *self)
{
  return self->reports;
}

const AnfLadder *
anf_scheme_get_ladder (const AnfScheme *self)
{
  return self->ladder == NULL && self->parent != NULL ? anf_scheme_get_ladder (self->parent)
                                                      : self->ladder;
}

const AnfNoticeRules *
anf_scheme_get_notice_rules (const AnfScheme *self)
{
  return self->notice_rules == NULL && self->parent != NULL
             ? anf_scheme_get_notice_rules (self->parent)
             : self->notice_rules;
}

GPtrArray *
anf_scheme_get_clocks (const AnfScheme *self)
{
  return self->clocks;
}

const AnfThresholds *
anf_scheme_get_thresholds (const AnfScheme *self)
{
  return &self->thresholds;
}

const AnfIndicatorSet *
anf_scheme_get_indicators (const AnfScheme *self)
{
  return self->indicators;
}

const AnfScoring *
anf_scheme_get_scoring (const AnfScheme *self)
{
  return self->scoring;
}

GPtrArray *
anf_scheme_get_phases (const AnfScheme *self)
{
  return self->phases;
}

const AnfSchemePlan *
anf_scheme_get_plan (const AnfScheme *self)
{
  return self->plan;
}

const AnfSchemeUnit *
anf_scheme_find_unit (const AnfScheme *self, const char *key)
{
  for (guint i = 0; i < self->units->len; i++)
    {
      const AnfSchemeUnit *unit = g_ptr_array_index (self->units, i);
      if (strcmp (unit->id, key) == 0 || strcmp (unit->local, key) == 0
          || strcmp (unit->name, key) == 0)
        return unit;
    }
  return self->parent != NULL ? anf_scheme_find_unit (self->parent, key) : NULL;
}

const AnfSchemeArea *
anf_scheme_find_area (const AnfScheme *self, const char *key)
{
  for (guint i = 0; i < self->areas->len; i++)
    {
      const AnfSchemeArea *area = g_ptr_array_index (self->areas, i);
      if (strcmp (area->id, key) == 0 || strcmp (area->name, key) == 0)
        return area;
    }
  return NULL;
}

GPtrArray *
anf_scheme_get_categories (const AnfScheme *self)
{
  return self->categories;
}

const AnfSchemeCategory *
anf_scheme_find_category (const AnfScheme *self, const AnfSchemeArea *area, const char *key)
{
  const AnfSchemeCategory *found
      = area != NULL ? anf_scheme_category_find (area->categories, key) : NULL;
  return found != NULL ? found : anf_scheme_category_find (self->categories, key);
}

gboolean
anf_scheme_has_method (const AnfScheme *self, const char *method)
{
  if (g_strv_contains ((const char *const *)self->methods, method))
    return TRUE;
  if (self->term == NULL)
    return FALSE;
  /* A scheme may use two terms: `明察暗访 / 暗访督查`. */
  g_auto (GStrv) terms = g_strsplit (self->term, " / ", -1);
  return g_strv_contains ((const char *const *)terms, method);
}

const char *const *
anf_scheme_get_methods (const AnfScheme *self)
{
  return (const char *const *)self->methods;
}

const AnfSchemeClock *
anf_scheme_find_clock (const AnfScheme *self, const char *id)
{
  for (guint i = 0; i < self->clocks->len; i++)
    {
      const AnfSchemeClock *clock = g_ptr_array_index (self->clocks, i);
      if (strcmp (clock->id, id) == 0)
        return clock;
    }
  return NULL;
}

const AnfChecklist *
anf_scheme_find_checklist (const AnfScheme *self, const char *id)
{
  for (guint i = 0; self->checklists != NULL && i < self->checklists->len; i++)
    {
      const AnfChecklist *list = self->checklists->pdata[i];
      if (strcmp (list->id, id) == 0)
        return list;
    }
  return self->parent != NULL ? anf_scheme_find_checklist (self->parent, id) : NULL;
}

const AnfRegister *
anf_scheme_find_register (const AnfScheme *self, const char *key)
{
  for (guint i = 0; self->registers != NULL && i < self->registers->len; i++)
    {
      const AnfRegister *found = self->registers->pdata[i];
      if (strcmp (found->id, key) == 0 || strcmp (found->name, key) == 0)
        return found;
    }
  return self->parent != NULL ? anf_scheme_find_register (self->parent, key) : NULL;
}

GPtrArray *
anf_scheme_get_registers (const AnfScheme *self)
{
  return self->registers;
}

const AnfSchemeMarks *
anf_scheme_get_marks (const AnfScheme *self, AnfSchemeMarkKind kind)
{
  const gboolean above = self->marks[kind] == NULL && self->parent != NULL;
  return above ? anf_scheme_get_marks (self->parent, kind) : self->marks[kind];
}

int
anf_scheme_get_recurrence_months (const AnfScheme *self)
{
  return self->recurrence_months;
}

const char *
anf_scheme_find_word (const AnfScheme *self, const char *kind)
{
  const char *word = g_hash_table_lookup (self->words, kind);
  return word == NULL && self->parent != NULL ? anf_scheme_find_word (self->parent, kind) : word;
}

gboolean
anf_scheme_has_word (const AnfScheme *self, const char *word)
{
  g_autoptr (GList) words = g_hash_table_get_values (self->words);
  return g_list_find_custom (words, word, (GCompareFunc)strcmp) != NULL
         || (self->parent != NULL && anf_scheme_has_word (self->parent, word));
}

const char *
anf_scheme_find_list_name (const AnfScheme *self, const char *list)
{
  const char *name = self->lists != NULL ? g_hash_table_lookup (self->lists, list) : NULL;
  return name == NULL && self->parent != NULL ? anf_scheme_find_list_name (self->parent, list)
                                              : name;
}
