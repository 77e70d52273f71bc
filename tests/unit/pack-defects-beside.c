/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
/* What can be wrong with what others signed, and with the log's changes of key. */
#include "anf-bag.h"

#include "pack-defects.h"
#include "pack-sample-keys.h"
#include "pack-witnessed.h"
#include <string.h>

/* Leaves of what the witness signed of the pack that is forged; and of its log when it changed its
   key, and the new key signed it. */
#define WITNESSED 14
#define CONTINUED 16

static void
forge_cosigned (PackForge *f)
{
  g_autofree char *note = pack_forge_get (f, ANF_PACK_COSIGNED);
  memcpy (strstr (note, "\n14\n"), "\n15\n", 4);
  pack_forge_set (f, ANF_PACK_COSIGNED, note);
  pack_defects_reseal (f);
}
/* What only who has the log's key can do: show the witness another log than the discipline body. */
static void
forge_cosigned_fork (PackForge *f)
{
  g_autofree char *note = pack_witnessed_fork (WITNESSED);
  pack_forge_set (f, ANF_PACK_COSIGNED, note);
  pack_defects_reseal (f);
}
static void
forge_cosigned_twin (PackForge *f)
{
  g_autofree char *note = pack_witnessed_fork (11);
  pack_forge_set (f, ANF_PACK_COSIGNED, note);
  pack_forge_remove (f, ANF_PACK_CONSISTENCY);
  pack_defects_reseal (f);
}
static void
forge_no_consistency (PackForge *f)
{
  pack_forge_remove (f, ANF_PACK_CONSISTENCY);
  pack_defects_reseal (f);
}
static void
forge_consistency (PackForge *f)
{
  g_autofree char *hashes = pack_forge_get (f, ANF_PACK_CONSISTENCY);
  hashes[0] = hashes[0] == 'A' ? 'B' : 'A';
  pack_forge_set (f, ANF_PACK_CONSISTENCY, hashes);
  pack_defects_reseal (f);
}
static void
forge_consistency_long (PackForge *f)
{
  g_autofree char *hashes = pack_forge_get (f, ANF_PACK_CONSISTENCY);
  g_autofree char *line = g_strndup (hashes, strcspn (hashes, "\n") + 1);
  g_autofree char *longer = g_strconcat (hashes, line, NULL);
  pack_forge_set (f, ANF_PACK_CONSISTENCY, longer);
  pack_defects_reseal (f);
}
static void
forge_consistency_alone (PackForge *f)
{
  pack_forge_remove (f, ANF_PACK_COSIGNED);
  pack_defects_reseal (f);
}
static void
forge_continued (PackForge *f)
{
  g_autofree char *note = pack_forge_get (f, ANF_PACK_CONTINUED);
  memcpy (strstr (note, "\n16\n"), "\n17\n", 4);
  pack_forge_set (f, ANF_PACK_CONTINUED, note);
  pack_defects_reseal (f);
}
/* What the newest key signed of another log than this one. */
static void
forge_continued_fork (PackForge *f)
{
  g_autofree char *note = pack_witnessed_fork_continued (CONTINUED);
  pack_forge_set (f, ANF_PACK_CONTINUED, note);
  pack_defects_reseal (f);
}
/* The log's own state, by a key that the log never had. */
static void
forge_continued_key (PackForge *f)
{
  pack_forge_set (f, ANF_PACK_CONTINUED_KEY,
                  "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n");
  pack_defects_reseal (f);
}
static void
forge_continued_keyless (PackForge *f)
{
  pack_forge_remove (f, ANF_PACK_CONTINUED_KEY);
  pack_defects_reseal (f);
}
static void
forge_continued_inconsistent (PackForge *f)
{
  g_autofree char *hashes = pack_forge_get (f, ANF_PACK_CONTINUED_CONSISTENCY);
  hashes[0] = hashes[0] == 'A' ? 'B' : 'A';
  pack_forge_set (f, ANF_PACK_CONTINUED_CONSISTENCY, hashes);
  pack_defects_reseal (f);
}
static void
forge_continued_unproved (PackForge *f)
{
  pack_forge_remove (f, ANF_PACK_CONTINUED_CONSISTENCY);
  pack_defects_reseal (f);
}
static void
forge_continued_gone (PackForge *f)
{
  g_autofree char *vkey = pack_forge_get (f, ANF_PACK_CONTINUED_KEY);
  pack_forge_remove (f, ANF_PACK_CONTINUED);
  pack_forge_set (f, ANF_PACK_CONTINUED_KEY, vkey);
  pack_defects_reseal (f);
}
static void
forge_overtaken (PackForge *f)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  g_free (pack_witnessed_add_overtaken (sample, 8));
  pack_forge_remove (f, "proofs/rotation-");
  pack_forge_remove (f, ANF_PACK_CONTINUED);
  for (guint i = 0; i < sample->plan->extras->len; i++)
    {
      const AnfPackItem *extra = g_ptr_array_index (sample->plan->extras, i);
      pack_forge_set_bytes (f, extra->path, g_bytes_ref (extra->bytes));
    }
  pack_defects_reseal (f);
}
/* As if the old key had been the log's for longer. */
static void
forge_change (PackForge *f)
{
  g_autofree char *note = pack_forge_get (f, "proofs/rotation-001.note");
  memcpy (strstr (note, "\n16\n"), "\n15\n", 4);
  pack_forge_set (f, "proofs/rotation-001.note", note);
  pack_defects_reseal (f);
}
/* No two of them lead away from one key. */
static void
forge_second_change (PackForge *f)
{
  pack_forge_copy (f, "proofs/rotation-001.note", "proofs/rotation-002.note");
  pack_defects_reseal (f);
}
/* Who stole the old key leaves out what the new one signed. */
static void
forge_past (PackForge *f)
{
  pack_forge_remove (f, ANF_PACK_CONTINUED);
  pack_defects_reseal (f);
}
/* Of two keys that nobody can tell to be the log's. */
static void
forge_foreign_change (PackForge *f)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  pack_witnessed_add_foreign (sample);
  const AnfPackItem *note = g_ptr_array_index (sample->plan->extras, 0);
  pack_forge_remove (f, ANF_PACK_CONTINUED);
  pack_forge_set_bytes (f, note->path, g_bytes_ref (note->bytes));
  pack_defects_reseal (f);
}
/* Where nobody looks for one. */
static void
forge_misnumbered (PackForge *f)
{
  pack_forge_copy (f, "proofs/rotation-001.note", "proofs/rotation-003.note");
  pack_defects_reseal (f);
}
static void
forge_no_change (PackForge *f)
{
  pack_forge_remove (f, "proofs/rotation-001.note");
  pack_defects_reseal (f);
}
static const PackDefect defects[] = {
  { "cosigned-resealed", forge_cosigned, "checkpoint", "proofs/cosigned", "ggggb" },
  { "cosigned-fork", forge_cosigned_fork, "checkpoint", "proofs/cosigned", "ggggb" },
  { "cosigned-twin", forge_cosigned_twin, "checkpoint", "proofs/cosigned", "ggggb" },
  { "no-consistency", forge_no_consistency, "checkpoint", "proofs/cosigned", "ggggb" },
  { "consistency", forge_consistency, "checkpoint", "proofs/cosigned", "ggggb" },
  { "consistency-long", forge_consistency_long, "checkpoint", "proofs/cosigned", "ggggb" },
  { "consistency-alone", forge_consistency_alone, "checkpoint", "proofs/consistency", "ggggb" },
  { "continued-resealed", forge_continued, "checkpoint", "proofs/continued", "ggggb" },
  { "continued-fork", forge_continued_fork, "checkpoint", "proofs/continued", "ggggb" },
  { "continued-key", forge_continued_key, "checkpoint", "proofs/continued", "ggggb" },
  { "continued-keyless", forge_continued_keyless, "checkpoint", "proofs/continued", "ggggb" },
  { "continued-inconsistent", forge_continued_inconsistent, "checkpoint", "proofs/continued",
    "ggggb" },
  { "continued-unproved", forge_continued_unproved, "checkpoint", "proofs/continued", "ggggb" },
  { "continued-gone", forge_continued_gone, "checkpoint", "proofs/continued.vkey", "ggggb" },
  { "overtaken-resealed", forge_overtaken, "checkpoint", "proofs/continued", "ggggb" },
  { "change-of-key", forge_change, "checkpoint", "proofs/continued", "ggggb" },
  { "second-change-of-key", forge_second_change, "log-key", "proofs/rotation-002.note", "ggggb" },
  { "key-of-the-past", forge_past, "log-key", "proofs/rotation-001.note", "ggggb" },
  { "foreign-change-of-key", forge_foreign_change, "log-key", "proofs/rotation-001.note", "ggggb" },
  { "misnumbered-change-of-key", forge_misnumbered, "log-key", "proofs/rotation-003.note",
    "ggggb" },
  { "no-change-of-key", forge_no_change, "checkpoint", "proofs/continued", "ggggb" },
};

const PackDefect *
pack_defects_get_beside (guint i)
{
  return i < G_N_ELEMENTS (defects) ? &defects[i] : NULL;
}

void
pack_defects_prepare (PackSample *sample)
{
  pack_witnessed_add (sample, WITNESSED);
  g_free (pack_witnessed_add_continued (sample, CONTINUED, CONTINUED));
}

void
pack_defects_reseal (PackForge *forge)
{
  pack_forge_reseal (forge, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
