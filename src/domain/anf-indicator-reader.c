/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-indicator.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

static void
free_term (gpointer data)
{
  AnfTerm *term = data;
  g_free (term->name);
  g_free (term);
}

static void
free_indicator (gpointer data)
{
  AnfIndicator *self = data;
  g_free (self->id);
  g_free (self->area);
  g_free (self->name);
  g_free (self->formula);
  g_free (self->clause);
  g_free (self->unit);
  g_clear_pointer (&self->numerator, g_ptr_array_unref);
  g_clear_pointer (&self->denominator, g_ptr_array_unref);
  g_strfreev (self->scope);
  g_free (self);
}

/* The words of the source are wider than ours: what has no sign of these is not judged. */
static AnfOp
parse_op (const char *text)
{
  static const struct
  {
    const char *text;
    AnfOp op;
  } ops[] = { { "=", ANF_OP_EQUAL },
              { ">=", ANF_OP_AT_LEAST },
              { "<=", ANF_OP_AT_MOST },
              { "<", ANF_OP_LESS },
              { ">", ANF_OP_MORE } };
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (ops); i++)
    if (strcmp (ops[i].text, text) == 0)
      return ops[i].op;
  return ANF_OP_NONE;
}

const char *
anf_op_get_sign (AnfOp op)
{
  static const char *const signs[] = { "", "=", "≥", "≤", "<", ">" };
  return signs[op];
}

static AnfSpanKind
parse_period (const char *text)
{
  if (text == NULL)
    return ANF_SPAN_DAYS;
  if (strcmp (text, "year") == 0)
    return ANF_SPAN_YEAR;
  if (strcmp (text, "quarter") == 0)
    return ANF_SPAN_QUARTER;
  if (strcmp (text, "week") == 0)
    return ANF_SPAN_WEEK;
  /* 每月第一周 is told once a month too. */
  return g_str_has_prefix (text, "month") ? ANF_SPAN_MONTH : ANF_SPAN_DAYS;
}

static gboolean
read_term (AnfTerm *term, const char *text, GError **error)
{
  const char *name = text;
  term->is_minus = *name == '-';
  name += term->is_minus ? 1 : 0;
  term->is_count = *name == '@';
  name += term->is_count ? 1 : 0;
  const gsize length = strlen (name);
  if (length < 1 || length > 64 || strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") != length)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%.40s” is no term: small letters, digits and _, with @ before a "
                               "count and - before what is taken off"),
                            text);
  if (term->is_count && !anf_count_is_known (name))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("nothing is counted as “%.40s”"), name);
  term->name = g_strdup (name);
  return TRUE;
}

static GPtrArray *
read_terms (JsonObject *measure, const char *member, GError **error)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (free_term);
  g_auto (GStrv) texts = NULL;
  if (!anf_scheme_read_texts (measure, member, &texts, error))
    return NULL;
  const guint count = g_strv_length (texts);
  if (count < 1 || count > ANF_TERMS_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must have 1 to %d terms"), member,
                       ANF_TERMS_MAX);
      return NULL;
    }
  for (guint i = 0; i < count; i++)
    {
      AnfTerm *term = g_new0 (AnfTerm, 1);
      g_ptr_array_add (terms, term);
      if (!read_term (term, texts[i], error))
        {
          g_prefix_error (error, "%s: ", member);
          return NULL;
        }
    }
  return g_steal_pointer (&terms);
}

static gboolean
read_scope (AnfIndicator *self, JsonObject *measure, const char *prefix, GError **error)
{
  g_auto (GStrv) locals = NULL;
  if (!anf_scheme_read_texts (measure, "scope", &locals, error))
    return FALSE;
  self->scope = g_new0 (char *, g_strv_length (locals) + 1);
  for (gsize i = 0; locals[i] != NULL; i++)
    self->scope[i] = g_strconcat (prefix, "-", locals[i], NULL);
  return TRUE;
}

typedef struct
{
  const char *name;
  AnfMeasureKind kind;
  const char *numerator;
  const char *denominator;
} KindRow;

static const KindRow kinds[] = {
  { "count", ANF_MEASURE_COUNT, "count", NULL },
  { "ratio", ANF_MEASURE_RATIO, "numerator", "denominator" },
  { "change", ANF_MEASURE_CHANGE, "of", NULL },
  { "difference", ANF_MEASURE_DIFFERENCE, "numerator", "denominator" },
  { "least", ANF_MEASURE_LEAST, "count", NULL },
};

static gboolean
read_measure (AnfIndicator *self, JsonObject *measure, const char *prefix, GError **error)
{
  const char *name = NULL;
  const KindRow *row = NULL;
  if (!anf_json_get_string (measure, "kind", &name, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      row = &kinds[i];
  if (row == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no kind of measure “%.40s”"),
                            name);
  self->kind = row->kind;
  self->numerator = read_terms (measure, row->numerator, error);
  if (self->numerator == NULL)
    return FALSE;
  if (row->denominator != NULL)
    {
      self->denominator = read_terms (measure, row->denominator, error);
      if (self->denominator == NULL)
        return FALSE;
    }
  return read_scope (self, measure, prefix, error);
}

static gboolean
read_target (AnfIndicator *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "target");
  const char *op = anf_json_peek_string (object, "op");
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  const double target = anf_json_peek_double (object, "target", NAN);
  if (!(fabs (target) <= 1e9))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be a number"), "target");
  self->op = parse_op (op);
  self->target = llround (target * ANF_RATE_UNIT);
  self->has_target = self->op != ANF_OP_NONE;
  return TRUE;
}

static gboolean
read_indicator (AnfIndicator *self, JsonObject *object, const char *prefix, GError **error)
{
  JsonObject *measure = NULL;
  if (!anf_scheme_read_text (object, "id", &self->id, error)
      || !anf_scheme_read_text (object, "name", &self->name, error)
      || !anf_scheme_read_optional (object, "area", &self->area, error)
      || !anf_scheme_read_optional (object, "formula", &self->formula, error)
      || !anf_scheme_read_optional (object, "clause", &self->clause, error)
      || !anf_scheme_read_optional (object, "unit", &self->unit, error)
      || !read_target (self, object, error))
    return FALSE;
  self->period = parse_period (anf_json_peek_string (object, "period"));
  if (!json_object_has_member (object, "measure"))
    return TRUE;
  if (anf_json_get_object (object, "measure", &measure, error)
      && read_measure (self, measure, prefix, error))
    return TRUE;
  g_prefix_error (error, "measure: ");
  return FALSE;
}

GPtrArray *
anf_indicators_read (JsonObject *file, const char *prefix, GError **error)
{
  g_autoptr (GPtrArray) indicators = g_ptr_array_new_with_free_func (free_indicator);
  JsonArray *array = NULL;
  if (!json_object_has_member (file, "indicators"))
    return g_steal_pointer (&indicators);
  if (!anf_json_get_array (file, "indicators", &array, error))
    return NULL;
  const guint count = json_array_get_length (array);
  if (count > ANF_INDICATORS_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has more than %d elements"), "indicators",
                       ANF_INDICATORS_MAX);
      return NULL;
    }
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      AnfIndicator *self = g_new0 (AnfIndicator, 1);
      g_ptr_array_add (indicators, self);
      const gboolean read
          = JSON_NODE_HOLDS_OBJECT (node)
                ? read_indicator (self, json_node_get_object (node), prefix, error)
                : anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not an object"));
      if (!read)
        {
          g_prefix_error (error, "indicators[%u]: ", i);
          return NULL;
        }
    }
  return g_steal_pointer (&indicators);
}
