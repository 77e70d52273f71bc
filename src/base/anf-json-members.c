/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json-members.h"

#include "anf-json.h"

#include <string.h>

/* From its opening quote to behind its closing one, or to the end of a text that is not ours. */
static const char *
skip_string (const char *at)
{
  for (at++; *at != '\0' && *at != '"'; at += strcspn (at, "\"\\"))
    if (*at == '\\')
      at += at[1] != '\0' ? 2 : 1;
  return *at == '"' ? at + 1 : at;
}

static const char *
skip_value (const char *at)
{
  if (*at == '"')
    return skip_string (at);
  if (*at != '{' && *at != '[')
    return at + strcspn (at, ",}]");
  guint depth = 0;
  do
    {
      if (*at == '"')
        {
          at = skip_string (at);
          continue;
        }
      if (*at == '{' || *at == '[')
        depth++;
      else if (*at == '}' || *at == ']')
        depth--;
      if (*at != '\0')
        at++;
    }
  while (depth > 0 && *at != '\0');
  return at;
}

gboolean
anf_json_next_member (const char **at, AnfJsonMember *member)
{
  /* At the brace, or at the comma after the member before. */
  if ((**at != '{' && **at != ',') || (*at)[1] != '"')
    return FALSE;
  const char *name = *at + 1;
  const char *colon = skip_string (name);
  if (*colon != ':')
    return FALSE;
  const char *end = skip_value (colon + 1);
  *member
      = (AnfJsonMember){ name + 1, (gsize)(colon - name) - 2, colon + 1, (gsize)(end - colon) - 1 };
  *at = end;
  return TRUE;
}

char *
anf_json_member_dup_string (const AnfJsonMember *self)
{
  if (self->size < 2 || *self->value != '"')
    return NULL;
  if (memchr (self->value, '\\', self->size) == NULL)
    return g_strndup (self->value + 1, self->size - 2);
  g_autoptr (JsonNode) node = anf_json_parse (self->value, self->size, NULL);
  return node != NULL ? json_node_dup_string (node) : NULL;
}
