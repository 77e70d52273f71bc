/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-survey.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-personal.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <string.h>

static void
free_question (gpointer data)
{
  AnfQuestion *question = data;
  g_free (question->id);
  g_free (question->text);
  g_strfreev (question->choices);
  g_strfreev (question->satisfied);
  g_strfreev (question->basically);
  g_strfreev (question->not_counted);
  g_free (question);
}

void
anf_survey_free (AnfSurvey *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->questions, g_ptr_array_unref);
  g_strfreev (self->units);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

static const AnfQuestion *
find_question (const AnfSurvey *self, const char *key)
{
  for (guint i = 0; i < self->questions->len; i++)
    {
      const AnfQuestion *question = self->questions->pdata[i];
      if (g_strcmp0 (question->id, key) == 0 || g_strcmp0 (question->text, key) == 0)
        return question;
    }
  return NULL;
}

/* ---- what is asked ---- */

static gboolean
read_kind (AnfQuestion *question, JsonObject *object, GError **error)
{
  static const char *const kinds[] = {
    [ANF_QUESTION_CHOICE] = "choice", [ANF_QUESTION_SCALE] = "scale", [ANF_QUESTION_TEXT] = "text"
  };
  const char *kind = anf_json_peek_string (object, "kind");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], kind) == 0)
      {
        question->kind = (AnfQuestionKind)i;
        return TRUE;
      }
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“kind” is choice, scale or text"));
}

static gboolean
check_subset (const AnfQuestion *question, char **words, const char *member, GError **error)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *)question->choices, words[i]))
      return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: “%.40s” is none of the choices"),
                              member, words[i]);
  return TRUE;
}

/* A choice means one thing. */
static gboolean
check_apart (char **words, char **others, GError **error)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (g_strv_contains ((const char *const *)others, words[i]))
      return anf_error_throw (error, ANF_ERROR_INVALID,
                              _ ("“%.40s” is in two of “satisfied”, “basically” and “not_counted”"),
                              words[i]);
  return TRUE;
}

static gboolean
check_choices (const AnfQuestion *question, GError **error)
{
  const guint count = g_strv_length (question->choices);
  const gboolean is_choice = question->kind == ANF_QUESTION_CHOICE;
  if (is_choice ? count < 2 || count > ANF_SURVEY_CHOICES_MAX : count > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("a choice has 2 to %d “choices”, other kinds have none"),
                            ANF_SURVEY_CHOICES_MAX);
  return check_subset (question, question->satisfied, "satisfied", error)
         && check_subset (question, question->basically, "basically", error)
         && check_subset (question, question->not_counted, "not_counted", error)
         && check_apart (question->satisfied, question->basically, error)
         && check_apart (question->satisfied, question->not_counted, error)
         && check_apart (question->basically, question->not_counted, error);
}

static gboolean
check_scale (AnfQuestion *question, JsonObject *object, GError **error)
{
  const gboolean is_scale = question->kind == ANF_QUESTION_SCALE;
  question->least = anf_json_peek_int (object, "least", is_scale ? 1 : 0);
  question->most = anf_json_peek_int (object, "most", 0);
  question->satisfied_from = anf_json_peek_int (object, "satisfied_from", 0);
  if (!is_scale)
    return (question->most == 0 && question->satisfied_from == 0)
           || anf_error_throw (error, ANF_ERROR_INVALID,
                               _ ("only a scale has “most” and “satisfied_from”"));
  return (question->least >= 0 && question->least < question->most
          && question->most <= ANF_SURVEY_SCALE_MAX && question->satisfied_from <= question->most
          && (question->satisfied_from == 0 || question->satisfied_from >= question->least))
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("a scale goes from “least” to “most”, within 0 to %d, and “"
                                "satisfied_from” is on it"),
                             ANF_SURVEY_SCALE_MAX);
}

/* Columns of a table of sheets have these names. */
static gboolean
check_names (const AnfSurvey *self, const char *id, const char *text, GError **error)
{
  static const char *const taken[]
      = { "unit", "on", "count", "opinion", "单位", "日期", "份数", "意见", NULL };
  if (strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen (id))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%s”: an id has small letters, digits, “_” and “-”"), id);
  if (g_strv_contains (taken, id) || g_strv_contains (taken, text)
      || find_question (self, id) != NULL || find_question (self, text) != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%s”: another question has this id or text"), id);
  return !anf_personal_is_heading (text)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("“%.40s” asks who somebody is: no names, numbers or addresses of "
                                "the public are kept"),
                             text);
}

static gboolean
read_question (AnfSurvey *self, JsonObject *object, GError **error)
{
  AnfQuestion *question = g_new0 (AnfQuestion, 1);
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  const gboolean done
      = anf_scheme_read_text (object, "id", &id, error)
        && anf_scheme_read_text (object, "text", &text, error)
        && check_names (self, id, text, error) && read_kind (question, object, error)
        && anf_scheme_read_texts (object, "choices", &question->choices, error)
        && anf_scheme_read_texts (object, "satisfied", &question->satisfied, error)
        && anf_scheme_read_texts (object, "basically", &question->basically, error)
        && anf_scheme_read_texts (object, "not_counted", &question->not_counted, error)
        && check_choices (question, error) && check_scale (question, object, error);
  question->id = g_steal_pointer (&id);
  question->text = g_steal_pointer (&text);
  question->is_required = anf_json_peek_bool (object, "required");
  g_ptr_array_add (self->questions, question);
  return done;
}

/* Which tells who is satisfied. */
static const AnfQuestion *
find_judge (const AnfSurvey *self)
{
  for (guint i = 0; i < self->questions->len; i++)
    {
      const AnfQuestion *question = self->questions->pdata[i];
      if (question->satisfied_from > 0
          || (question->satisfied != NULL && question->satisfied[0] != NULL))
        return question;
    }
  return NULL;
}

static gboolean
check_judge (const AnfSurvey *self, GError **error)
{
  const AnfQuestion *first = find_judge (self);
  for (guint i = 0; i < self->questions->len; i++)
    {
      const AnfQuestion *question = self->questions->pdata[i];
      if (question != first && (question->satisfied_from > 0 || question->satisfied[0] != NULL))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("questions: one alone says who is satisfied; %s and %s do"),
                                first->id, question->id);
    }
  return TRUE;
}

static gboolean
read_questions (AnfSurvey *self, JsonObject *object, GError **error)
{
  JsonArray *questions = anf_json_peek_array (object, "questions");
  const guint count = questions != NULL ? json_array_get_length (questions) : 0;
  if (count > ANF_SURVEY_QUESTIONS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has more than %u elements"),
                            "questions", (guint)ANF_SURVEY_QUESTIONS_MAX);
  for (guint i = 0; i < count; i++)
    if (!read_question (self, json_array_get_object_element (questions, i), error))
      {
        g_prefix_error (error, "questions[%u]: ", i);
        return FALSE;
      }
  return check_judge (self, error);
}

AnfSurvey *
anf_survey_new (JsonObject *object, GError **error)
{
  g_autoptr (AnfSurvey) self = g_new0 (AnfSurvey, 1);
  GDate day;
  self->questions = g_ptr_array_new_with_free_func (free_question);
  if (!anf_scheme_read_text (object, "from", &self->from, error)
      || !anf_scheme_read_text (object, "to", &self->to, error)
      || !anf_date_parse (self->from, &day, error) || !anf_date_parse (self->to, &day, error)
      || !anf_scheme_read_texts (object, "units", &self->units, error)
      || !read_questions (self, object, error))
    return NULL;
  if (strcmp (self->from, self->to) > 0)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("to: the period ends before it begins"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* ---- what is answered ---- */

static gboolean
read_number (JsonObject *object, const char *member, gint64 *number, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text = anf_json_peek_string (object, member);
  if (text != NULL)
    return g_ascii_string_to_signed (text, 10, 0, ANF_SURVEY_COUNT_MAX, number, NULL)
           || anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%.40s” is not a whole number"), text);
  *number = anf_json_peek_int (object, member, -1);
  return (node != NULL && *number >= 0)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not a whole number"));
}

static gboolean
check_words (const char *text, GError **error)
{
  if (text == NULL || *text == '\0' || g_utf8_strlen (text, -1) > ANF_SURVEY_WORDS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("write 1 to %d characters"),
                            ANF_SURVEY_WORDS_MAX);
  return !anf_personal_has_number (text)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("it has what looks like a telephone or identity number or a mail "
                                "address: leave it out"));
}

static gboolean
read_answer (
    const AnfQuestion *question, JsonObject *from, const char *key, JsonObject *to, GError **error)
{
  const char *text = anf_json_peek_string (from, key);
  gint64 number = 0;
  if (question->kind == ANF_QUESTION_SCALE)
    {
      if (!read_number (from, key, &number, error))
        return FALSE;
      if (number < question->least || number > question->most)
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is %d to %d, not %d"),
                                (int)question->least, (int)question->most, (int)number);
      json_object_set_int_member (to, question->id, number);
      return TRUE;
    }
  if (question->kind == ANF_QUESTION_TEXT && !check_words (text, error))
    return FALSE;
  if (question->kind == ANF_QUESTION_CHOICE
      && (text == NULL || !g_strv_contains ((const char *const *)question->choices, text)))
    {
      g_autofree char *choices = g_strjoinv (_ (", "), question->choices);
      return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is one of %s, not “%.40s”"), choices,
                              text != NULL ? text : "");
    }
  json_object_set_string_member (to, question->id, text);
  return TRUE;
}

static gboolean
throw_unknown (const char *key, GError **error)
{
  if (anf_personal_is_heading (key))
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("%.40s: no names, numbers or addresses of the public are kept: leave "
           "the column out"),
        key);
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%.40s: the survey has no such question"),
                          key);
}

static gboolean
read_answers (const AnfSurvey *self, JsonObject *given, JsonObject *sheet, GError **error)
{
  JsonObject *from = anf_json_peek_object (given, "answers");
  JsonObject *to = json_object_new ();
  json_object_set_object_member (sheet, "answers", to);
  g_autoptr (GList) keys = from != NULL ? json_object_get_members (from) : NULL;
  for (GList *l = keys; l != NULL; l = l->next)
    {
      const AnfQuestion *question = find_question (self, l->data);
      if (question == NULL)
        return throw_unknown (l->data, error);
      if (json_object_has_member (to, question->id))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("%s: it is answered twice, by its id and by its text"),
                                question->id);
      if (!read_answer (question, from, l->data, to, error))
        {
          g_prefix_error (error, "%s: ", question->id);
          return FALSE;
        }
    }
  for (guint i = 0; i < self->questions->len; i++)
    {
      const AnfQuestion *question = self->questions->pdata[i];
      if (question->is_required && !json_object_has_member (to, question->id))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: it is not answered"),
                                question->id);
    }
  return TRUE;
}

static gboolean
read_unit (const AnfSurvey *self, JsonObject *given, JsonObject *sheet, GError **error)
{
  const char *unit = anf_json_peek_string (given, "unit");
  if (unit == NULL && self->units[0] != NULL && self->units[1] == NULL)
    unit = self->units[0];
  if (unit == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("unit: say which one it is about: the survey is of several"));
  if (!g_strv_contains ((const char *const *)self->units, unit))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("unit: the survey does not ask about %.60s"), unit);
  json_object_set_string_member (sheet, "unit", unit);
  return TRUE;
}

static gboolean
read_day (
    const AnfSurvey *self, JsonObject *given, const char *today, JsonObject *sheet, GError **error)
{
  GDate day;
  const char *on = anf_json_peek_string (given, "on");
  if (on == NULL)
    on = strcmp (today, self->to) > 0 ? self->to : today;
  if (!anf_date_parse (on, &day, error))
    {
      g_prefix_error (error, "on: ");
      return FALSE;
    }
  if (strcmp (on, today) > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: %s is still to come"), "on", on);
  if (strcmp (on, self->from) < 0 || strcmp (on, self->to) > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("on: %s is not within the survey's period, %s to %s"), on,
                            self->from, self->to);
  json_object_set_string_member (sheet, "on", on);
  return TRUE;
}

static gboolean
read_count (JsonObject *given, JsonObject *sheet, GError **error)
{
  gint64 count = 1;
  if (json_object_has_member (given, "count") && !read_number (given, "count", &count, error))
    {
      g_prefix_error (error, "count: ");
      return FALSE;
    }
  if (count < 1 || count > ANF_SURVEY_COUNT_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("count: 1 to %d sheets"),
                            ANF_SURVEY_COUNT_MAX);
  json_object_set_int_member (sheet, "count", count);
  return TRUE;
}

static gboolean
read_opinion (JsonObject *given, JsonObject *sheet, GError **error)
{
  const char *opinion = anf_json_peek_string (given, "opinion");
  if (opinion == NULL)
    return json_object_get_size (anf_json_peek_object (sheet, "answers")) > 0
           || anf_error_throw (error, ANF_ERROR_INVALID,
                               _ ("opinion: there is neither an answer nor an opinion"));
  if (!check_words (opinion, error))
    {
      g_prefix_error (error, "opinion: ");
      return FALSE;
    }
  json_object_set_string_member (sheet, "opinion", opinion);
  return TRUE;
}

JsonObject *
anf_survey_read_sheet (const AnfSurvey *self, JsonObject *given, const char *today, GError **error)
{
  g_autoptr (JsonObject) sheet = json_object_new ();
  return read_unit (self, given, sheet, error) && read_day (self, given, today, sheet, error)
                 && read_count (given, sheet, error) && read_answers (self, given, sheet, error)
                 && read_opinion (given, sheet, error)
             ? g_steal_pointer (&sheet)
             : NULL;
}

AnfAnswerKind
anf_survey_judge (const AnfSurvey *self, JsonObject *sheet)
{
  const AnfQuestion *judge = find_judge (self);
  JsonObject *answers = anf_json_peek_object (sheet, "answers");
  if (judge == NULL || answers == NULL || !json_object_has_member (answers, judge->id))
    return ANF_ANSWER_NONE;
  if (judge->kind == ANF_QUESTION_SCALE)
    return anf_json_peek_int (answers, judge->id, 0) >= judge->satisfied_from ? ANF_ANSWER_SATISFIED
                                                                              : ANF_ANSWER_NOT;
  const char *said = anf_json_peek_string (answers, judge->id);
  if (said == NULL || g_strv_contains ((const char *const *)judge->not_counted, said))
    return ANF_ANSWER_NONE;
  if (g_strv_contains ((const char *const *)judge->satisfied, said))
    return ANF_ANSWER_SATISFIED;
  return g_strv_contains ((const char *const *)judge->basically, said) ? ANF_ANSWER_BASICALLY
                                                                       : ANF_ANSWER_NOT;
}
