/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#include <sys/uio.h>

#define WIRE_BUFFER_SIZE (256 * 1024)

/** Wire: one keep-alive connection of a load client, and the reply that it read last. */
typedef struct
{
  int fd;
  int status;
  char *location; /* of the last reply that had one */
  char *buffer;
  gsize filled;
} Wire;

/** Connects, from 127.0.1.@from when @from is not 0; ends the program when it cannot. */
void wire_open (Wire *self, guint16 port, guint from);
void wire_close (Wire *self);

/** Writes all of @parts, which are changed on the way. */
gboolean wire_send (Wire *self, struct iovec *parts, int count);

/** Reads one reply and throws its body away. */
gboolean wire_read_reply (Wire *self);

/**
 * wire_measure_reply:
 *
 * Returns: how many bytes of @bytes the first reply takes, 0 while it is not all there.
 */
gsize wire_measure_reply (const char *bytes, gsize size);

/** The value of a field in a head that ends with an empty line, up to the line's end; or %NULL */
const char *wire_find_field (const char *head, gsize size, const char *name);
