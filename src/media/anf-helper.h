/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What the examiner and its helper say to each other over a SOCK_SEQPACKET socket, the helper's
   standard input. A message is one packet. The helper greets; then, for each request (an
   AnfHelperRequest with one descriptor as SCM_RIGHTS), it sends any FACTS, THUMBNAIL and REDACTED
   in pieces, and one END. */

#define ANF_HELPER_MAGIC "anfang-examine 3"

typedef enum
{
  ANF_HELPER_HELLO = 'H',     /* ANF_HELPER_MAGIC: locked down and ready */
  ANF_HELPER_FACTS = 'F',     /* the facts, whole */
  ANF_HELPER_THUMBNAIL = 'T', /* a piece */
  ANF_HELPER_REDACTED = 'R',  /* a piece */
  ANF_HELPER_END = 'E',       /* AnfHelperEnd */
} AnfHelperKind;

typedef enum
{
  ANF_HELPER_WANT_PIXELS = 1 << 0, /* the picture decoded: thumbnail, hashes, redacted copy */
  ANF_HELPER_WANT_REDACTED = 1 << 1,
} AnfHelperWanted;

typedef struct
{
  char magic[16];
  guint64 size;   /* of the file; the helper may not ask */
  guint64 wanted; /* AnfHelperWanted */
} AnfHelperRequest;

typedef struct
{
  guint8 kind; /* ANF_HELPER_END */
  guint8 status;
  guint8 redaction;
  guint8 retires;     /* it wants to be replaced by a fresh one */
  guint8 left_pixels; /* they were wanted, and are for anfang-examine-more to decode */
} AnfHelperEnd;
