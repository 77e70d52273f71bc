/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-mailbox.h"

typedef struct
{
  void (*run) (gpointer data);
  gpointer data;
} Letter;

struct _AnfMailbox
{
  GMutex mutex;
  GQueue letters;
  GSource *source;
};

typedef struct
{
  GSource parent;
  AnfMailbox *mailbox;
} MailboxSource;

void
anf_mailbox_flush (AnfMailbox *self)
{
  g_mutex_lock (&self->mutex);
  GQueue letters = self->letters;
  g_queue_init (&self->letters);
  g_mutex_unlock (&self->mutex);
  for (Letter *letter = g_queue_pop_head (&letters); letter != NULL;
       letter = g_queue_pop_head (&letters))
    {
      letter->run (letter->data);
      g_free (letter);
    }
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  g_source_set_ready_time (source, -1);
  anf_mailbox_flush (((MailboxSource *)source)->mailbox);
  return G_SOURCE_CONTINUE;
}

static const GSourceFuncs mailbox_funcs = { .dispatch = dispatch };

AnfMailbox *
anf_mailbox_new (void)
{
  AnfMailbox *self = g_new0 (AnfMailbox, 1);
  g_mutex_init (&self->mutex);
  self->source = g_source_new ((GSourceFuncs *)&mailbox_funcs, sizeof (MailboxSource));
  ((MailboxSource *)self->source)->mailbox = self;
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
anf_mailbox_free (AnfMailbox *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  anf_mailbox_flush (self);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
anf_mailbox_post (AnfMailbox *self, void (*run) (gpointer data), gpointer data)
{
  Letter *letter = g_new (Letter, 1);
  *letter = (Letter){ run, data };
  g_mutex_lock (&self->mutex);
  const gboolean first = g_queue_is_empty (&self->letters);
  g_queue_push_tail (&self->letters, letter);
  if (first)
    g_source_set_ready_time (self->source, 0);
  g_mutex_unlock (&self->mutex);
}
