/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-case.h"

#include <json-glib/json-glib.h>

#define ANF_SURVEY_QUESTIONS_MAX 50
#define ANF_SURVEY_CHOICES_MAX 20
#define ANF_SURVEY_SCALE_MAX 100
#define ANF_SURVEY_WORDS_MAX 2000 /* characters of an opinion or an answer in words */
/* One batch, and rows of one survey. */
#define ANF_SURVEY_BATCH_MAX 2000
#define ANF_SURVEY_ROWS_MAX 50000
/* Sheets that say the same: one row with their number (份数). */
#define ANF_SURVEY_COUNT_MAX 100000
/* A unit is not told what fewer sheets than these say: they would point at who said it. */
#define ANF_SURVEY_TELL_LEAST 5

typedef enum
{
  ANF_QUESTION_CHOICE,
  ANF_QUESTION_SCALE,
  ANF_QUESTION_TEXT,
} AnfQuestionKind;

/**
 * AnfQuestion:
 * @satisfied, @basically, @not_counted: of the choices: which mean so, and which are no valid reply
 * @satisfied_from: of a scale: from here on; 0 where it says nothing of that
 */
typedef struct
{
  char *id;
  char *text;
  AnfQuestionKind kind;
  gboolean is_required;
  char **choices;
  char **satisfied;
  char **basically;
  char **not_counted;
  gint64 least;
  gint64 most;
  gint64 satisfied_from;
} AnfQuestion;

/** AnfSurvey: what is asked (问卷), of which units; without questions it is a meeting (座谈会) that
 * only collects opinions. Immutable. */
typedef struct
{
  GPtrArray *questions; /* (element-type AnfQuestion) */
  char **units;
  char *from;
  char *to;
} AnfSurvey;

/** anf_survey_new: of `units`, `from`, `to` and `questions`; INVALID names what is wrong. */
AnfSurvey *anf_survey_new (JsonObject *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_survey_free (AnfSurvey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSurvey, anf_survey_free)

/**
 * anf_survey_read_sheet:
 * @given: `unit`, `on`, `count`, `answers`, `opinion`; numbers may be text
 * @today: in China, as `on` where it says none
 *
 * Returns: (transfer full): as it is kept; INVALID names the answer that is wrong
 */
JsonObject *anf_survey_read_sheet (const AnfSurvey *self,
                                   JsonObject *given,
                                   const char *today,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_survey_judge: what @sheet says of being satisfied; NONE where nothing asks, or where it is
 * no valid reply. */
AnfAnswerKind anf_survey_judge (const AnfSurvey *self, JsonObject *sheet);
