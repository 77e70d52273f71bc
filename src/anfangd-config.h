/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-office.h"
#include "anf-server.h"

/**
 * AnfConfig:
 *
 * What `anfangd.conf` and the options say, with defaults for the rest. Parsed once, then passed.
 */
typedef struct
{
  char *data_dir;
  char *listen;
  char *listen_from_option; /* (nullable): wins over the file */
  char *origin;
  char *examine;
  char *font_dir;
  char *passphrase_file; /* (nullable) */
  char **allow_origins;
  char **witnesses; /* (nullable): each `URL VKEY` */
  char **timestamp_authorities;
  char **webhook_hosts;          /* (nullable) */
  char **webhook_private_hosts;  /* (nullable) */
  char *mail_from;               /* (nullable) */
  char *mail_program;            /* (nullable) */
  char *mail_smtp;               /* (nullable) */
  char *mail_smtp_user;          /* (nullable) */
  char *mail_smtp_password_file; /* (nullable) */
  char *mail_smtp_ca_file;       /* (nullable) */
  gboolean mail_smtp_plain;
  gint64 timestamp_minutes;
  gint64 upload_max_mib;
  gint64 upload_keep_hours;
  gint64 connections_max;
  gint64 intake_threads;
  gint64 workers;
  gint64 readers;
  gint64 stop_seconds;
  gint64 witness_seconds;
} AnfConfig;

/**
 * anf_config_load:
 *
 * Reads `anfangd.conf` in @data_dir, else in /etc/anfang, else nothing. A group or key that is not
 * known is an error by name: a misspelt setting must not be silently without effect.
 */
AnfConfig *anf_config_load (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_config_free (AnfConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfConfig, anf_config_free)

AnfOfficeOptions anf_config_get_office_options (const AnfConfig *self);
AnfServerOptions anf_config_get_server_options (const AnfConfig *self);
