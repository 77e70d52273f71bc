/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* How far apart two hashes may be that are looked for. */
#define ANF_PICTURES_BITS_MAX 10
/* The other ways in which a picture can be turned and mirrored. */
#define ANF_PICTURES_TURNED 7

/**
 * AnfPicture:
 * @seq: of the evidence
 * @parent: its visit, order or lead
 * @sha256: of the file
 * @picture: (nullable): of the picture alone
 * @hashed: whether @phash is one
 * @turned: of one that others are looked for: the @n_turned hashes that it would have were it
 * turned or mirrored, 0 when they are not known
 * @bits: of a picture that was found: how many bits it is away, of @phash or of the nearest of
 * @turned
 */
typedef struct
{
  gint64 seq;
  char *id;
  char *parent;
  char *sha256;
  char *picture;
  gboolean hashed;
  guint64 phash;
  guint64 turned[ANF_PICTURES_TURNED];
  guint n_turned;
  guint bits;
} AnfPicture;

void anf_picture_free (AnfPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPicture, anf_picture_free)

/** anf_pictures_add: makes it findable; again is no error. */
gboolean
anf_pictures_add (AnfTx *tx, const AnfPicture *picture, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pictures_has: whether the evidence numbered @seq was added. */
gboolean
anf_pictures_has (AnfTx *tx, gint64 seq, gboolean *has, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_pictures_find_same:
 *
 * Returns: (transfer full) (element-type AnfPicture): those added before @picture, of other visits
 * and orders, with the same file or the same picture, the oldest first, @limit at most
 */
GPtrArray *anf_pictures_find_same (AnfTx *tx,
                                   const AnfPicture *picture,
                                   guint limit,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_pictures_find_near:
 * @bits: how far apart at most, up to ANF_PICTURES_BITS_MAX
 *
 * The same of those whose hashes are near in whichever way they are turned, the nearest first.
 * Looks into 68 places of an index for up to 7 bits, into 548 for up to 10, for each of up to eight
 * hashes, however many pictures there are.
 */
GPtrArray *anf_pictures_find_near (AnfTx *tx,
                                   const AnfPicture *picture,
                                   guint bits,
                                   guint limit,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
