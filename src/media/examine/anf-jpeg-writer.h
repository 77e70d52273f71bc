/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"
#include "anf-redact.h"

/** AnfJpegWriter: a JPEG in the making, written piece by piece. */
typedef struct _AnfJpegWriter AnfJpegWriter;

/**
 * anf_jpeg_writer_new:
 * @extras: (nullable): segments to put at the start, for as long as the writer
 */
AnfJpegWriter *
anf_jpeg_writer_new (int quality, const GByteArray *extras, AnfPieceFunc write, gpointer data);
void anf_jpeg_writer_free (AnfJpegWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfJpegWriter, anf_jpeg_writer_free)

/** anf_jpeg_writer_rows: where rows go; valid as long as @self. */
AnfRows anf_jpeg_writer_rows (AnfJpegWriter *self);

/** anf_jpeg_writer_finish: Returns: whether all of it was written */
gboolean anf_jpeg_writer_finish (AnfJpegWriter *self);
