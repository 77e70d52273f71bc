/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "examine-here.h"

#include "anf-decode-more.h"

static gboolean
take_facts (gpointer data, const guint8 *bytes, gsize size)
{
  Examined *self = data;
  g_assert_null (self->facts);
  self->facts = g_strndup ((const char *)bytes, size);
  return TRUE;
}

static gboolean
take_thumbnail (gpointer data, const guint8 *bytes, gsize size)
{
  g_byte_array_append (((Examined *)data)->thumbnail, bytes, (guint)size);
  return TRUE;
}

static gboolean
take_redacted (gpointer data, const guint8 *bytes, gsize size)
{
  g_byte_array_append (((Examined *)data)->redacted, bytes, (guint)size);
  return TRUE;
}

Examined *
examine_here (const guint8 *bytes, gsize size)
{
  g_autoptr (AnfExamine) examine = anf_examine_new (anf_decode_more_prepare ());
  Examined *self = g_new0 (Examined, 1);
  self->thumbnail = g_byte_array_new ();
  self->redacted = g_byte_array_new ();
  const AnfExamineSink sink = { take_facts, take_thumbnail, take_redacted, self };
  const AnfInput input = { bytes, size, size };
  self->status = anf_examine_run (examine, &input, &sink, &self->redaction);
  return self;
}

void
examined_free (Examined *self)
{
  g_free (self->facts);
  g_byte_array_unref (self->thumbnail);
  g_byte_array_unref (self->redacted);
  g_free (self);
}
