/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-examiner.h"
#include "anf-redact.h"

/**
 * AnfExamineSink:
 * @facts: takes the canonical JSON, once
 * @thumbnail: takes the thumbnail, at most once
 * @redacted: (nullable): takes the redacted copy in pieces; NULL when none is wanted
 *
 * Where the results go. Each returns FALSE to stop.
 */
typedef struct
{
  AnfPieceFunc facts;
  AnfPieceFunc thumbnail;
  AnfPieceFunc redacted;
  gpointer data;
} AnfExamineSink;

/** AnfExamine: what is kept from one file to the next. */
typedef struct _AnfExamine AnfExamine;

/** anf_examine_new: to be called before the sandbox closes. */
AnfExamine *anf_examine_new (void);
void anf_examine_free (AnfExamine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfExamine, anf_examine_free)

/**
 * anf_examine_run:
 * @bytes: (nullable): a whole file, or the start of one that is over ANF_MEDIA_FILE_BYTES_MAX
 * @whole_size: the size of the file
 * @redaction: (out): how the pieces that @sink got were made; when NONE they are worth nothing
 *
 * Everything that is done to the bytes of one file. Runs in the helper, in tests and in the fuzzer.
 */
AnfExaminationStatus anf_examine_run (AnfExamine *self,
                                      const guint8 *bytes,
                                      guint64 whole_size,
                                      const AnfExamineSink *sink,
                                      AnfRedaction *redaction);
