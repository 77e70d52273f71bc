/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

#define ANF_CHECKLISTS_MAX 50
#define ANF_CHECKLIST_ITEMS_MAX 200
#define ANF_CHECKLIST_WEIGHT_MAX 100

/* What a visit looks for, item by item: 是、否、不适用. All strings belong to the list. */
typedef struct
{
  char *id;
  char *text;
  int weight;       /* 0 for what is only noted */
  gboolean is_veto; /* 一票否决: one “no” and the score is 0 */
} AnfChecklistItem;

typedef struct
{
  char *id;
  char *name;
  GPtrArray *items; /* (element-type AnfChecklistItem) */
} AnfChecklist;

/** AnfChecklistScore: @points of @of, and @percent of it, rounded half up; 0 when @vetoed */
typedef struct
{
  int points;
  int of;
  int percent;
  guint yes;
  guint no;
  guint not_applicable;
  gboolean vetoed;
} AnfChecklistScore;

/** anf_checklists_read: Returns: (transfer full) (element-type AnfChecklist): those of a scheme's
 * settings; ANF_ERROR_INVALID names what is wrong */
GPtrArray *anf_checklists_read (JsonObject *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_checklist_score:
 * @answers: [{item, answer: `yes`, `no` or `na`}]: each item once
 *
 * What does not apply is left out of both sides; where nothing applies the score is 0 of 0.
 */
gboolean anf_checklist_score (const AnfChecklist *self,
                              JsonArray *answers,
                              AnfChecklistScore *score,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
