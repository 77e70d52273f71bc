/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-scheme-parts.h"

#include <json-glib/json-glib.h>

#define ANF_SCHEME_MARKS_MAX 50

/**
 * AnfSchemeMarks: names that a scheme gives, one of which something is marked with: the contents of
 * 效能监察, the grounds of 一案双查.
 * @name: what they are together
 * @items: (element-type AnfSchemeCategory): in the file's order
 */
typedef struct
{
  char *name;
  GPtrArray *items;
} AnfSchemeMarks;

/** anf_scheme_category_find: Returns: (transfer none) (nullable): by id or name, among marks or
 * categories alike */
const AnfSchemeCategory *anf_scheme_category_find (const GPtrArray *categories, const char *key);

/** What they are of; each is a member of a scheme's settings. */
typedef enum
{
  ANF_SCHEME_CONTENTS,     /* `contents`, of visits and findings */
  ANF_SCHEME_DOUBLE_CHECK, /* `double_check`: why leaders answer for what others did */
} AnfSchemeMarkKind;

#define ANF_SCHEME_MARK_KINDS (ANF_SCHEME_DOUBLE_CHECK + 1)

/** anf_scheme_marks_read: @marks: (array) (out): by kind, NULL where the settings have none.
 * ANF_ERROR_INVALID names what is wrong. */
gboolean anf_scheme_marks_read (JsonObject *settings,
                                AnfSchemeMarks **marks,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_scheme_marks_clear: frees all of the array. */
void anf_scheme_marks_clear (AnfSchemeMarks **marks);

/**
 * anf_scheme_marks_find:
 * @self: (nullable)
 * @key: id or name
 * @member: of the call, for the refusal
 *
 * Returns: (transfer none): INVALID telling which there are, or that the scheme has none
 */
const AnfSchemeCategory *anf_scheme_marks_find (const AnfSchemeMarks *self,
                                                const char *member,
                                                const char *key,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_scheme_marks_get_name: Returns: (nullable): of the one with @id, where there is one */
const char *anf_scheme_marks_get_name (const AnfSchemeMarks *self, const char *id);
