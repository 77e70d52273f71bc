/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-scheme-check.h"

#include "anf-cli-print.h"
#include "anf-contract.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-schema.h"
#include "anf-scheme-check.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

typedef struct
{
  GString *text; /* for people */
  JsonArray *faults;
  JsonArray *warnings;
} Report;

static void
add_line (Report *report, gboolean is_fault, const char *pointer, const char *text)
{
  JsonObject *remark = json_object_new ();
  json_object_set_string_member (remark, "pointer", pointer);
  json_object_set_string_member (remark, "detail", text);
  json_array_add_object_element (is_fault ? report->faults : report->warnings, remark);
  g_string_append_printf (report->text, "%s  %s  %s\n", is_fault ? _ ("FAULT  ") : _ ("warning"),
                          pointer[0] != '\0' ? pointer : "/", text);
}

static JsonObject *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  JsonObject *file = anf_json_parse_object (text, size, error);
  if (file == NULL)
    g_prefix_error (error, "%s: ", path);
  return file;
}

#define SCHEMA "#/components/schemas/scheme-put"

/* What the published schema says, scheme-put.json. */
static gboolean
check_schema (JsonObject *file, Report *report, GError **error)
{
  g_autoptr (AnfSchemas) schemas = anf_contract_load_schema (SCHEMA, error);
  if (schemas == NULL)
    return FALSE;
  g_autoptr (JsonNode) value = json_node_alloc ();
  json_node_init_object (value, file);
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, SCHEMA, value);
  for (guint i = 0; i < faults->len; i++)
    {
      const AnfSchemaFault *fault = faults->pdata[i];
      add_line (report, TRUE, fault->pointer, fault->detail);
    }
  return TRUE;
}

static gboolean
check_sense (JsonObject *file, JsonObject *parent, Report *report, GError **error)
{
  g_autoptr (AnfCalendar) calendar
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", error);
  g_autoptr (AnfIndicatorSet) common
      = calendar != NULL ? anf_indicator_set_new_from_resource (anf_data_get_resource (), error)
                         : NULL;
  if (common == NULL)
    return FALSE;
  g_autoptr (GPtrArray) remarks = anf_scheme_check (file, parent, common, calendar);
  for (guint i = 0; i < remarks->len; i++)
    {
      const AnfSchemeRemark *remark = remarks->pdata[i];
      add_line (report, remark->is_fault, remark->pointer, remark->text);
    }
  return TRUE;
}

/* What the service would say of it: nothing that passes here is refused there. */
static void
check_reading (JsonObject *file, JsonObject *above, Report *report)
{
  g_autoptr (GError) local_error = NULL;
  if (anf_scheme_peek_parent_id (file) != NULL && above == NULL)
    {
      add_line (
          report, FALSE, "/parent",
          _ ("what it inherits is not looked at: name the file of that scheme with --parent"));
      return;
    }
  g_autoptr (AnfScheme) parent = above != NULL ? anf_scheme_new (above, &local_error) : NULL;
  if (above != NULL && parent == NULL)
    {
      add_line (report, TRUE, "/parent", local_error->message);
      return;
    }
  g_autoptr (AnfScheme) scheme = parent != NULL ? anf_scheme_new_child (file, parent, &local_error)
                                                : anf_scheme_new (file, &local_error);
  if (scheme == NULL)
    add_line (report, TRUE, parent != NULL ? "/parent" : "", local_error->message);
}

static void
print_report (AnfRun *run, const Report *report)
{
  if (!run->globals->json)
    {
      anf_cli_print_text (report->text->str);
      return;
    }
  g_autoptr (JsonObject) answer = json_object_new ();
  json_object_set_array_member (answer, "faults", json_array_ref (report->faults));
  json_object_set_array_member (answer, "warnings", json_array_ref (report->warnings));
  g_autofree char *text = anf_json_format_object (answer);
  anf_cli_print_text (text);
  anf_cli_print_text ("\n");
}

static gboolean
judge (AnfRun *run, JsonObject *file, JsonObject *parent, Report *report, GError **error)
{
  if (!check_schema (file, report, error) || !check_sense (file, parent, report, error))
    return FALSE;
  if (json_array_get_length (report->faults) == 0)
    check_reading (file, parent, report);
  print_report (run, report);
  const guint faults = json_array_get_length (report->faults);
  if (faults > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            ngettext ("%s has %u fault: it cannot be loaded",
                                      "%s has %u faults: it cannot be loaded", faults),
                            run->args[0], faults);
  anf_cli_print_note (run, _ ("%s can be loaded"), run->args[0]);
  return TRUE;
}

gboolean
anf_cli_scheme_check (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) file = read_file (run->args[0], error);
  if (file == NULL)
    return FALSE;
  const char *path = anf_cli_run_get (run, "parent");
  g_autoptr (JsonObject) parent = path != NULL ? read_file (path, error) : NULL;
  if (path != NULL && parent == NULL)
    return FALSE;
  Report report
      = { .text = g_string_new (NULL), .faults = json_array_new (), .warnings = json_array_new () };
  const gboolean good = judge (run, file, parent, &report, error);
  g_string_free (report.text, TRUE);
  json_array_unref (report.faults);
  json_array_unref (report.warnings);
  return good;
}
