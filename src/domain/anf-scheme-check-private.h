/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Between the files of the scheme check. */

#include "anf-scheme-check.h"

typedef struct
{
  JsonObject *file;
  JsonObject *parent; /* (nullable) */
  const AnfIndicatorSet *common;
  const AnfCalendar *calendar;
  GPtrArray *remarks;
  GHashTable *units; /* (element-type utf8): ids, the parent's too */
} AnfSchemeCheck;

/* Steal nothing; @pointer is copied. */
void anf_scheme_check_fault (AnfSchemeCheck *self, const char *pointer, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void anf_scheme_check_doubt (AnfSchemeCheck *self, const char *pointer, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Called for each object of a list, with its pointer. */
typedef void (*AnfSchemeCheckItem) (AnfSchemeCheck *self, JsonObject *item, const char *pointer);

/* Each object of @list, whose own pointer is @pointer; what is no object is passed over. */
void anf_scheme_check_each (AnfSchemeCheck *self,
                            JsonArray *list,
                            const char *pointer,
                            AnfSchemeCheckItem item);
/* That no two of @list have the same id; ids in @known (nullable) are taken already. */
void anf_scheme_check_ids (AnfSchemeCheck *self,
                           JsonArray *list,
                           const char *pointer,
                           GHashTable *known);
/* That @member of @object, an array of ids, names only units that are there. */
void anf_scheme_check_units (AnfSchemeCheck *self,
                             JsonObject *object,
                             const char *pointer,
                             const char *member);

/* The parts. */
void anf_scheme_check_times (AnfSchemeCheck *self);
void anf_scheme_check_settings (AnfSchemeCheck *self);
