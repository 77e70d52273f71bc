/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* The head of a request (RFC 9112), looked at before libsoup sees it. libsoup 3.2 accepts much that
   a proxy in front of it may read otherwise: two lengths, a length beside a transfer coding, blanks
   before a colon, bare line feeds. What passes here has one reading only. */

typedef enum
{
  ANF_HEAD_FINE,
  ANF_HEAD_MALFORMED,
  ANF_HEAD_VERSION,     /* not HTTP/1.1 */
  ANF_HEAD_CODED,       /* a transfer coding; we take bodies of a known length only */
  ANF_HEAD_EXPECTATION, /* an expectation other than 100-continue */
  ANF_HEAD_LONG_TARGET,
  ANF_HEAD_LARGE,
  ANF_HEAD_LATE, /* not complete in time */
} AnfHeadFault;

/**
 * AnfHead:
 * @body_length: of the body that follows
 * @expects_continue: whether the client waits for 100 before it sends the body
 * @wants_close: whether the client wants the connection closed after the answer
 */
typedef struct
{
  gint64 body_length;
  gboolean expects_continue;
  gboolean wants_close;
} AnfHead;

/**
 * anf_head_find_end:
 * @size: how many bytes arrived
 * @from: how many of them were looked at before
 * @end: (out): where the head ends, its blank line included; 0 when it is not complete
 *
 * Returns: whether the bytes can still become a head
 */
gboolean anf_head_find_end (const char *bytes, gsize size, gsize from, gsize *end);

/**
 * anf_head_check:
 * @bytes: a complete head with its blank line
 * @head: (out): filled when the answer is ANF_HEAD_FINE
 */
AnfHeadFault anf_head_check (const char *bytes, gsize size, AnfHead *head);

/** AnfHeadPart: a piece of a head, which is not ended with NUL. */
typedef struct
{
  const char *start;
  gsize size;
} AnfHeadPart;

/** anf_head_get_request: of a checked head, method and target. */
void anf_head_get_request (const char *bytes, AnfHeadPart *method, AnfHeadPart *target);

/** anf_head_next_field: of a checked head, the field after @at, which begins as 0. Returns: FALSE
 * when there is none */
gboolean anf_head_next_field (
    const char *bytes, gsize size, gsize *at, AnfHeadPart *name, AnfHeadPart *value);
