/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scoring.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

static void
free_item (gpointer data)
{
  AnfScoreItem *item = data;
  g_free (item->name);
  g_free (item->count);
  g_free (item->figure);
  g_free (item);
}

static void
free_group (gpointer data)
{
  AnfScoreGroup *group = data;
  g_free (group->name);
  g_strfreev (group->units);
  g_free (group);
}

void
anf_scoring_free (AnfScoring *self)
{
  if (self == NULL)
    return;
  g_free (self->activity);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_free (self);
}

static gboolean
read_points (JsonObject *object, const char *member, gint64 *points, GError **error)
{
  const double value = anf_json_peek_double (object, member, NAN);
  if (!(fabs (value) <= 1000000))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be a number"), member);
  *points = llround (value * ANF_FIGURE_UNIT);
  return TRUE;
}

static gboolean
check_count (const char *name, GError **error)
{
  return name == NULL || anf_count_is_known (name)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("nothing is counted as “%.40s”"), name);
}

/* What schemes that were loaded before score by figures that somebody entered, and is counted now:
   nobody enters them any more. */
static const char *
find_counted (const char *figure)
{
  static const struct
  {
    const char *figure;
    const char *count;
  } counted[] = { { "interviews", "interviews" }, { "notices", "circulars" } };
  for (gsize i = 0; i < G_N_ELEMENTS (counted); i++)
    if (strcmp (figure, counted[i].figure) == 0)
      return counted[i].count;
  return NULL;
}

gboolean
anf_scoring_is_counted (const char *figure)
{
  return find_counted (figure) != NULL;
}

static void
count_what_was_figure (AnfScoreItem *item)
{
  const char *count
      = item->figure != NULL && item->count == NULL ? find_counted (item->figure) : NULL;
  if (count == NULL)
    return;
  g_clear_pointer (&item->figure, g_free);
  item->count = g_strdup (count);
}

static gboolean
read_item (JsonObject *object, GPtrArray *items, GError **error)
{
  AnfScoreItem *item = g_new0 (AnfScoreItem, 1);
  g_ptr_array_add (items, item);
  if (!anf_scheme_read_text (object, "name", &item->name, error)
      || !anf_scheme_read_optional (object, "count", &item->count, error)
      || !anf_scheme_read_optional (object, "figure", &item->figure, error)
      || !read_points (object, "points", &item->points, error)
      || !read_points (object, "cap", &item->cap, error) || !check_count (item->count, error))
    return FALSE;
  count_what_was_figure (item);
  return (item->count == NULL) != (item->figure == NULL)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("give either a count or a figure"));
}

static gboolean
read_group (JsonObject *object, const char *prefix, GPtrArray *groups, GError **error)
{
  AnfScoreGroup *group = g_new0 (AnfScoreGroup, 1);
  g_auto (GStrv) locals = NULL;
  g_ptr_array_add (groups, group);
  if (!anf_scheme_read_text (object, "name", &group->name, error)
      || !anf_scheme_read_texts (object, "units", &locals, error))
    return FALSE;
  group->units = g_new0 (char *, g_strv_length (locals) + 1);
  for (gsize i = 0; locals[i] != NULL; i++)
    group->units[i] = g_strconcat (prefix, "-", locals[i], NULL);
  return TRUE;
}

static gboolean
read_items (AnfScoring *self, JsonArray *items, GError **error)
{
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not an object"));
      if (!read_item (json_node_get_object (node), self->items, error))
        return FALSE;
    }
  return TRUE;
}

/* Both lists alike: objects, so many at most. */
static gboolean
read_lists (AnfScoring *self, JsonObject *rule, const char *prefix, GError **error)
{
  JsonArray *items = NULL;
  JsonArray *groups = NULL;
  if (!anf_json_get_array (rule, "items", &items, error)
      || !anf_json_get_array (rule, "groups", &groups, error))
    return FALSE;
  if (json_array_get_length (items) > ANF_SCORING_ITEMS_MAX
      || json_array_get_length (groups) > ANF_SCORING_GROUPS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("at most %d items and %d groups"),
                            ANF_SCORING_ITEMS_MAX, ANF_SCORING_GROUPS_MAX);
  if (!read_items (self, items, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonNode *node = json_array_get_element (groups, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not an object"));
      if (!read_group (json_node_get_object (node), prefix, self->groups, error))
        return FALSE;
    }
  return TRUE;
}

static AnfScoring *
new_scoring (void)
{
  AnfScoring *self = g_new0 (AnfScoring, 1);
  self->items = g_ptr_array_new_with_free_func (free_item);
  self->groups = g_ptr_array_new_with_free_func (free_group);
  return self;
}

AnfScoring *
anf_scoring_new_items (JsonArray *items, GError **error)
{
  g_autoptr (AnfScoring) self = new_scoring ();
  if (json_array_get_length (items) < 1 || json_array_get_length (items) > ANF_SCORING_ITEMS_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("“items” has 1 to %d elements"),
                       ANF_SCORING_ITEMS_MAX);
      return NULL;
    }
  return read_items (self, items, error) ? g_steal_pointer (&self) : NULL;
}

gint64
anf_scoring_points (const AnfScoreItem *item, gint64 count)
{
  /* Both are bounded: figures by 12 digits, points by a million. */
  const gint64 points = count / ANF_FIGURE_UNIT * item->points
                        + count % ANF_FIGURE_UNIT * item->points / ANF_FIGURE_UNIT;
  return CLAMP (points, -item->cap, item->cap);
}

AnfScoring *
anf_scoring_new (JsonObject *settings, const char *prefix, GError **error)
{
  JsonObject *rule = NULL;
  if (!json_object_has_member (settings, "scoring"))
    return NULL;
  g_autoptr (AnfScoring) self = new_scoring ();
  if (anf_json_get_object (settings, "scoring", &rule, error)
      && read_points (rule, "base", &self->base, error)
      && anf_scheme_read_text (rule, "activity", &self->activity, error)
      && check_count (self->activity, error) && read_lists (self, rule, prefix, error))
    return g_steal_pointer (&self);
  g_prefix_error (error, "scoring: ");
  return NULL;
}

guint
anf_scoring_find_group (const AnfScoring *self, const char *unit, const char *parent)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      const AnfScoreGroup *group = self->groups->pdata[i];
      const char *const *units = (const char *const *)group->units;
      if (g_strv_contains (units, unit) || (parent != NULL && g_strv_contains (units, parent)))
        return i;
    }
  return G_MAXUINT;
}

static gboolean
count_item (const AnfScoreItem *item,
            const AnfSources *sources,
            const AnfSpan *span,
            const AnfCountFilter *filter,
            gint64 *count,
            GError **error)
{
  *count = 0;
  if (item->figure != NULL)
    {
      if (!anf_figures_find (sources->figures, item->figure, filter->unit, span, count))
        *count = 0;
      return TRUE;
    }
  if (!anf_count (item->count, sources->book, span, filter, count, error))
    return FALSE;
  *count *= ANF_FIGURE_UNIT;
  return TRUE;
}

gboolean
anf_scoring_score (const AnfScoring *self,
                   const AnfSources *sources,
                   const AnfSpan *span,
                   AnfScore *score,
                   GError **error)
{
  const AnfCountFilter filter = { .unit = score->unit };
  gint64 active = 0;
  score->score = self->base;
  for (guint i = 0; i < self->items->len; i++)
    {
      const AnfScoreItem *item = self->items->pdata[i];
      gint64 *count = &score->counts[i];
      if (!count_item (item, sources, span, &filter, count, error))
        return FALSE;
      score->score += anf_scoring_points (item, *count);
    }
  if (self->activity == NULL)
    {
      score->is_active = TRUE;
      return TRUE;
    }
  if (!anf_count (self->activity, sources->book, span, &filter, &active, error))
    return FALSE;
  score->is_active = active > 0;
  return TRUE;
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  const AnfScore *one = a;
  const AnfScore *other = b;
  if (one->group != other->group)
    return one->group < other->group ? -1 : 1;
  if (one->is_active != other->is_active)
    return one->is_active ? -1 : 1;
  if (one->is_active && one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return strcmp (one->unit, other->unit);
}

void
anf_scoring_rank (GArray *scores)
{
  guint place = 0;
  g_array_sort (scores, compare_scores);
  for (guint i = 0; i < scores->len; i++)
    {
      AnfScore *score = &g_array_index (scores, AnfScore, i);
      const AnfScore *before = i > 0 ? &g_array_index (scores, AnfScore, i - 1) : NULL;
      place = before != NULL && before->group == score->group ? place + 1 : 1;
      /* A unit of no group has nobody to be compared with. */
      if (!score->is_active || score->group == G_MAXUINT)
        score->rank = 0;
      else if (before != NULL && before->group == score->group && before->score == score->score)
        score->rank = before->rank;
      else
        score->rank = place;
    }
}
