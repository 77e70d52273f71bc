/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-folder.h"
#include "anf-fsck.h"
#include "anf-key-file.h"
#include "anf-sealing.h"

#include <glib/gi18n.h>

#include <string.h>

/* Whether the keys are encrypted, and nobody says what opens them: no fault of theirs. */
static gboolean
are_locked (const AnfOfficeOptions *options)
{
  g_autofree char *path = g_build_filename (options->data_dir, "keys", "log.key", NULL);
  g_autofree char *text = NULL;
  return options->passphrase_file == NULL && g_file_get_contents (path, &text, NULL, NULL)
         && strstr (text, "ENCRYPTED PRIVATE KEY") != NULL;
}

/* Returns: (transfer full) (nullable): the log's key, if it is one */
static char *
read_vkey (const AnfOfficeOptions *options, GError **error)
{
  g_autofree char *vkey = anf_folder_read_vkey (options->data_dir, error);
  g_autoptr (AnfVerifier) verifier = vkey != NULL ? anf_verifier_parse (vkey, error) : NULL;
  return verifier != NULL ? g_steal_pointer (&vkey) : NULL;
}

/* Without the secret half everything can still be looked at, but for what it alone opens. */
static void
open_log_key (AnfFsck *self, const AnfOfficeOptions *options)
{
  g_autoptr (GError) error = NULL;
  if (!self->locked)
    self->signer = anf_folder_load_signer (options, &error);
  if (error != NULL)
    anf_fsck_fault (self,
                    _ ("the log's key (keys/log.key, log.vkey): %s; the service does not start "
                       "with it: put the folder keys "
                       "back from its copy, readable by the service's account alone"),
                    error->message);
  g_clear_error (&error);
  self->vkey = read_vkey (options, &error);
  if (self->vkey == NULL && self->locked)
    anf_fsck_fault (self,
                    _ ("the log's key (keys/log.vkey): %s; put the folder keys back from its copy"),
                    error->message);
}

static void
open_pack_key (AnfFsck *self, const AnfOfficeOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *certificate = NULL;
  char *key = NULL;
  if (!anf_folder_load_pack_signer (options, &key, &certificate, &error))
    anf_fsck_fault (self,
                    _ ("the key that signs packs: %s; the service does not start without it: put "
                       "the folder keys back from its copy"),
                    error->message);
  anf_key_file_forget (key);
}

void
anf_fsck_keys (AnfFsck *self, AnfStore *store, const AnfOfficeOptions *options)
{
  g_autoptr (GError) error = NULL;
  self->locked = are_locked (options);
  open_log_key (self, options);
  if (self->locked)
    {
      anf_fsck_note (self,
                     _ ("the keys are encrypted, and no passphrase was given: whether they are "
                        "the right ones, and the names that they open, was not checked; "
                        "say where the passphrase is (key_passphrase_file)"));
      return;
    }
  open_pack_key (self, options);
  if (!anf_sealing_look (store, options, &self->sealer, &error))
    anf_fsck_fault (self, "%s", error->message);
}
