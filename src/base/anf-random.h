/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfRandom:
 * @fill: writes @size unpredictable bytes to @buffer; called from any thread
 * @data: passed to @fill
 *
 * Where secrets and ids come from, passed in so that tests repeat. Kept by value.
 */
typedef struct
{
  void (*fill) (gpointer data, void *buffer, gsize size);
  gpointer data;
} AnfRandom;

/** anf_random_system: the kernel's getrandom(2); aborts when it fails, since nothing safe is left.
 */
AnfRandom anf_random_system (void);

/** anf_random_fill: writes @size bytes to @buffer. */
void anf_random_fill (const AnfRandom *random, void *buffer, gsize size);

/** anf_random_uuid: Returns: (transfer full): a version 4 UUID of RFC 9562, lower case. */
char *anf_random_uuid (const AnfRandom *random);

/** anf_random_hex: Returns: (transfer full): @bytes random bytes as lower-case hex. */
char *anf_random_hex (const AnfRandom *random, gsize bytes);

/** anf_uuid_is_valid: whether @text is a UUID in lower case, the only form we store. */
gboolean anf_uuid_is_valid (const char *text);
