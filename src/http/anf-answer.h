/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <libsoup/soup.h>

/** AnfAnswer: what goes back to a client, whichever way it goes. */
typedef struct
{
  guint status;
  GPtrArray *fields; /* name, value, name, value, …; names are static */
  GBytes *body;      /* (nullable) */
} AnfAnswer;

AnfAnswer *anf_answer_new (guint status);
void anf_answer_free (AnfAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfAnswer, anf_answer_free)

/** anf_answer_set: adds a field, or replaces it. @value must hold no line breaks. */
void anf_answer_set (AnfAnswer *self, const char *name, const char *value);
void anf_answer_set_int (AnfAnswer *self, const char *name, gint64 value);
/** anf_answer_add: adds @value to a field that is a list, unless it is there. */
void anf_answer_add (AnfAnswer *self, const char *name, const char *value);
const char *anf_answer_get (const AnfAnswer *self, const char *name);

/** anf_answer_set_body: sets body and Content-Type. */
void anf_answer_set_body (AnfAnswer *self, const char *content_type, GBytes *body);

/** anf_answer_apply: makes it the response of @message, which libsoup then sends. */
void anf_answer_apply (AnfAnswer *self, SoupServerMessage *message);

/**
 * anf_answer_format_head:
 * @length: of the body; -1 when it is sent in chunks
 * @keep: whether the connection stays open
 *
 * Returns: (transfer full): the status line and fields as they are sent
 */
GString *anf_answer_format_head (AnfAnswer *self, gint64 length, gboolean keep);
