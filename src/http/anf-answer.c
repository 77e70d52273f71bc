/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-answer.h"

#include "anf-field.h"

#include <string.h>

AnfAnswer *
anf_answer_new (guint status)
{
  AnfAnswer *self = g_new0 (AnfAnswer, 1);
  self->status = status;
  self->fields = g_ptr_array_new ();
  /* Nothing here may be kept by a proxy or guessed at by a browser unless we say so. */
  anf_answer_set (self, "Cache-Control", "no-store");
  anf_answer_set (self, "X-Content-Type-Options", "nosniff");
  return self;
}

void
anf_answer_free (AnfAnswer *self)
{
  for (guint i = 1; i < self->fields->len; i += 2)
    g_free (g_ptr_array_index (self->fields, i));
  g_ptr_array_unref (self->fields);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

static char **
find_value (const AnfAnswer *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i += 2)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->fields, i), name) == 0)
      return (char **)&g_ptr_array_index (self->fields, i + 1);
  return NULL;
}

void
anf_answer_set (AnfAnswer *self, const char *name, const char *value)
{
  g_return_if_fail (strpbrk (value, "\r\n") == NULL);
  char **old = find_value (self, name);
  if (old != NULL)
    {
      g_free (*old);
      *old = g_strdup (value);
      return;
    }
  g_ptr_array_add (self->fields, (gpointer)name);
  g_ptr_array_add (self->fields, g_strdup (value));
}

void
anf_answer_set_int (AnfAnswer *self, const char *name, gint64 value)
{
  char text[32];
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  anf_answer_set (self, name, text);
}

void
anf_answer_add (AnfAnswer *self, const char *name, const char *value)
{
  const char *old = anf_answer_get (self, name);
  if (old == NULL)
    {
      anf_answer_set (self, name, value);
      return;
    }
  if (soup_header_contains (old, value))
    return;
  g_autofree char *both = g_strconcat (old, ", ", value, NULL);
  anf_answer_set (self, name, both);
}

const char *
anf_answer_get (const AnfAnswer *self, const char *name)
{
  char **value = find_value (self, name);
  return value == NULL ? NULL : *value;
}

void
anf_answer_set_body (AnfAnswer *self, const char *content_type, GBytes *body)
{
  anf_answer_set (self, "Content-Type", content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (body);
}

static const char *
reason_of (guint status)
{
  return status == 460 ? "Checksum Mismatch" : soup_status_get_phrase (status);
}

void
anf_answer_apply (AnfAnswer *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  for (guint i = 0; i < self->fields->len; i += 2)
    soup_message_headers_append (headers, g_ptr_array_index (self->fields, i),
                                 g_ptr_array_index (self->fields, i + 1));
  if (self->body != NULL && g_bytes_get_size (self->body) > 0)
    {
      SoupMessageBody *body = soup_server_message_get_response_body (message);
      soup_message_body_append_bytes (body, self->body);
      soup_message_body_complete (body);
    }
  soup_server_message_set_status (message, self->status, reason_of (self->status));
}

GString *
anf_answer_format_head (AnfAnswer *self, gint64 length, gboolean keep)
{
  GString *head = g_string_sized_new (512);
  g_autofree char *date = anf_http_date (g_get_real_time ());
  g_string_append_printf (head, "HTTP/1.1 %u %s\r\nDate: %s\r\n", self->status,
                          reason_of (self->status), date);
  for (guint i = 0; i < self->fields->len; i += 2)
    g_string_append_printf (head, "%s: %s\r\n", (const char *)g_ptr_array_index (self->fields, i),
                            (const char *)g_ptr_array_index (self->fields, i + 1));
  if (length < 0)
    g_string_append (head, "Transfer-Encoding: chunked\r\n");
  else if (self->status != 204 && self->status != 304)
    g_string_append_printf (head, "Content-Length: %" G_GINT64_FORMAT "\r\n", length);
  if (!keep)
    g_string_append (head, "Connection: close\r\n");
  g_string_append (head, "\r\n");
  return head;
}
