/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfMailMessage: a message of plain text from the service to one person.
 * @from, @to: addresses that anf_email_check() lets pass
 * @id: letters and digits; with the host of @from it is the Message-ID, and the same whenever the
 * message is sent again
 * @subject, @text: UTF-8; a line of @text ends in a line feed
 * @dated: in µs since 1970, told in China's time
 */
typedef struct
{
  const char *from;
  const char *to;
  const char *id;
  const char *subject;
  const char *text;
  gint64 dated;
} AnfMailMessage;

/**
 * anf_mail_message_format:
 *
 * Returns: (transfer full): as RFC 5322 has it, with CRLF: all ASCII, the subject as encoded words
 * (RFC 2047) and the text as base64, so that no byte of either can become a header, a dot that ends
 * the message or a line that is too long. It says to machines that none is to answer (RFC 3834).
 */
char *anf_mail_message_format (const AnfMailMessage *self);
