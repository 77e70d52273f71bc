/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: messages outside the house that tell of notices. anf-mail-queue.c puts them
   down, anf-mail-text.c words them, anf-mail-sender.c sends them. */

#include "anf-mail-carrier.h"
#include "anf-work.h"

/* Messages that may wait at once: a server that is away for days must not fill the disk. What comes
   beyond is told inside the house only. */
#define ANF_MAIL_WAITING_MAX 10000
/* Notices that one message tells of one by one. */
#define ANF_MAIL_NOTICES_MAX 50

/**
 * anf_mail_queue_add:
 * @notice: the notice's id, which becomes the message's where it tells of nothing else
 * @morning: with all others of the time until the next morning in one message
 * @mail: (out) (transfer full) (nullable): the message that will tell of it; NULL where no mail is
 * set up, the account has no address or too many wait
 */
gboolean anf_mail_queue_add (AnfWork *work,
                             const char *account,
                             const char *notice,
                             gboolean morning,
                             char **mail,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfMailText: what a message says.
 * @language: `zh` or `en`
 * @count: notices it tells of; 0: there is nothing left to tell
 */
typedef struct
{
  const char *language;
  char *subject;
  char *text;
  guint count;
} AnfMailText;

/** anf_mail_text_fill: words the notices of the message @mail that have not been read. */
gboolean anf_mail_text_fill (AnfMailText *self, AnfTx *tx, const char *mail, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void anf_mail_text_clear (AnfMailText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfMailText, anf_mail_text_clear)

/** anf_mail_sender_start: Returns: (nullable): NULL when no mail is set up */
AnfMailSender *anf_mail_sender_start (AnfOffice *office);
/** anf_mail_sender_count_looks: how often since the start it looked for what is to be sent, and did
 * it. Accepts NULL. */
gint anf_mail_sender_count_looks (AnfMailSender *self);
/** anf_mail_sender_wake: there may be something to send. Accepts NULL. */
void anf_mail_sender_wake (AnfMailSender *self);
/** anf_mail_sender_stop: gives up what is under way: it is sent again at the next start. Accepts
 * NULL. */
void anf_mail_sender_stop (AnfMailSender *self);
