/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-fd.h"

#include <errno.h>
#include <unistd.h>

gboolean
anf_fd_write (int fd, gconstpointer bytes, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      const ssize_t count = write (fd, (const char *)bytes + done, size - done);
      if (count < 0 && errno != EINTR)
        return FALSE;
      done += (gsize)MAX (count, 0);
    }
  return TRUE;
}

gssize
anf_fd_read_at (int fd, gpointer bytes, gsize size, guint64 offset)
{
  gsize done = 0;
  while (done < size)
    {
      const ssize_t count = pread (fd, (char *)bytes + done, size - done, (off_t)(offset + done));
      if (count < 0 && errno != EINTR)
        return -1;
      if (count == 0)
        break;
      done += (gsize)MAX (count, 0);
    }
  return (gssize)done;
}
