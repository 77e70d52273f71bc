/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-transfers.h"

#include "anf-http-limits.h"

/* Who sends an upload. */
typedef struct
{
  gint64 began;
  AnfConnection *connection; /* (nullable): borrowed */
} Sender;

struct _AnfTransfers
{
  GMutex mutex;
  GCond gone;
  GHashTable *senders; /* upload id → Sender */
  GHashTable *logins;  /* login → places taken */
  guint ending;        /* under mutex: threads that wait for a sender to be gone */
  guint taken;
  guint most;
  guint most_per_login;
};

AnfTransfers *
anf_transfers_new (guint most, guint most_per_login)
{
  AnfTransfers *self = g_new0 (AnfTransfers, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->gone);
  self->senders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->most = most;
  self->most_per_login = most_per_login;
  return self;
}

void
anf_transfers_free (AnfTransfers *self)
{
  g_hash_table_unref (self->senders);
  g_hash_table_unref (self->logins);
  g_cond_clear (&self->gone);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
anf_transfers_admit (AnfTransfers *self, const char *login)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const guint own = GPOINTER_TO_UINT (g_hash_table_lookup (self->logins, login));
  if (self->taken >= self->most || own >= self->most_per_login)
    return FALSE;
  self->taken++;
  g_hash_table_replace (self->logins, g_strdup (login), GUINT_TO_POINTER (own + 1));
  return TRUE;
}

void
anf_transfers_leave (AnfTransfers *self, const char *login)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const guint own = GPOINTER_TO_UINT (g_hash_table_lookup (self->logins, login));
  self->taken--;
  if (own > 1)
    g_hash_table_replace (self->logins, g_strdup (login), GUINT_TO_POINTER (own - 1));
  else
    g_hash_table_remove (self->logins, login);
}

guint
anf_transfers_count (AnfTransfers *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return self->taken;
}

/* With the mutex held. */
static gboolean
enter (AnfTransfers *self, const char *id, gint64 began, AnfConnection *connection)
{
  Sender *sender = g_new (Sender, 1);
  *sender = (Sender){ began, connection };
  return g_hash_table_insert (self->senders, g_strdup (id), sender);
}

gboolean
anf_transfers_try_enter (AnfTransfers *self,
                         const char *id,
                         gint64 began,
                         AnfConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return !g_hash_table_contains (self->senders, id) && enter (self, id, began, connection);
}

/* With the mutex held; who came at @began or before. */
static gboolean
end_sender (AnfTransfers *self, const char *id, gint64 began)
{
  const gint64 end = g_get_monotonic_time () + (gint64)ANF_HTTP_TAKEOVER_MS * 1000;
  for (const Sender *sender = g_hash_table_lookup (self->senders, id); sender != NULL;
       sender = g_hash_table_lookup (self->senders, id))
    {
      if (sender->began > began)
        return FALSE;
      /* Its thread leaves the table before it gives the connection back, so it is still open. */
      if (sender->connection != NULL)
        anf_connection_shutdown (sender->connection);
      self->ending++;
      const gboolean in_time = g_cond_wait_until (&self->gone, &self->mutex, end);
      self->ending--;
      if (!in_time)
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_transfers_take_over (AnfTransfers *self,
                         const char *id,
                         gint64 began,
                         AnfConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return end_sender (self, id, began) && enter (self, id, began, connection);
}

gboolean
anf_transfers_end (AnfTransfers *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return end_sender (self, id, G_MAXINT64);
}

void
anf_transfers_exit (AnfTransfers *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_remove (self->senders, id);
  if (self->ending > 0)
    g_cond_broadcast (&self->gone);
}

gboolean
anf_transfers_is_busy (AnfTransfers *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return g_hash_table_contains (self->senders, id);
}
