/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfPieces:
 *
 * The memory that bodies of uploads are read to, ANF_HTTP_PIECE_SIZE each. Pages that lie side by
 * side in virtual memory are scattered over the machine's, and a disk is told of each of them;
 * pieces of large pages are whole there too, so that one goes to the disk as one. Usable from any
 * thread.
 */
typedef struct _AnfPieces AnfPieces;

AnfPieces *anf_pieces_new (void);
/** anf_pieces_free: all of them have been given back. */
void anf_pieces_free (AnfPieces *self);

/** anf_pieces_take: Returns: (transfer full): one that nobody uses, for anf_pieces_give_back(); it
 * lies at a multiple of ANF_HTTP_PIECE_ALIGNMENT and holds whatever was read to it before */
gpointer anf_pieces_take (AnfPieces *self);
/** anf_pieces_give_back: takes @piece (nullable). What nobody uses any more goes to the system. */
void anf_pieces_give_back (AnfPieces *self, gpointer piece);

/** anf_pieces_get_size: bytes that are held, used or not. */
gsize anf_pieces_get_size (AnfPieces *self);
