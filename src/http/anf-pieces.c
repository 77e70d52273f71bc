/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pieces.h"

#include "anf-http-limits.h"

#include <sys/mman.h>

/* A large page, as x86-64 and most of arm64 have it. */
#define SLAB_SIZE ((gsize)2 * 1024 * 1024)
#define PIECES (SLAB_SIZE / ANF_HTTP_PIECE_SIZE)

G_STATIC_ASSERT (SLAB_SIZE % ANF_HTTP_PIECE_SIZE == 0 && PIECES < 32);
G_STATIC_ASSERT (ANF_HTTP_PIECE_SIZE % ANF_HTTP_PIECE_ALIGNMENT == 0);

typedef struct
{
  char *memory;
  guint32 used; /* a bit for each piece */
} Slab;

struct _AnfPieces
{
  GMutex lock;
  GArray *slabs; /* under lock: Slab; a few, as each serves many bodies */
};

AnfPieces *
anf_pieces_new (void)
{
  AnfPieces *self = g_new0 (AnfPieces, 1);
  g_mutex_init (&self->lock);
  self->slabs = g_array_new (FALSE, FALSE, sizeof (Slab));
  return self;
}

void
anf_pieces_free (AnfPieces *self)
{
  if (self == NULL)
    return;
  g_warn_if_fail (self->slabs->len == 0);
  g_array_unref (self->slabs);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Without large pages it is memory like any other. */
static Slab *
add_slab (AnfPieces *self)
{
  const Slab slab = { .memory = g_aligned_alloc (1, SLAB_SIZE, SLAB_SIZE) };
  (void)madvise (slab.memory, SLAB_SIZE, MADV_HUGEPAGE);
  g_array_append_val (self->slabs, slab);
  return &g_array_index (self->slabs, Slab, self->slabs->len - 1);
}

/* The oldest first, so that the newer ones run empty. */
static Slab *
find_room (AnfPieces *self)
{
  for (guint i = 0; i < self->slabs->len; i++)
    {
      Slab *slab = &g_array_index (self->slabs, Slab, i);
      if (g_bit_nth_lsf (~(gulong)slab->used, -1) < (gint)PIECES)
        return slab;
    }
  return add_slab (self);
}

gpointer
anf_pieces_take (AnfPieces *self)
{
  g_mutex_lock (&self->lock);
  Slab *slab = find_room (self);
  const gint number = g_bit_nth_lsf (~(gulong)slab->used, -1);
  slab->used |= 1U << number;
  char *piece = slab->memory + (gsize)number * ANF_HTTP_PIECE_SIZE;
  g_mutex_unlock (&self->lock);
  return piece;
}

/* Returns: where in the list of slabs the one with @piece is */
static guint
find_owner (const AnfPieces *self, const char *piece)
{
  for (guint i = 0; i < self->slabs->len; i++)
    {
      const char *memory = g_array_index (self->slabs, Slab, i).memory;
      if (piece >= memory && piece < memory + SLAB_SIZE)
        return i;
    }
  g_assert_not_reached ();
}

void
anf_pieces_give_back (AnfPieces *self, gpointer piece)
{
  if (piece == NULL)
    return;
  g_mutex_lock (&self->lock);
  const guint owner = find_owner (self, piece);
  Slab *slab = &g_array_index (self->slabs, Slab, owner);
  slab->used &= ~(1U << (((char *)piece - slab->memory) / ANF_HTTP_PIECE_SIZE));
  if (slab->used == 0)
    {
      g_aligned_free (slab->memory);
      g_array_remove_index (self->slabs, owner);
    }
  g_mutex_unlock (&self->lock);
}

gsize
anf_pieces_get_size (AnfPieces *self)
{
  g_mutex_lock (&self->lock);
  const gsize size = self->slabs->len * SLAB_SIZE;
  g_mutex_unlock (&self->lock);
  return size;
}
