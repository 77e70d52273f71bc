/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme-tasks.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme.h"
#include "anf-span.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  const AnfSchemeReader *reader;
  GPtrArray *areas;
  JsonArray *settings; /* (nullable): anfang.tasks */
  GPtrArray *tasks;
  guint32 first, last; /* of the scheme */
} Making;

typedef gboolean (*Each) (Making *making, JsonObject *object, GError **error);

static void
free_task (gpointer data)
{
  AnfSchemeTask *task = data;
  g_free (task->key);
  g_free (task->name);
  g_free (task->unit);
  g_strfreev (task->with);
  g_strfreev (task->to);
  g_free (task->deliver);
  g_free (task->clause);
  g_free (task->phase);
  g_free (task->period);
  g_free (task);
}

static gboolean
each_of (Making *making, const char *member, Each each, GError **error)
{
  JsonArray *list = anf_json_peek_array (making->reader->file, member);
  const guint count = list != NULL ? json_array_get_length (list) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const gboolean done
          = JSON_NODE_HOLDS_OBJECT (node)
                ? each (making, json_node_get_object (node), error)
                : anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not an object"));
      if (!done)
        {
          g_prefix_error (error, "%s[%u]: ", member, i);
          return FALSE;
        }
    }
  return TRUE;
}

/* What the office says of the deadline or phase @id. */
static JsonObject *
find_setting (const Making *making, const char *member, const char *id)
{
  const guint count = making->settings != NULL ? json_array_get_length (making->settings) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (making->settings, i);
      JsonObject *setting = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      if (setting != NULL && g_strcmp0 (anf_json_peek_string (setting, member), id) == 0)
        return setting;
    }
  return NULL;
}

static gboolean
has_id (const Making *making, const char *list, const char *id)
{
  JsonArray *array = anf_json_peek_array (making->reader->file, list);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (JSON_NODE_HOLDS_OBJECT (node)
          && g_strcmp0 (anf_json_peek_string (json_node_get_object (node), "id"), id) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A setting of something that is not there would be followed by nobody, and nobody would know. */
static gboolean
check_setting (const Making *making, JsonObject *setting, GError **error)
{
  static const char *const named[][2]
      = { { "deadline", "deadlines" }, { "phase", "phases" }, { "task", "tasks" } };
  if (json_object_has_member (setting, "deadline") == json_object_has_member (setting, "phase"))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("give either “deadline” or “phase”: what it is said of"));
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    {
      const char *id = NULL;
      if (!json_object_has_member (setting, named[i][0]))
        continue;
      if (!anf_json_get_string (setting, named[i][0], &id, error))
        return FALSE;
      /* A scheme below another may speak of what stands in that one. */
      if (!has_id (making, named[i][1], id)
          && !json_object_has_member (making->reader->file, "parent"))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("“%s” names “%.40s”, which the scheme does not have"),
                                named[i][0], id);
    }
  return TRUE;
}

static gboolean
read_settings (Making *making, GError **error)
{
  JsonObject *settings = anf_json_peek_object (making->reader->file, "anfang");
  if (settings == NULL || !json_object_has_member (settings, "tasks"))
    return TRUE;
  if (!anf_json_get_array (settings, "tasks", &making->settings, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (making->settings); i++)
    {
      JsonNode *node = json_array_get_element (making->settings, i);
      const gboolean sound
          = JSON_NODE_HOLDS_OBJECT (node)
                ? check_setting (making, json_node_get_object (node), error)
                : anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not an object"));
      if (!sound)
        {
          g_prefix_error (error, "anfang: tasks[%u]: ", i);
          return FALSE;
        }
    }
  return TRUE;
}

/* Every unit that leads an area, once, in the scheme's order. */
static char **
list_leads (const Making *making)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < making->areas->len; i++)
    {
      const AnfSchemeArea *area = making->areas->pdata[i];
      for (gsize k = 0; area->lead[k] != NULL; k++)
        if (g_hash_table_add (seen, area->lead[k]))
          g_strv_builder_add (builder, area->lead[k]);
    }
  return g_strv_builder_end (builder);
}

/* Whose it is: the office's word before the source's. Never NULL; may be empty. */
static gboolean
read_units (
    const Making *making, JsonObject *object, JsonObject *setting, char ***units, GError **error)
{
  static const char *const members[] = { "from", "owner", NULL };
  if (setting != NULL && anf_json_peek_bool (setting, "leads"))
    {
      *units = list_leads (making);
      return TRUE;
    }
  if (setting != NULL && json_object_has_member (setting, "units"))
    return anf_scheme_read_unit_ids (making->reader, setting, "units", units, error);
  for (gsize i = 0; members[i] != NULL; i++)
    if (anf_json_peek_array (object, members[i]) != NULL)
      return anf_scheme_read_unit_ids (making->reader, object, members[i], units, error);
  *units = g_new0 (char *, 1);
  return TRUE;
}

static gboolean
read_receivers (const Making *making, JsonObject *object, char ***to, GError **error)
{
  if (anf_json_peek_array (object, "to") != NULL)
    return anf_scheme_read_unit_ids (making->reader, object, "to", to, error);
  *to = g_new0 (char *, 1);
  return TRUE;
}

static gboolean
add (Making *making, AnfSchemeTask *task, GError **error)
{
  g_ptr_array_add (making->tasks, task);
  return making->tasks->len <= ANF_SCHEME_TASKS_MAX
         || anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                             _ ("the scheme makes more than %d tasks: name fewer units, or days "
                                "that come less often"),
                             ANF_SCHEME_TASKS_MAX);
}

/* One for each of @units, each for itself; or one of nobody. */
static gboolean
add_for_each (Making *making, const AnfSchemeTask *like, char **units, GError **error)
{
  const gboolean several = units[0] != NULL && units[1] != NULL;
  for (gsize i = 0; i == 0 || units[i] != NULL; i++)
    {
      AnfSchemeTask *task = g_new0 (AnfSchemeTask, 1);
      *task = *like;
      task->key = several ? g_strjoin (".", like->key, units[i], NULL) : g_strdup (like->key);
      task->name = g_strdup (like->name);
      task->unit = g_strdup (units[i]);
      task->with = g_new0 (char *, 1);
      task->to = like->to != NULL ? g_strdupv (like->to) : g_new0 (char *, 1);
      task->deliver = g_strdup (like->deliver);
      task->clause = g_strdup (like->clause);
      task->phase = g_strdup (like->phase);
      task->period = g_strdup (like->period);
      if (!add (making, task, error))
        return FALSE;
      if (units[0] == NULL)
        break;
    }
  return TRUE;
}

/* --- tasks as such: the first owner answers for it (不得出现“多部门负责找不着负责部门”) --- */

static gboolean
take_people (const Making *making, AnfSchemeTask *task, JsonObject *object, GError **error)
{
  g_auto (GStrv) owners = NULL;
  g_auto (GStrv) with = NULL;
  if (!anf_scheme_read_unit_ids (making->reader, object, "owners", &owners, error)
      || !anf_scheme_read_unit_ids (making->reader, object, "with", &with, error)
      || !read_receivers (making, object, &task->to, error))
    return FALSE;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  task->unit = g_strdup (owners[0]);
  for (gsize i = 1; owners[0] != NULL && owners[i] != NULL; i++)
    g_strv_builder_add (builder, owners[i]);
  for (gsize i = 0; with[i] != NULL; i++)
    g_strv_builder_add (builder, with[i]);
  task->with = g_strv_builder_end (builder);
  return TRUE;
}

/* The contract leaves these to the source: what is not a line of text is not repeated. */
static char *
dup_words (JsonObject *object, const char *member)
{
  char *text = NULL;
  if (!anf_scheme_read_optional (object, member, &text, NULL))
    g_clear_pointer (&text, g_free);
  return text;
}

static gboolean
take_task (Making *making, JsonObject *object, GError **error)
{
  AnfSchemeTask *task = g_new0 (AnfSchemeTask, 1);
  task->is_soft = anf_json_peek_bool (object, "soft");
  task->deliver = dup_words (object, "deliver");
  task->clause = dup_words (object, "clause");
  return add (making, task, error) && anf_scheme_read_text (object, "id", &task->key, error)
         && anf_scheme_read_text (object, "name", &task->name, error)
         && anf_scheme_read_optional (object, "phase", &task->phase, error)
         && anf_scheme_read_edge (object, "due", TRUE, &task->due, error)
         && take_people (making, task, object, error);
}

/* --- deadlines --- */

typedef struct
{
  AnfSchemeTask like; /* owns nothing that add_for_each() does not copy */
  char **units;
  AnfSpanKind kind;
  int day;
} Deadline;

static void
deadline_clear (Deadline *self)
{
  g_free (self->like.name);
  g_free (self->like.clause);
  g_strfreev (self->like.to);
  g_strfreev (self->units);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Deadline, deadline_clear)

static gboolean
parse_frequency (const char *freq, AnfSpanKind *kind)
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
    if (g_strcmp0 (known[i].name, freq) == 0)
      {
        *kind = known[i].kind;
        return TRUE;
      }
  return FALSE;
}

/* The day of a week, or of the last month of anything longer. */
static guint32
find_day (const AnfSpan *span, int day)
{
  GDate from, due;
  if (span->kind == ANF_SPAN_WEEK)
    return span->first + (guint32)day - 1;
  const AnfSpan month = anf_span_around (ANF_SPAN_MONTH, span->last);
  g_date_clear (&from, 1);
  g_date_set_julian (&from, month.first);
  anf_period_next_monthly (&from, day, &due);
  return g_date_get_julian (&due);
}

static gboolean
add_each_time (Making *making, const Deadline *deadline, GError **error)
{
  AnfSpan span = anf_span_around (deadline->kind, making->first);
  for (; span.first <= making->last; span = anf_span_around (deadline->kind, span.last + 1))
    {
      AnfSchemeTask like = deadline->like;
      like.due = find_day (&span, deadline->day);
      if (like.due < making->first || like.due > making->last)
        continue;
      g_autofree char *period = anf_span_format (&span);
      g_autofree char *key = g_strjoin (".", like.key, period, NULL);
      like.key = key;
      like.period = period;
      if (!add_for_each (making, &like, deadline->units, error))
        return FALSE;
    }
  return TRUE;
}

/* The source's day, or where it leaves that open the office's. */
static gboolean
read_day (JsonObject *object, JsonObject *setting, Deadline *deadline, GError **error)
{
  const int most = deadline->kind == ANF_SPAN_WEEK ? 7 : 31;
  gint64 day = anf_json_peek_int (object, "day", 0);
  const gint64 own = setting != NULL ? anf_json_peek_int (setting, "day", 0) : 0;
  if (day != 0 && own != 0 && own != day)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“day”: the scheme says %d, the office's settings %d"), (int)day,
                            (int)own);
  if (day == 0)
    day = own;
  if (day < 0 || day > most)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“day” must be 1 to %d"), most);
  deadline->day = (int)day;
  return TRUE;
}

static gboolean
take_recurring (
    Making *making, JsonObject *object, JsonObject *setting, Deadline *deadline, GError **error)
{
  if (!parse_frequency (anf_json_peek_string (object, "freq"), &deadline->kind))
    return add_for_each (making, &deadline->like, deadline->units, error);
  if (!read_day (object, setting, deadline, error))
    return FALSE;
  /* Without a day, or an end of the scheme, there is nothing that could be overdue. */
  if (deadline->day == 0 || making->first == 0 || making->last == 0)
    return add_for_each (making, &deadline->like, deadline->units, error);
  return add_each_time (making, deadline, error);
}

static gboolean
take_deadline (Making *making, JsonObject *object, GError **error)
{
  const char *kind = anf_json_peek_string (object, "kind");
  const char *id = anf_json_peek_string (object, "id");
  const gboolean is_fixed = g_strcmp0 (kind, "fixed") == 0;
  JsonObject *setting = find_setting (making, "deadline", id);
  g_auto (Deadline) deadline = { 0 };
  if ((!is_fixed && g_strcmp0 (kind, "recurring") != 0)
      || (setting != NULL && json_object_has_member (setting, "task")))
    return TRUE;
  deadline.like.key = (char *)id;
  deadline.like.is_soft = anf_json_peek_bool (object, "soft");
  if (!anf_scheme_read_text (object, "what", &deadline.like.name, error)
      || !anf_scheme_read_optional (object, "clause", &deadline.like.clause, error)
      || !read_units (making, object, setting, &deadline.units, error)
      || !read_receivers (making, object, &deadline.like.to, error))
    return FALSE;
  if (!is_fixed)
    return take_recurring (making, object, setting, &deadline, error);
  return anf_scheme_read_edge (object, "date", TRUE, &deadline.like.due, error)
         && add_for_each (making, &deadline.like, deadline.units, error);
}

/* --- phases, and what is reported of each --- */

/* A phase that the source gives only the month of has no last day that could be missed. */
static gboolean
read_phase_end (JsonObject *phase, AnfSchemeTask *like, GError **error)
{
  const char *end = anf_json_peek_string (phase, "end");
  like->phase = (char *)anf_json_peek_string (phase, "id");
  like->is_soft = end != NULL && strlen (end) != 10;
  return anf_scheme_read_edge (phase, "end", TRUE, &like->due, error);
}

static gboolean
take_phase (Making *making, JsonObject *object, GError **error)
{
  const char *id = anf_json_peek_string (object, "id");
  const char *member = anf_json_peek_array (object, "deliver") != NULL ? "deliver" : "tasks";
  JsonObject *setting = find_setting (making, "phase", id);
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) units = NULL;
  AnfSchemeTask like = { 0 };
  if (anf_json_peek_array (object, member) == NULL)
    return TRUE;
  if (!anf_scheme_read_texts (object, member, &names, error)
      || !read_units (making, object, setting, &units, error)
      || !read_phase_end (object, &like, error))
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s.%" G_GSIZE_FORMAT, id, i + 1);
      like.key = key;
      like.name = names[i];
      if (!add_for_each (making, &like, units, error))
        return FALSE;
    }
  return TRUE;
}

/* One report, whoever takes part in it. */
static gboolean
add_report (Making *making, JsonObject *object, JsonObject *phase, GError **error)
{
  AnfSchemeTask like = { 0 };
  AnfSchemeTask *task = g_new0 (AnfSchemeTask, 1);
  g_auto (GStrv) from = NULL;
  if (!add (making, task, error) || !read_phase_end (phase, &like, error)
      || !anf_scheme_read_text (object, "name", &task->name, error)
      || !read_units (making, object, NULL, &from, error)
      || !read_receivers (making, object, &task->to, error))
    return FALSE;
  task->key = g_strjoin (".", anf_json_peek_string (object, "id"), like.phase, NULL);
  task->phase = g_strdup (like.phase);
  task->due = like.due;
  task->is_soft = TRUE;
  task->unit = g_strdup (from[0]);
  task->with = g_strdupv (from[0] != NULL ? from + 1 : from);
  return TRUE;
}

static gboolean
take_report (Making *making, JsonObject *object, GError **error)
{
  JsonArray *phases = anf_json_peek_array (making->reader->file, "phases");
  if (g_strcmp0 (anf_json_peek_string (object, "freq"), "per_phase") != 0)
    return TRUE;
  for (guint i = 0; phases != NULL && i < json_array_get_length (phases); i++)
    {
      JsonNode *node = json_array_get_element (phases, i);
      if (JSON_NODE_HOLDS_OBJECT (node)
          && !add_report (making, object, json_node_get_object (node), error))
        return FALSE;
    }
  return TRUE;
}

/* The keys are what a task is known by when the scheme is loaded again. */
static gboolean
check_keys (const GPtrArray *tasks, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < tasks->len; i++)
    {
      const AnfSchemeTask *task = tasks->pdata[i];
      if (!g_hash_table_add (seen, task->key))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("two tasks of the scheme have the id “%.100s”"), task->key);
    }
  return TRUE;
}

GPtrArray *
anf_scheme_read_tasks (const AnfSchemeReader *reader, GPtrArray *areas, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (free_task);
  JsonObject *period = anf_json_peek_object (reader->file, "period");
  Making making = { .reader = reader, .areas = areas, .tasks = tasks };
  if (period != NULL
      && (!anf_scheme_read_edge (period, "start", FALSE, &making.first, error)
          || !anf_scheme_read_edge (period, "end", TRUE, &making.last, error)))
    {
      g_prefix_error (error, "period: ");
      return NULL;
    }
  if (!read_settings (&making, error) || !each_of (&making, "tasks", take_task, error)
      || !each_of (&making, "deadlines", take_deadline, error)
      || !each_of (&making, "reports", take_report, error)
      || !each_of (&making, "phases", take_phase, error) || !check_keys (tasks, error))
    return NULL;
  return g_steal_pointer (&tasks);
}
