/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-leaf.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

#define BY_MAX 64
#define EVENT_MAX 64
#define RECORD_MAX 200
/* 9999-12-31T23:59:59.999Z, the last moment that RFC 3339 can write. */
#define AT_MAX (G_GINT64_CONSTANT (253402300799999) * 1000)

/* A leaf as it was read: the texts are borrowed from the document. */
typedef struct
{
  AnfLeaf leaf;
  JsonObject *document;
} ReadLeaf;

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
is_plain (const char *text, gsize max)
{
  const gsize length = strlen (text);
  if (length == 0 || length > max || !g_utf8_validate_len (text, length, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* Lower-case letters, digits, `_` and `-`, a letter first; Returns: how many bytes. */
static gsize
word_length (const char *text)
{
  return g_ascii_islower (*text) ? strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_-") : 0;
}

static gboolean
is_event (const char *text)
{
  const gsize noun = word_length (text);
  if (noun == 0 || text[noun] != '.' || strlen (text) > EVENT_MAX)
    return FALSE;
  const gsize verb = word_length (text + noun + 1);
  return verb > 0 && text[noun + 1 + verb] == '\0';
}

static gboolean
is_record (const char *text)
{
  const gsize noun = word_length (text);
  return noun > 0 && text[noun] == '/' && is_plain (text, RECORD_MAX)
         && is_plain (text + noun + 1, RECORD_MAX) && strchr (text + noun + 1, '/') == NULL;
}

/* Returns: (nullable): the name of the first member that is not as it should be */
static const char *
find_fault (const AnfLeaf *self)
{
  if (self->at < 0 || self->at > AT_MAX)
    return "at";
  if (self->by == NULL || !is_plain (self->by, BY_MAX))
    return "by";
  if (self->content == NULL || !is_hash (self->content))
    return "content";
  if (self->event == NULL || !is_event (self->event))
    return "event";
  if (self->record == NULL || !is_record (self->record))
    return "record";
  return self->blob != NULL && !is_hash (self->blob) ? "blob" : NULL;
}

static void
append_member (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%s\"%s\":", out->len == 0 ? "{" : ",", name);
  anf_json_append_string (out, value);
}

/* In the order of the names, as canonical JSON has them. */
char *
anf_leaf_format (const AnfLeaf *self, GError **error)
{
  const char *fault = find_fault (self);
  if (fault != NULL)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("a leaf of the log cannot have this “%s”"),
                       fault);
      return NULL;
    }
  g_autofree char *at = anf_time_format (self->at);
  GString *out = g_string_sized_new (512);
  append_member (out, "at", at);
  if (self->blob != NULL)
    append_member (out, "blob", self->blob);
  append_member (out, "by", self->by);
  append_member (out, "content", self->content);
  append_member (out, "event", self->event);
  append_member (out, "record", self->record);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static gboolean
read_members (ReadLeaf *self, GError **error)
{
  JsonObject *document = self->document;
  AnfLeaf *leaf = &self->leaf;
  const char *at = NULL;
  if (!anf_json_get_string (document, "at", &at, error) || !anf_time_parse (at, &leaf->at, error)
      || !anf_json_get_string (document, "by", &leaf->by, error)
      || !anf_json_get_string (document, "content", &leaf->content, error)
      || !anf_json_get_string (document, "event", &leaf->event, error)
      || !anf_json_get_string (document, "record", &leaf->record, error))
    return FALSE;
  leaf->blob = anf_json_peek_string (document, "blob");
  return TRUE;
}

AnfLeaf *
anf_leaf_parse (const char *text, gsize size, GError **error)
{
  if (size > ANF_LEAF_SIZE_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("a leaf of the log has at most %d bytes"),
                       ANF_LEAF_SIZE_MAX);
      return NULL;
    }
  g_autofree ReadLeaf *self = g_new0 (ReadLeaf, 1);
  g_autoptr (JsonObject) document = anf_json_parse_object (text, size, error);
  self->document = document;
  if (document == NULL || !read_members (self, error))
    return NULL;
  /* Blanks, other members, another order or spelling: all of it is seen by writing it again. */
  g_autofree char *again = anf_leaf_format (&self->leaf, error);
  if (again == NULL)
    return NULL;
  if (strlen (again) != size || memcmp (again, text, size) != 0)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("a leaf of the log is canonical JSON"));
      return NULL;
    }
  g_steal_pointer (&document);
  return &g_steal_pointer (&self)->leaf;
}

void
anf_leaf_free (AnfLeaf *self)
{
  if (self == NULL)
    return;
  json_object_unref (((ReadLeaf *)self)->document);
  g_free (self);
}
