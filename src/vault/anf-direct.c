/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-direct.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Below this, preparing a block of the disk's own costs more than a copy of the bytes. */
#define DIRECT_MIN (16 * ANF_DIRECT_ALIGNMENT)

static gboolean
is_aligned (guintptr number)
{
  return number % ANF_DIRECT_ALIGNMENT == 0;
}

static void
set_direct (AnfDirect *self, gboolean direct)
{
  if (self->direct == direct)
    return;
  /* Of the flags that can be changed it is the only one that such a descriptor has. */
  if (fcntl (self->fd, F_SETFL, direct ? O_DIRECT : 0) == 0)
    self->direct = direct;
  else if (direct)
    self->refused = TRUE;
}

/* How much of @size may go past the cache. */
static gsize
choose (AnfDirect *self, const guint8 *bytes, gsize size, gint64 offset)
{
  const gboolean fits = !self->refused && size >= DIRECT_MIN && is_aligned ((guintptr)bytes)
                        && is_aligned ((guintptr)offset);
  set_direct (self, fits);
  return self->direct ? size - size % ANF_DIRECT_ALIGNMENT : size;
}

gboolean
anf_direct_write (AnfDirect *self, gconstpointer bytes, gsize size, gint64 offset, gsize *done)
{
  for (*done = 0; *done < size;)
    {
      const guint8 *from = (const guint8 *)bytes + *done;
      const gint64 at = offset + (gint64)*done;
      const gsize piece = choose (self, from, size - *done, at);
      const gssize count = pwrite (self->fd, from, piece, at);
      if (count < 0 && errno == EINVAL && self->direct)
        self->refused = TRUE;
      else if (count < 0 && errno != EINTR)
        return FALSE;
      self->cached |= count > 0 && !self->direct;
      *done += count > 0 ? (gsize)count : 0;
    }
  return TRUE;
}

void
anf_direct_forget_cached (AnfDirect *self)
{
  if (self->cached)
    (void)posix_fadvise (self->fd, 0, 0, POSIX_FADV_DONTNEED);
  self->cached = FALSE;
}
