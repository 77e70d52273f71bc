/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the file of a backup. It is a zip in the one form of anf-zip.h, every file
   stored, so that unzip opens it where Anfang is not. It is written and read from its first byte to
   its last. */

#include <glib.h>

/* Longer than any name that a backup has. */
#define ANF_BACKUP_NAME_MAX 128

/** anf_backup_create: a file for its owner only, where there is none. Returns: -1 with @error */
int anf_backup_create (const char *path, int mode, GError **error);

/** anf_backup_put_in_place: a file under its last name, unless there is one. Returns: FALSE with
 * errno */
gboolean anf_backup_put_in_place (const char *from, const char *to);

typedef struct _AnfBackupWriter AnfBackupWriter;

/** anf_backup_writer_new: @path must not be there, nor will be before anf_backup_writer_finish();
 * for its owner only. @now: of all that is in it; @give_up: (nullable): atomic, outliving it:
 * whether to stop */
AnfBackupWriter *
anf_backup_writer_new (const char *path, gint64 now, const gint *give_up, GError **error);
/** anf_backup_writer_free: what was not finished is removed. Accepts NULL. */
void anf_backup_writer_free (AnfBackupWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfBackupWriter, anf_backup_writer_free)

/**
 * anf_backup_writer_add:
 * @fd: at any offset; its first @size bytes are taken
 * @sha256: (out) (transfer full): of them
 *
 * Returns: 1; 0 with @error when they cannot be read: then it is as if nothing had been asked; -1
 * with @error when they cannot be written
 */
int anf_backup_writer_add (
    AnfBackupWriter *self, const char *name, int fd, gint64 size, char **sha256, GError **error);
gboolean anf_backup_writer_add_text (AnfBackupWriter *self,
                                     const char *name,
                                     const char *text,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_backup_writer_finish: all of it, and then its name, is on the disk. */
gboolean anf_backup_writer_finish (AnfBackupWriter *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct _AnfBackupReader AnfBackupReader;

/** anf_backup_reader_new: @fd: (transfer none) */
AnfBackupReader *anf_backup_reader_new (int fd, GError **error);
void anf_backup_reader_free (AnfBackupReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfBackupReader, anf_backup_reader_free)

/**
 * anf_backup_reader_next:
 * @name: (out) (transfer none): until the next call
 * @size: (out): bytes
 *
 * Returns: 1 with a file, whose bytes anf_backup_reader_read() gives; 0 at the end, when not a byte
 * is missing or too many; -1 with @error
 */
int anf_backup_reader_next (AnfBackupReader *self, const char **name, gint64 *size, GError **error);
/** anf_backup_reader_read: Returns: how many bytes of the file there are, at most @size; 0 at its
 * end; -1 with @error: INVALID when its checksum is wrong, after which the next one can be read */
gssize anf_backup_reader_read (AnfBackupReader *self, void *bytes, gsize size, GError **error);
/** anf_backup_reader_skip: passes over the rest of the file, whatever its bytes are. */
gboolean anf_backup_reader_skip (AnfBackupReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_backup_reader_read_text: @name: of the file that was come to. Returns: (transfer full): all
 * of it; CORRUPT beyond any head or settings */
char *
anf_backup_reader_read_text (AnfBackupReader *self, const char *name, gint64 size, GError **error);
