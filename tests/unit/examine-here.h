/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-examine.h"

/* What anf_examine_run says of some bytes, in this process. */
typedef struct
{
  AnfExaminationStatus status;
  AnfRedaction redaction;
  char *facts;
  GByteArray *thumbnail;
  GByteArray *redacted;
} Examined;

void examined_free (Examined *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Examined, examined_free)

Examined *examine_here (const guint8 *bytes, gsize size);
