/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-logins.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <argon2.h>
#include <inttypes.h>
#include <string.h>

#define PASSWORD_MIN 8
#define PASSWORD_MAX 256
/* RFC 9106 4 asks for what the machine can bear: a small office PC with several logins at once. */
#define ARGON_PASSES 2
#define ARGON_MEMORY_KIB (19 * 1024)
#define ARGON_LANES 1
#define SALT_BYTES 16
#define HASH_BYTES 32

/* The first wrong tries are free: people mistype. Then the wait doubles. */
#define FREE_TRIES 3
#define WAIT_MAX_S (15 * 60)
#define ACCOUNTS_MAX 10000
/* Half of the threads that answer requests. */
#define STRANGERS_MAX 8

typedef struct
{
  guint wrong;
  gint64 not_before;
} Tries;

struct _AnfLogins
{
  GMutex mutex; /* guards tries */
  GHashTable *tries;
  guint wrong;    /* atomic */
  gint strangers; /* atomic */
  GMutex hashing; /* one hash at a time: memory is bounded whatever the callers do */
};

AnfLogins *
anf_logins_new (void)
{
  AnfLogins *self = g_new0 (AnfLogins, 1);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->hashing);
  self->tries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
anf_logins_free (AnfLogins *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->tries);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->hashing);
  g_free (self);
}

gboolean
anf_logins_may_try (AnfLogins *self, const char *account, gint64 now, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Tries *tries = g_hash_table_lookup (self->tries, account);
  if (tries == NULL || now >= tries->not_before)
    return TRUE;
  const gint64 seconds = (tries->not_before - now) / G_USEC_PER_SEC + 1;
  return anf_error_throw (error, ANF_ERROR_BUSY,
                          _ ("too many wrong passwords for %s: try again in %" PRId64 " seconds"),
                          account, seconds);
}

static gboolean
is_over (gpointer key, gpointer value, gpointer data)
{
  const Tries *tries = value;
  const gint64 *now = data;
  return tries->not_before <= *now;
}

guint
anf_logins_note (AnfLogins *self, const char *account, gboolean right, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  if (right)
    {
      g_hash_table_remove (self->tries, account);
      return 0;
    }
  Tries *tries = g_hash_table_lookup (self->tries, account);
  if (tries == NULL)
    {
      if (g_hash_table_size (self->tries) >= ACCOUNTS_MAX)
        g_hash_table_foreach_remove (self->tries, is_over, &now);
      tries = g_new0 (Tries, 1);
      g_hash_table_insert (self->tries, g_strdup (account), tries);
    }
  g_atomic_int_inc (&self->wrong);
  tries->wrong++;
  if (tries->wrong < FREE_TRIES)
    return 0;
  const guint doublings = MIN (tries->wrong - FREE_TRIES, 10);
  tries->not_before = now + MIN (2 << doublings, WAIT_MAX_S) * G_USEC_PER_SEC;
  return tries->wrong;
}

guint
anf_logins_count_wrong (AnfLogins *self)
{
  return (guint)g_atomic_int_get (&self->wrong);
}

char *
anf_logins_hash (AnfLogins *self, const AnfRandom *random, const char *password, GError **error)
{
  const gsize length = strlen (password);
  if (length < PASSWORD_MIN || length > PASSWORD_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("password: give %d to %d bytes"), PASSWORD_MIN,
                       PASSWORD_MAX);
      return NULL;
    }
  guint8 salt[SALT_BYTES];
  anf_random_fill (random, salt, sizeof salt);
  const size_t size = argon2_encodedlen (ARGON_PASSES, ARGON_MEMORY_KIB, ARGON_LANES, SALT_BYTES,
                                         HASH_BYTES, Argon2_id);
  g_autofree char *encoded = g_malloc (size);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->hashing);
  const int rc = argon2id_hash_encoded (ARGON_PASSES, ARGON_MEMORY_KIB, ARGON_LANES, password,
                                        length, salt, sizeof salt, HASH_BYTES, encoded, size);
  if (rc == ARGON2_OK)
    return g_steal_pointer (&encoded);
  anf_error_throw (error, ANF_ERROR_FAILED, "argon2: %s", argon2_error_message (rc));
  return NULL;
}

gboolean
anf_logins_enter (AnfLogins *self, GError **error)
{
  if (g_atomic_int_add (&self->strangers, 1) < STRANGERS_MAX)
    return TRUE;
  anf_logins_leave (self);
  return anf_error_throw (error, ANF_ERROR_BUSY,
                          _ ("too many people log in at this moment: try again"));
}

void
anf_logins_leave (AnfLogins *self)
{
  (void)g_atomic_int_add (&self->strangers, -1);
}

gboolean
anf_logins_is_right (AnfLogins *self, const char *hash, const char *password)
{
  /* The hash of nothing that anyone can type; an unknown name must not answer sooner. */
  static const char dummy[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  if (strlen (password) > PASSWORD_MAX)
    return FALSE;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->hashing);
  const int rc = argon2id_verify (hash != NULL ? hash : dummy, password, strlen (password));
  return hash != NULL && rc == ARGON2_OK;
}
