/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-dialogue.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

typedef enum
{
  SAYS_NOTHING,
  SAYS_QUESTION,
  SAYS_ANSWER,
} Says;

typedef struct
{
  JsonArray *exchanges;
  GString *question;
  GString *answer;
  Says says;
  guint line;
  guint begun; /* the line at which what is being said began */
} Reader;

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->exchanges, json_array_unref);
  g_string_free (self->question, TRUE);
  g_string_free (self->answer, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* Returns: (nullable): what follows 问： or 答： at the beginning of @line */
static const char *
skip_mark (const char *line, Says *says)
{
  static const struct
  {
    const char *mark;
    Says says;
  } marks[] = { { "问：", SAYS_QUESTION },
                { "问:", SAYS_QUESTION },
                { "答：", SAYS_ANSWER },
                { "答:", SAYS_ANSWER } };
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_prefix (line, marks[i].mark))
      {
        *says = marks[i].says;
        const char *rest = line + strlen (marks[i].mark);
        return rest + strspn (rest, " \t");
      }
  return NULL;
}

/* What was being said is over. */
static gboolean
end_part (Reader *self, GError **error)
{
  if (self->says == SAYS_NOTHING)
    return TRUE;
  GString *part = self->says == SAYS_QUESTION ? self->question : self->answer;
  g_strchomp (part->str);
  part->len = strlen (part->str);
  if (part->len == 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            self->says == SAYS_QUESTION ? _ ("line %u: the question is empty")
                                                        : _ ("line %u: the answer is empty; write "
                                                             "what was done: （沉默）"),
                            self->begun);
  return g_utf8_strlen (part->str, -1) <= ANF_CLI_DIALOGUE_TEXT_MAX
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("line %u: what was said is longer than %d characters"), self->begun,
                             ANF_CLI_DIALOGUE_TEXT_MAX);
}

static gboolean
add_exchange (Reader *self, GError **error)
{
  if (self->says == SAYS_NOTHING)
    return TRUE;
  if (self->says == SAYS_QUESTION)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("line %u: this question has no answer (答：)"), self->begun);
  if (json_array_get_length (self->exchanges) >= ANF_CLI_DIALOGUE_EXCHANGES_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("line %u: more than %d questions: write down the rest as another "
                               "talk"),
                            self->begun, ANF_CLI_DIALOGUE_EXCHANGES_MAX);
  JsonObject *exchange = json_object_new ();
  json_object_set_string_member (exchange, "question", self->question->str);
  json_object_set_string_member (exchange, "answer", self->answer->str);
  json_array_add_object_element (self->exchanges, exchange);
  g_string_truncate (self->question, 0);
  g_string_truncate (self->answer, 0);
  return TRUE;
}

static gboolean
begin_part (Reader *self, Says says, GError **error)
{
  if (!end_part (self, error))
    return FALSE;
  if (says == SAYS_ANSWER && self->says != SAYS_QUESTION)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("line %u: this answer has no question (问：) before it"),
                            self->line);
  if (says == SAYS_QUESTION && !add_exchange (self, error))
    return FALSE;
  self->says = says;
  self->begun = self->line;
  return TRUE;
}

static gboolean
read_line (Reader *self, const char *line, GError **error)
{
  Says says = SAYS_NOTHING;
  const char *rest = skip_mark (line, &says);
  if (rest != NULL && !begin_part (self, says, error))
    return FALSE;
  if (rest == NULL && self->says == SAYS_NOTHING)
    return *line == '\0'
           || anf_error_throw (error, ANF_ERROR_INVALID,
                               _ ("line %u: begin with 问： or 答：; what else belongs to the talk "
                                  "has options of its own"),
                               self->line);
  GString *part = self->says == SAYS_QUESTION ? self->question : self->answer;
  if (rest == NULL)
    g_string_append_c (part, '\n');
  g_string_append (part, rest != NULL ? rest : line);
  return TRUE;
}

JsonArray *
anf_cli_dialogue_parse (const char *text, gsize size, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  if (size > ANF_CLI_DIALOGUE_SIZE_MAX || !g_utf8_validate (text, (gssize)size, NULL))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("the talk is not a UTF-8 text of at most %d bytes"),
                             ANF_CLI_DIALOGUE_SIZE_MAX);
      return NULL;
    }
  g_auto (Reader) self = { .exchanges = json_array_new (),
                           .question = g_string_new (NULL),
                           .answer = g_string_new (NULL) };
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines
      = g_strsplit (g_str_has_prefix (copy, mark) ? copy + strlen (mark) : copy, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      self.line = (guint)i + 1;
      if (!read_line (&self, g_strstrip (lines[i]), error))
        return NULL;
    }
  if (!end_part (&self, error) || !add_exchange (&self, error))
    return NULL;
  if (json_array_get_length (self.exchanges) == 0)
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("the talk has neither question nor answer: lines begin with 问： "
                                "or 答："));
      return NULL;
    }
  return g_steal_pointer (&self.exchanges);
}
