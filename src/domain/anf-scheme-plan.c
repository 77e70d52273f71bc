/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme-plan.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

#include <string.h>

/* Days; no scheme says when to remind. */
#define REMIND_DEFAULT 3
/* So often a day of a year is more than anybody goes anywhere. */
#define LEAST_MAX 1000

static void
free_mode (gpointer data)
{
  AnfSchemeMode *mode = data;
  g_free (mode->id);
  g_free (mode->name);
  g_strfreev (mode->methods);
  g_free (mode);
}

static void
free_target (gpointer data)
{
  AnfSchemeTarget *target = data;
  g_free (target->id);
  g_free (target->name);
  g_free (target->clause);
  g_free (target->all_of);
  g_free (target->count);
  g_free (target->figure);
  g_free (target->mode);
  g_free (target);
}

void
anf_scheme_plan_free (AnfSchemePlan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->modes, g_ptr_array_unref);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  anf_risk_unref (self->risk);
  anf_evaluation_unref (self->evaluation);
  g_free (self);
}

typedef gboolean (*Read) (AnfSchemePlan *self,
                          JsonObject *file,
                          JsonObject *object,
                          GError **error);

static gboolean
read_each (AnfSchemePlan *self,
           JsonObject *file,
           JsonArray *array,
           Read read,
           const char *name,
           GError **error)
{
  const guint count = array != NULL ? json_array_get_length (array) : 0;
  if (!anf_scheme_check_length (array, name, error))
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const gboolean done
          = JSON_NODE_HOLDS_OBJECT (node)
                ? read (self, file, json_node_get_object (node), error)
                : anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not an object"));
      if (!done)
        {
          g_prefix_error (error, "%s[%u]: ", name, i);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_mode (AnfSchemePlan *self, JsonObject *object, GError **error)
{
  AnfSchemeMode *mode = g_new0 (AnfSchemeMode, 1);
  g_ptr_array_add (self->modes, mode);
  if (!anf_scheme_read_text (object, "id", &mode->id, error)
      || !anf_scheme_read_text (object, "name", &mode->name, error))
    return FALSE;
  if (anf_json_peek_array (object, "methods") != NULL)
    return anf_scheme_read_texts (object, "methods", &mode->methods, error);
  mode->methods = g_new0 (char *, 1);
  return TRUE;
}

/* The contract leaves the member to the source, and folders hold schemes of before there were
   modes: what has no id and name is words that nobody can name. */
static gboolean
read_modes (AnfSchemePlan *self, JsonObject *file, GError **error)
{
  JsonArray *array = anf_json_peek_array (file, "inspection_modes");
  const guint count = array != NULL ? json_array_get_length (array) : 0;
  if (!anf_scheme_check_length (array, "inspection_modes", error))
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *mode = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      if (mode == NULL || anf_json_peek_string (mode, "id") == NULL
          || anf_json_peek_string (mode, "name") == NULL || read_mode (self, mode, error))
        continue;
      g_prefix_error (error, "inspection_modes[%u]: ", i);
      return FALSE;
    }
  return TRUE;
}

/* ---- targets ---- */

static JsonObject *
find_deadline (JsonObject *file, const char *id)
{
  JsonArray *deadlines = anf_json_peek_array (file, "deadlines");
  for (guint i = 0; deadlines != NULL && i < json_array_get_length (deadlines); i++)
    {
      JsonNode *node = json_array_get_element (deadlines, i);
      JsonObject *deadline = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      if (deadline != NULL && g_strcmp0 (anf_json_peek_string (deadline, "id"), id) == 0
          && g_strcmp0 (anf_json_peek_string (deadline, "kind"), "frequency") == 0)
        return deadline;
    }
  return NULL;
}

static gboolean
read_per (AnfSchemeTarget *target, const char *per, GError **error)
{
  static const struct
  {
    const char *name;
    AnfSpanKind kind;
  } known[] = { { "weekly", ANF_SPAN_WEEK },
                { "monthly", ANF_SPAN_MONTH },
                { "quarterly", ANF_SPAN_QUARTER },
                { "yearly", ANF_SPAN_YEAR } };
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].name, per) == 0)
      {
        target->per = known[i].kind;
        return TRUE;
      }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("how often: weekly, monthly, quarterly or yearly, not “%.40s”"),
                          per != NULL ? per : "");
}

/* How often: the source's word, where the setting names its deadline, else the setting's own. */
static gboolean
read_often (AnfSchemeTarget *target, JsonObject *file, JsonObject *object, GError **error)
{
  const char *id = anf_json_peek_string (object, "deadline");
  JsonObject *deadline = id != NULL ? find_deadline (file, id) : NULL;
  if (id != NULL && deadline == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%s” names “%.40s”, which the scheme does not have"), "deadline",
                            id);
  JsonObject *from = deadline != NULL ? deadline : object;
  const char *per = anf_json_peek_string (from, deadline != NULL ? "freq" : "per");
  target->least = anf_json_peek_int (from, deadline != NULL ? "min_count" : "least", 0);
  if (!anf_scheme_read_optional (from, "clause", &target->clause, error)
      || !read_per (target, per, error))
    return FALSE;
  if ((target->least == 0) != (target->all_of != NULL) || target->least < 0
      || target->least > LEAST_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("give either “least”, 1 to %d, or “all_of”"), LEAST_MAX);
  return TRUE;
}

static gboolean
check_counts (const AnfSchemePlan *self, const AnfSchemeTarget *target, GError **error)
{
  const char *const counts[] = { target->count, target->all_of };
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] != NULL && !anf_count_is_known (counts[i]))
      return anf_error_throw (error, ANF_ERROR_INVALID, _ ("nothing is counted as “%.40s”"),
                              counts[i]);
  if ((target->count == NULL) == (target->figure == NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("give either a count or a figure"));
  for (guint i = 0; target->mode != NULL && i < self->modes->len; i++)
    if (g_str_equal (((const AnfSchemeMode *)self->modes->pdata[i])->id, target->mode))
      return TRUE;
  return target->mode == NULL
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("“%s” names “%.40s”, which the scheme does not have"), "mode",
                             target->mode);
}

static gboolean
has_area (const AnfSchemeTarget *target)
{
  return target->figure == NULL && (target->count == NULL || anf_count_has_area (target->count))
         && (target->all_of == NULL || anf_count_has_area (target->all_of));
}

static gboolean
read_target (AnfSchemePlan *self, JsonObject *file, JsonObject *object, GError **error)
{
  AnfSchemeTarget *target = g_new0 (AnfSchemeTarget, 1);
  g_ptr_array_add (self->targets, target);
  if (!anf_scheme_read_text (object, "id", &target->id, error)
      || !anf_scheme_read_text (object, "name", &target->name, error)
      || !anf_scheme_read_optional (object, "count", &target->count, error)
      || !anf_scheme_read_optional (object, "all_of", &target->all_of, error)
      || !anf_scheme_read_optional (object, "figure", &target->figure, error)
      || !anf_scheme_read_optional (object, "mode", &target->mode, error)
      || !check_counts (self, target, error) || !read_often (target, file, object, error))
    return FALSE;
  /* Of no area, it is counted once. anf_scheme_check() names it; a scheme that was loaded before
     that was looked at has to be read all the same. */
  target->per_area = anf_json_peek_bool (object, "per_area") && has_area (target);
  return TRUE;
}

/* ---- the office's settings ---- */

static gboolean
read_remind (AnfSchemePlan *self, JsonObject *settings, GError **error)
{
  const gint64 days = anf_json_peek_int (settings, "task_remind_days", REMIND_DEFAULT);
  if (days < 0 || days > ANF_SCHEME_REMIND_DAYS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“task_remind_days” must be 0 to %d"),
                            ANF_SCHEME_REMIND_DAYS_MAX);
  self->remind_days = (int)days;
  return TRUE;
}

static gboolean
read_risk (AnfSchemePlan *self, JsonObject *settings, GError **error)
{
  JsonObject *object = NULL;
  if (!json_object_has_member (settings, "risk"))
    return TRUE;
  if (!anf_json_get_object (settings, "risk", &object, error))
    return FALSE;
  self->risk = anf_risk_new (object, error);
  if (self->risk == NULL)
    g_prefix_error (error, "risk: ");
  return self->risk != NULL;
}

static gboolean
read_evaluation (AnfSchemePlan *self, JsonObject *settings, GError **error)
{
  JsonObject *object = NULL;
  if (!json_object_has_member (settings, "evaluation"))
    return TRUE;
  if (!anf_json_get_object (settings, "evaluation", &object, error))
    return FALSE;
  self->evaluation = anf_evaluation_new (object, error);
  if (self->evaluation == NULL)
    g_prefix_error (error, "evaluation: ");
  return self->evaluation != NULL;
}

static gboolean
read_settings (AnfSchemePlan *self, JsonObject *file, GError **error)
{
  JsonObject *settings = anf_json_peek_object (file, "anfang");
  self->remind_days = REMIND_DEFAULT;
  if (settings == NULL)
    return TRUE;
  if (read_remind (self, settings, error)
      && read_each (self, file, anf_json_peek_array (settings, "targets"), read_target, "targets",
                    error)
      && read_risk (self, settings, error) && read_evaluation (self, settings, error))
    return TRUE;
  g_prefix_error (error, "anfang: ");
  return FALSE;
}

AnfSchemePlan *
anf_scheme_plan_new (const AnfSchemeReader *reader, GPtrArray *areas, GError **error)
{
  g_autoptr (AnfSchemePlan) self = g_new0 (AnfSchemePlan, 1);
  self->modes = g_ptr_array_new_with_free_func (free_mode);
  self->targets = g_ptr_array_new_with_free_func (free_target);
  self->tasks = anf_scheme_read_tasks (reader, areas, error);
  if (self->tasks == NULL || !read_modes (self, reader->file, error)
      || !read_settings (self, reader->file, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
take_list (GPtrArray **own, GPtrArray *inherited)
{
  if ((*own)->len > 0)
    return;
  g_ptr_array_unref (*own);
  *own = g_ptr_array_ref (inherited);
}

void
anf_scheme_plan_inherit (AnfSchemePlan *self, const AnfSchemePlan *parent)
{
  take_list (&self->modes, parent->modes);
  take_list (&self->targets, parent->targets);
  if (self->risk == NULL && parent->risk != NULL)
    self->risk = anf_risk_ref (parent->risk);
  if (self->evaluation == NULL && parent->evaluation != NULL)
    self->evaluation = anf_evaluation_ref (parent->evaluation);
}
