/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-facts.h"

#include "anf-json.h"
#include "anf-media-limits.h"

#include <string.h>

#define RAW_BYTES_MAX 64

struct _AnfFacts
{
  JsonObject *object;
  JsonObject *raw;
  GPtrArray *flags;
  GIConv gb18030; /* (GIConv) -1 when the C library does not have it */
};

AnfFacts *
anf_facts_new (void)
{
  AnfFacts *self = g_new0 (AnfFacts, 1);
  self->gb18030 = g_iconv_open ("UTF-8", "GB18030");
  anf_facts_reset (self);
  return self;
}

static void
clear (AnfFacts *self)
{
  g_clear_pointer (&self->object, json_object_unref);
  g_clear_pointer (&self->raw, json_object_unref);
  g_clear_pointer (&self->flags, g_ptr_array_unref);
}

void
anf_facts_free (AnfFacts *self)
{
  clear (self);
  if (self->gb18030 != (GIConv)-1)
    g_iconv_close (self->gb18030);
  g_free (self);
}

void
anf_facts_reset (AnfFacts *self)
{
  clear (self);
  self->object = json_object_new ();
  self->raw = json_object_new ();
  self->flags = g_ptr_array_new ();
}

JsonObject *
anf_facts_object (AnfFacts *self)
{
  return self->object;
}

JsonObject *
anf_facts_take_object (AnfFacts *self)
{
  JsonObject *object = self->object;
  self->object = json_object_new ();
  return object;
}

void
anf_facts_flag (AnfFacts *self, const char *flag)
{
  if (!g_ptr_array_find_with_equal_func (self->flags, flag, g_str_equal, NULL))
    g_ptr_array_add (self->flags, (gpointer)flag);
}

void
anf_facts_keep_raw (AnfFacts *self, const char *name, const guint8 *bytes, gsize size)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < MIN (size, RAW_BYTES_MAX); i++)
    {
      if (bytes[i] < ' ' || bytes[i] > '~' || bytes[i] == '\\')
        g_string_append_printf (text, "\\x%02x", bytes[i]);
      else
        g_string_append_c (text, (char)bytes[i]);
    }
  if (!json_object_has_member (self->raw, name))
    json_object_set_string_member (self->raw, name, text->str);
}

static char *
guess_gb18030 (AnfFacts *self, const char *text, gsize size)
{
  if (self->gb18030 == (GIConv)-1)
    return NULL;
  /* At worst two bytes become a code point of four. */
  const gsize room = size * 4 + 1;
  g_autofree char *guess = g_malloc0 (room);
  char *in = (char *)text;
  char *out = guess;
  gsize in_left = size;
  gsize out_left = room - 1;
  g_iconv (self->gb18030, NULL, NULL, NULL, NULL);
  if (g_iconv (self->gb18030, &in, &in_left, &out, &out_left) == (gsize)-1
      || !g_utf8_validate (guess, -1, NULL))
    return NULL;
  return g_steal_pointer (&guess);
}

char *
anf_facts_decode_text (AnfFacts *self, const char *name, const guint8 *bytes, gsize size)
{
  if (size > ANF_MEDIA_TEXT_BYTES_MAX)
    {
      anf_facts_flag (self, "TEXT_CUT");
      size = ANF_MEDIA_TEXT_BYTES_MAX;
    }
  g_autofree char *copy = g_strndup ((const char *)bytes, size);
  const char *text = g_strstrip (copy);
  if (*text == '\0')
    return NULL;
  if (g_utf8_validate (text, -1, NULL))
    return g_strdup (text);
  anf_facts_flag (self, "TEXT_NOT_UTF8");
  anf_facts_keep_raw (self, name, (const guint8 *)text, strlen (text));
  char *guess = guess_gb18030 (self, text, strlen (text));
  return guess != NULL ? guess : g_utf8_make_valid (text, -1);
}

void
anf_facts_merge (AnfFacts *self, JsonObject *other)
{
  g_autoptr (GList) members = json_object_get_members (other);
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *theirs = json_object_get_member (other, l->data);
      JsonNode *ours = json_object_get_member (self->object, l->data);
      if (ours == NULL)
        json_object_set_member (self->object, l->data, json_node_copy (theirs));
      else if (!json_node_equal (ours, theirs))
        anf_facts_flag (self, "EXIF_CONTRADICTION");
    }
}

static int
compare_flags (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

char *
anf_facts_format (AnfFacts *self)
{
  g_autoptr (JsonObject) object = anf_json_copy_object (self->object);
  g_autoptr (JsonArray) flags = json_array_new ();
  g_ptr_array_sort (self->flags, compare_flags);
  for (guint i = 0; i < self->flags->len; i++)
    json_array_add_string_element (flags, g_ptr_array_index (self->flags, i));
  json_object_set_array_member (object, "flags", g_steal_pointer (&flags));
  if (json_object_get_size (self->raw) > 0)
    json_object_set_object_member (object, "raw", json_object_ref (self->raw));
  return anf_json_format_object (object);
}
