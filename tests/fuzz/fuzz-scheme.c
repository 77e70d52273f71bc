/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The input is a scheme's file: whatever it holds, it is read whole or refused with a reason, and
   what was read keeps its promises. */

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-check.h"
#include "anf-scheme.h"

#include <stdint.h>

static void
check_areas (const AnfScheme *scheme)
{
  GPtrArray *areas = anf_scheme_get_areas (scheme);
  for (guint i = 0; i < areas->len; i++)
    {
      const AnfSchemeArea *area = areas->pdata[i];
      g_assert (anf_scheme_find_area (scheme, area->id) == area);
      g_assert_cmpint (area->number, >=, 0);
      for (guint j = 0; area->lead[j] != NULL; j++)
        g_assert_nonnull (anf_scheme_find_unit (scheme, area->lead[j]));
    }
}

/* Whoever repeats what stands above, word for word, gets just that. */
static void
check_child (JsonObject *file, AnfScheme *scheme)
{
  g_autoptr (GError) local_error = NULL;
  json_object_set_string_member (file, "parent", anf_scheme_get_id (scheme));
  g_autoptr (AnfScheme) child = anf_scheme_new_child (file, scheme, &local_error);
  g_assert_no_error (local_error);
  g_assert (anf_scheme_get_parent (child) == scheme);
  g_assert_cmpuint (anf_scheme_get_areas (child)->len, ==, anf_scheme_get_areas (scheme)->len);
  g_assert_cmpuint (anf_scheme_get_clocks (child)->len, ==, anf_scheme_get_clocks (scheme)->len);
  check_areas (child);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (JsonObject) file = anf_json_parse_object ((const char *)data, size, NULL);
  if (file == NULL)
    return 0;
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_autoptr (JsonObject) none = json_object_new ();
  g_autoptr (AnfIndicatorSet) common = anf_indicator_set_new (none, none, "common.", NULL);
  g_assert_nonnull (common);
  /* As a parent it may be anything as well. */
  g_autoptr (GPtrArray) remarks = anf_scheme_check (file, file, common, calendar);
  g_assert_cmpuint (remarks->len, <=, ANF_SCHEME_REMARKS_MAX);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfScheme) scheme = anf_scheme_new (file, &local_error);
  g_assert ((scheme == NULL) == (local_error != NULL));
  if (scheme == NULL)
    {
      g_assert_error (local_error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      return 0;
    }
  g_assert_nonnull (anf_scheme_get_id (scheme));
  g_assert_nonnull (anf_scheme_get_region_name (scheme));
  check_areas (scheme);
  check_child (file, scheme);
  return 0;
}
