/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-check.h"
#include "anf-scheme-parts.h"

#include <json-glib/json-glib.h>

/*
 * Reading the parts of a scheme's file, for anf-scheme.c alone. Each fails with ANF_ERROR_INVALID
 * and the path of the member. Lists that are absent are empty.
 */

typedef struct
{
  JsonObject *file;
  const char *prefix; /* of the units' ids in the whole system */
  GPtrArray *units;   /* read first: areas name them */
  GPtrArray *above;   /* (nullable): those of the scheme that it inherits from */
} AnfSchemeReader;

/* 1 to ANF_SCHEME_TEXT_MAX characters, none of them a control character. */
gboolean anf_scheme_is_text (const char *text);
/* That @member is none. Returns: FALSE */
gboolean anf_scheme_throw_text (const char *member, GError **error);
/* A text of 1 to ANF_SCHEME_TEXT_MAX characters, without control characters. */
gboolean anf_scheme_read_text (JsonObject *object, const char *member, char **text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* The same, or NULL when it is absent or null. */
gboolean anf_scheme_read_optional (JsonObject *object,
                                   const char *member,
                                   char **text,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An array of such texts; an empty vector when it is absent. */
gboolean anf_scheme_read_texts (JsonObject *object,
                                const char *member,
                                char ***texts,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* At most ANF_SCHEME_LIST_MAX elements; NULL has none. */
gboolean anf_scheme_check_length (JsonArray *array,
                                  const char *member,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An array of at most so many objects, which must be there. */
gboolean anf_scheme_read_objects (JsonObject *object,
                                  const char *member,
                                  guint most,
                                  JsonArray **array,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Months; the default where the office sets nothing. */
gboolean anf_scheme_read_recurrence (JsonObject *settings,
                                     int *months,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Local ids of units, made into those of the whole system. */
gboolean anf_scheme_read_unit_ids (const AnfSchemeReader *reader,
                                   JsonObject *object,
                                   const char *member,
                                   char ***ids,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Julian days: a day as it is, of a month its first day, or its last at an end; 0 where the scheme
   leaves it open. */
gboolean anf_scheme_read_edge (JsonObject *object,
                               const char *member,
                               gboolean is_end,
                               guint32 *day,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *anf_scheme_read_units (AnfSchemeReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_scheme_new_categories (void);
GPtrArray *anf_scheme_new_areas (void);
gboolean anf_scheme_check_areas_differ (GPtrArray *areas, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_scheme_read_areas (AnfSchemeReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_scheme_read_categories (JsonObject *object,
                                       const char *member,
                                       const char *prefix,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_scheme_read_deadlines (AnfSchemeReader *self,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_scheme_read_reports (AnfSchemeReader *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_scheme_read_phases (JsonObject *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_scheme_new_clocks (void);
GPtrArray *anf_scheme_read_clocks (JsonObject *settings,
                                   GPtrArray *deadlines,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The clocks that a scheme may set, NULL-terminated. */
const char *const *anf_scheme_clock_ids (void);
AnfSchemeOffice *anf_scheme_read_office (JsonObject *settings,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those that `plausibility` names; the others stay as they are. */
gboolean anf_scheme_read_thresholds (JsonObject *settings,
                                     AnfThresholds *thresholds,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** What the scheme calls the lists that the settings map to its ledgers: name of the list → word.
 */
GHashTable *anf_scheme_read_list_names (JsonObject *file,
                                        JsonObject *settings,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_scheme_office_free (AnfSchemeOffice *office);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSchemeOffice, anf_scheme_office_free)
