/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-clock.h"
#include "anf-random.h"

#include <json-glib/json-glib.h>

/**
 * AnfOffice:
 *
 * The use cases. One verb that a person performs is one operation (an `operationId` of the
 * contract), and one transaction: policy, state machine, records, leaf. Every function here blocks
 * until what it acknowledges is durable, and may be called from any thread but the main loop's.
 */
typedef struct _AnfOffice AnfOffice;

/**
 * AnfOfficeOptions:
 * @data_dir: the data folder
 * @clock: the present
 * @random: secrets and ids
 * @origin: (nullable): the log's name when the folder is new, e.g. `anfang.haicheng.example/log`
 * @passphrase_file: (nullable): its first line encrypts the keys
 * @examine_path: (nullable): the program that examines files, "" for the one of this installation;
 *   NULL leaves examination pending
 * @font_dir: (nullable): folder with the letter's faces, before the system's
 * @upload_max: largest evidence file, bytes
 * @upload_ttl_s: how long an unfinished upload is kept after its last byte, seconds
 * @readers: read connections
 * @timestamp_authorities: (nullable): `NAME URL CA_FILE` each, see anf_timestamp_authority_parse()
 * @timestamp_s: between time-stamps of the log, seconds
 * @webhook_hosts: (nullable): names that webhooks may be of
 * @webhook_private_hosts: (nullable): those that may be of a private network
 * @mail_from, @mail_program, @mail_smtp…: (nullable): see AnfMailOptions in anf-mail-carrier.h
 */
typedef struct
{
  const char *data_dir;
  AnfClock clock;
  AnfRandom random;
  const char *origin;
  const char *passphrase_file;
  const char *examine_path;
  const char *font_dir;
  gint64 upload_max;
  gint64 upload_ttl_s;
  guint readers;
  const char *const *timestamp_authorities;
  gint64 timestamp_s;
  const char *const *webhook_hosts;
  const char *const *webhook_private_hosts;
  const char *mail_from;
  const char *mail_program;
  const char *mail_smtp;
  gboolean mail_smtp_plain;
  const char *mail_smtp_user;
  const char *mail_smtp_password_file;
  const char *mail_smtp_ca_file;
} AnfOfficeOptions;

/** anf_office_options_default: system clock and randomness, 4 GiB, 24 h, 4 readers. */
AnfOfficeOptions anf_office_options_default (const char *data_dir);

/**
 * anf_office_init:
 *
 * Makes an empty system in an empty or absent folder: database, keys, vault, and the first account,
 * a `sysadmin` called @admin. Fails with ANF_ERROR_CONFLICT where a system is already.
 */
gboolean anf_office_init (const AnfOfficeOptions *options,
                          const char *admin,
                          const char *password,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_office_open: opens the folder for service; holds its lock until closed. */
AnfOffice *anf_office_open (const AnfOfficeOptions *options,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_office_give_up_reads: for before it is closed, once nobody waits for answers. */
void anf_office_give_up_reads (AnfOffice *self);

/** anf_office_close: finishes what was begun, then closes. Accepts NULL. */
void anf_office_close (AnfOffice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfOffice, anf_office_close)

/**
 * anf_office_rotate_key:
 * @vkey: (out) (transfer full): the log's new key
 *
 * Gives the log of a folder that no service holds open a new key, which the old key names in a leaf
 * and in a note of its own. What the old one signed stays good; its secret half is gone.
 */
gboolean anf_office_rotate_key (const AnfOfficeOptions *options,
                                char **vkey,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_office_renew_people_key:
 * @key_id: (out) (transfer full): of the new key
 *
 * For a folder, held open by no service, whose key of names is lost for good; see
 * anf_sealing_renew().
 */
gboolean anf_office_renew_people_key (const AnfOfficeOptions *options,
                                      char **key_id,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** AnfAskPassword: Returns: (transfer full): the new password of @account, asked for by now */
typedef char *(*AnfAskPassword) (const char *account, gpointer data, GError **error);

/**
 * anf_office_set_password:
 * @ask: called once it is sure that the password can be set
 *
 * The way back in for an account of a folder that no service holds open, above all the only
 * administrator's: sets a password that is good for one login, ends the account's sessions, and the
 * log says that it was set at the server. The wait after wrong passwords is over with the next
 * start. NOT_FOUND without such an account, STATE when it is disabled.
 */
gboolean anf_office_set_password (const AnfOfficeOptions *options,
                                  const char *account,
                                  AnfAskPassword ask,
                                  gpointer data,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_office_fsck:
 * @report: called with one line for each thing that is wrong, or NULL; also for what a crash may
 * leave behind, with “note: ” before it
 * @faults: (out): how many things are wrong, notes not counted
 *
 * Re-reads every blob, every leaf, the tree, the checkpoints and the rows of a folder that no
 * service holds open, and compares links, counters and uploads with the records. Returns: FALSE
 * with @error when it could not look.
 */
gboolean anf_office_fsck (const AnfOfficeOptions *options,
                          void (*report) (const char *line, gpointer data),
                          gpointer data,
                          guint *faults,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_office_accept_clock:
 *
 * For a folder, held open by no service, whose last records are of a time that the clock has not
 * reached, because it was ahead when they were made: the log says so, and the folder can be served.
 * CONFLICT where the clock is not behind.
 */
gboolean anf_office_accept_clock (const AnfOfficeOptions *options,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_office_accept_loss:
 * @lost_after: (out) (transfer full) (nullable): when the newest record was made that is left;
 * NULL when another log was signed here last
 *
 * For a folder, held open by no service, whose database lacks what was recorded last, where nothing
 * else is to be had: the log says so, and it can be served as it is. CONFLICT where nothing is
 * missing.
 */
gboolean anf_office_accept_loss (const AnfOfficeOptions *options,
                                 char **lost_after,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfBackupWatch:
 * @give_up: (nullable): atomic: whether to stop; of a backup
 * @report: called with one line for each blob that is damaged or missing
 * @faults: how many
 */
typedef struct
{
  const gint *give_up;
  void (*report) (const char *line, gpointer data);
  gpointer data;
  guint faults;
} AnfBackupWatch;

/**
 * anf_office_backup:
 * @file: a path at which nothing is
 * @since: (nullable): an earlier backup of this system: the bytes of evidence and letters that it
 * has, or those that it goes on from, are left out, and wanted when it is restored
 *
 * Writes all but the keys into one file, as it is at one moment; a service may have the folder open
 * and goes on. The file is there when it is whole and on the disk, or not at all.
 */
gboolean anf_office_backup (const AnfOfficeOptions *options,
                            const char *file,
                            const char *since,
                            AnfBackupWatch *watch,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfRestored:
 * @made_at: when the backup was made
 * @key: the log's key then, with which alone it can be served
 */
typedef struct
{
  char *made_at;
  char *key;
} AnfRestored;

void anf_restored_clear (AnfRestored *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfRestored, anf_restored_clear)

/**
 * anf_office_restore:
 * @file: what anf_office_backup() wrote
 * @earlier: (nullable): backups that it goes on from, in any order, of which it takes the bytes of
 * evidence and letters
 * @watch: blobs that are damaged, or in none of the files, are left out
 * @told: (out): what there is to say of it
 *
 * Into a folder that holds no system; one that broke off can be begun again. The keys have to be
 * put back by hand, and the settings, which name programs that are run, to be looked at.
 */
gboolean anf_office_restore (const AnfOfficeOptions *options,
                             const char *file,
                             const char *const *earlier,
                             AnfBackupWatch *watch,
                             AnfRestored *told,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_office_is_ready: whether reads and writes can be served now: not while the clock is behind
 * what was recorded last. Writes something once the last write has failed. */
gboolean anf_office_is_ready (AnfOffice *self, GError **error);

/** anf_office_append_metrics: appends Prometheus text about the store, the log and examination. */
void anf_office_append_metrics (AnfOffice *self, GString *out);

/** anf_office_has_operation: whether @operation (an operationId) is a use case. */
gboolean anf_office_has_operation (const char *operation);

/** anf_office_list_operations: Returns: (transfer container): NULL-terminated operationIds */
const char **anf_office_list_operations (void);

/**
 * AnfCall:
 *
 * One request, as checked by the contract. All members are borrowed for the time of the call.
 * @token: (nullable): the bearer token, not yet checked
 * @id: (nullable): the {id} of the path, percent-decoded
 * @sub: (nullable): a second path parameter
 * @query: (nullable): name → value
 * @body: (nullable): the JSON body, valid against its schema
 * @if_match: the version in If-Match, or -1
 * @idempotency_key: (nullable): by which the caller knows the request again, of one that changes
 * something
 */
typedef struct
{
  const char *operation;
  const char *token;
  const char *id;
  const char *sub;
  GHashTable *query;
  JsonObject *body;
  gint64 if_match;
  const char *idempotency_key;
} AnfCall;

/**
 * AnfReply:
 * @status: HTTP's word for the outcome: 200, 201, 204
 * @version: the record's version for ETag, or 0
 * @body: (nullable): whole body, or
 * @fd: a descriptor at offset 0 whose @length bytes are the body (else -1), or
 * @stream: (nullable): writes the body in pieces (length unknown)
 * @filename: (nullable): for Content-Disposition
 */
typedef struct _AnfReply AnfReply;
typedef gboolean (*AnfReplyWrite) (gconstpointer bytes, gsize size, gpointer data, GError **error);
struct _AnfReply
{
  int status;
  gint64 version;
  const char *content_type;
  char *filename;
  GBytes *body;
  int fd;
  gint64 length;
  gboolean (*stream) (AnfReply *self, AnfReplyWrite write, gpointer data, GError **error);
  gpointer stream_data;
  GDestroyNotify stream_free;
};

void anf_reply_free (AnfReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfReply, anf_reply_free)

/**
 * anf_office_call:
 *
 * Performs one operation. A write has been committed, synced and logged when this returns.
 *
 * Returns: (transfer full): the reply, or NULL with an ANF_ERROR; nothing has changed then
 */
AnfReply *
anf_office_call (AnfOffice *self, const AnfCall *call, GError **error) G_GNUC_WARN_UNUSED_RESULT;
