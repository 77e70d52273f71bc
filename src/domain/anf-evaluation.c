/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-evaluation.h"

#include "anf-case.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

static void
clear_evaluation (gpointer data)
{
  AnfEvaluation *self = data;
  g_strfreev (self->ways);
  g_strfreev (self->asked);
}

AnfEvaluation *
anf_evaluation_ref (AnfEvaluation *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
anf_evaluation_unref (AnfEvaluation *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear_evaluation);
}

static gboolean
read_words (JsonObject *object, const char *member, char ***words, GError **error)
{
  if (!anf_scheme_read_texts (object, member, words, error))
    return FALSE;
  const guint count = g_strv_length (*words);
  return (count > 0 && count <= ANF_EVALUATION_WORDS_MAX)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” names 1 to %d"), member,
                             ANF_EVALUATION_WORDS_MAX);
}

AnfEvaluation *
anf_evaluation_new (JsonObject *object, GError **error)
{
  g_autoptr (AnfEvaluation) self = g_atomic_rc_box_new0 (AnfEvaluation);
  return read_words (object, "ways", &self->ways, error)
                 && read_words (object, "asked", &self->asked, error)
             ? g_steal_pointer (&self)
             : NULL;
}

static gboolean
check_word (JsonObject *body, const char *member, char **words, GError **error)
{
  const char *word = NULL;
  if (!anf_json_get_string (body, member, &word, error))
    return FALSE;
  if (g_strv_contains ((const char *const *)words, word))
    return TRUE;
  g_autofree char *all = g_strjoinv (_ (", "), words);
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: is one of %s, not “%.40s”"), member,
                          all, word);
}

gboolean
anf_evaluation_check (const AnfEvaluation *self, JsonObject *body, GError **error)
{
  return check_word (body, "way", self->ways, error)
         && check_word (body, "asked", self->asked, error);
}

static gboolean
is_unsolved (JsonObject *act)
{
  return json_object_has_member (act, "solved") && !anf_json_peek_bool (act, "solved");
}

gboolean
anf_evaluation_is_negative (JsonObject *act)
{
  return is_unsolved (act)
         || anf_case_answer_parse (anf_json_peek_string (act, "satisfaction")) == ANF_ANSWER_NOT;
}

char *
anf_evaluation_dup_summary (JsonObject *act)
{
  const char *way = anf_json_peek_string (act, "way");
  const char *satisfaction = anf_json_peek_string (act, "satisfaction");
  if (!json_object_has_member (act, "solved"))
    return g_strdup_printf ("%s：%s", way, satisfaction);
  return g_strdup_printf ("%s：%s，%s", way, is_unsolved (act) ? "未解决" : "已解决", satisfaction);
}
