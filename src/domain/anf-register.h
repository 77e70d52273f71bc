/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

#define ANF_REGISTERS_MAX 50
#define ANF_REGISTER_COLUMNS_MAX 40
#define ANF_REGISTER_CHOICES_MAX 100
#define ANF_REGISTER_VALUE_MAX 4000 /* characters */

typedef enum
{
  ANF_REGISTER_TEXT,
  ANF_REGISTER_DATE,
  ANF_REGISTER_NUMBER,
  ANF_REGISTER_CHOICE,
  ANF_REGISTER_UNIT, /* the id of one */
} AnfRegisterKind;

/**
 * AnfRegisterColumn:
 * @from, @before: (nullable): the first day of a date, and the first that is too late: 新旧划断
 * @choices: (nullable): of a choice
 */
typedef struct
{
  char *id;
  char *name;
  AnfRegisterKind kind;
  gboolean is_required;
  char *from;
  char *before;
  char **choices;
} AnfRegisterColumn;

/**
 * AnfRegister: what a scheme wants on file (登记): projects, promises, typical cases, 底数.
 * @enterers, @readers: of AnfRole; roles of units only for what is their own
 */
typedef struct
{
  char *id;
  char *name;
  guint enterers;
  guint readers;
  GPtrArray *columns; /* (element-type AnfRegisterColumn) */
} AnfRegister;

/**
 * anf_registers_read:
 * @deadlines: (element-type AnfSchemeDeadline): of which a date's edge may name a cut-off
 *
 * Returns: (transfer full) (element-type AnfRegister): those of a scheme's settings;
 * ANF_ERROR_INVALID names what is wrong
 */
GPtrArray *anf_registers_read (JsonObject *settings,
                               GPtrArray *deadlines,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_register_find_column: Returns: (nullable): by id or name */
const AnfRegisterColumn *anf_register_find_column (const AnfRegister *self, const char *key);

/**
 * anf_register_read_values:
 * @given: column, by id or name → text
 * @onto: (transfer none): what stands there already; null takes a value away
 *
 * Puts the values into @onto under the columns' ids. ANF_ERROR_INVALID names the column that is
 * unknown, wrong or missing.
 */
gboolean anf_register_read_values (const AnfRegister *self,
                                   JsonObject *given,
                                   JsonObject *onto,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
