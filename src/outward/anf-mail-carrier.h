/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>

/* How long a program may take over one message, and a user's password may be. */
#define ANF_MAIL_TIMEOUT_S 60
#define ANF_MAIL_PASSWORD_MAX 512

/**
 * AnfMailOptions:
 * @from: the sender's address
 * @program: (nullable): takes a message on its standard input as sendmail does, or
 * @smtp: (nullable): `smtp://HOST[:PORT]` or `smtps://HOST[:PORT]`
 * @smtp_plain: without TLS where @smtp is `smtp`, which else must offer STARTTLS
 * @smtp_user: (nullable): who logs in, with
 * @smtp_password_file: (nullable): the first line of this file, which is for its owner only
 * @smtp_ca_file: (nullable): certificates (PEM) instead of the system's
 */
typedef struct
{
  const char *from;
  const char *program;
  const char *smtp;
  gboolean smtp_plain;
  const char *smtp_user;
  const char *smtp_password_file;
  const char *smtp_ca_file;
} AnfMailOptions;

/** AnfMailCarrier: gives messages to a program of this machine: a mail server's own, or curl for
 * SMTP. Either runs by itself, so that the service links no more and holds no more. */
typedef struct _AnfMailCarrier AnfMailCarrier;

/** anf_mail_carrier_new: INVALID where the options contradict each other or name nothing that is
 * there; UNAVAILABLE without curl. Returns: (nullable): NULL without @error when @options ask for
 * none */
AnfMailCarrier *anf_mail_carrier_new (const AnfMailOptions *options, GError **error);
void anf_mail_carrier_free (AnfMailCarrier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfMailCarrier, anf_mail_carrier_free)

const char *anf_mail_carrier_get_from (const AnfMailCarrier *self);

/**
 * anf_mail_carrier_send:
 * @to: an address that anf_email_check() lets pass
 * @message: as anf_mail_message_format() makes it
 * @hopeless: (out): it will not be taken however often it is sent (5yz, EX_NOUSER and the like)
 *
 * Sends it once; blocks, at most ANF_MAIL_TIMEOUT_S and a little. Returns: TRUE when it was taken
 */
gboolean anf_mail_carrier_send (AnfMailCarrier *self,
                                const char *to,
                                const char *message,
                                GCancellable *cancellable,
                                gboolean *hopeless,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
