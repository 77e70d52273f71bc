/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: letters are set outside the transaction that issues them.

   A letter bears its number, which only the transaction can take without a gap, and setting it
   takes long enough to hold up everybody who writes. So the transaction puts a letter together and
   looks whether that very letter has been set. When it has not, it is given up, number and all; the
   letter is set on the caller's own thread, and the transaction tried again, in which the letter is
   most often the same. Should others always have been quicker, it is set within the transaction at
   last. */

#include "anf-paper.h"
#include "anf-work.h"

/** How often a transaction is given up for one paper after the other: a referral has three. */
#define ANF_PAPERS_TRIES_MAX 8

/**
 * anf_papers_write:
 *
 * anf_store_write() of @job, which may ask for papers and is then run again; nothing of what it did
 * before is left.
 */
gboolean anf_papers_write (AnfWork *work, AnfStoreWork job, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_papers_take:
 * @paper: (transfer full)
 * @pages: (out) (nullable)
 * @error: UNAVAILABLE when letters cannot be made here; what anf_paper_set() says; or a word for
 * anf_papers_write(), when the paper has to be set first
 *
 * Returns: (transfer full): the PDF
 */
GBytes *anf_papers_take (AnfWork *work, AnfPaper *paper, guint *pages, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_papers_keep: into the vault. Returns: (transfer full): {sha256, size, pages}; NULL with
 * @error
 */
JsonObject *
anf_papers_keep (AnfWork *work, GBytes *pdf, guint pages, GError **error) G_GNUC_WARN_UNUSED_RESULT;
