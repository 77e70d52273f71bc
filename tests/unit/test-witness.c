/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-custody.h"
#include "anf-error.h"

#include <string.h>

/* A checkpoint of a public log (a staging one of transparency.dev) with the cosignatures of public
   witnesses, and their published keys. */
#define ARCHE_KEY                                                                                  \
  "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
#define ARCHE_TEXT                                                                                 \
  "arche2025h1.staging.ct.transparency.dev\n1432088532\n"                                          \
  "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
#define ARCHE_LINE                                                                                 \
  "— arche2025h1.staging.ct.transparency.dev "                                                   \
  "ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
#define GARDEN_KEY                                                                                 \
  "transparency.dev/DEV:witness-little-garden+d8042a87+"                                           \
  "BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM"
#define GARDEN_LINE                                                                                \
  "— transparency.dev/DEV:witness-little-garden "                                                \
  "2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/"                                                       \
  "KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY09"                                       \
  "6st5BQ==\n"
#define SMARTIT_KEY                                                                                \
  "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO"
#define SMARTIT_LINE                                                                               \
  "— witness1.smartit.nu/witness1 "                                                              \
  "pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/"                                      \
  "iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0Xwzd"                                                         \
  "ZsDsUAQ==\n"
#define REMORA_KEY "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
#define REMORA_LINE                                                                                \
  "— remora.n621.de "                                                                            \
  "2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/"          \
  "zZ0WBxtqB0"                                                                                     \
  "DrAWfBw==\n"
/* 0x6a122120 in each of the lines. */
#define ARCHE_TIME 1779573024

#define ARCHE_NOTE ARCHE_TEXT "\n" ARCHE_LINE GARDEN_LINE SMARTIT_LINE REMORA_LINE

typedef struct
{
  const char *name;
  const char *note;
  const char *key;
  int code; /* -1: it was witnessed */
} CosignatureCase;

static const CosignatureCase cosignature_cases[] = {
  { "garden", ARCHE_NOTE, GARDEN_KEY, -1 },
  { "smartit", ARCHE_NOTE, SMARTIT_KEY, -1 },
  { "remora", ARCHE_NOTE, REMORA_KEY, -1 },
  { "twice", ARCHE_NOTE REMORA_LINE, REMORA_KEY, -1 },
  { "absent", ARCHE_TEXT "\n" ARCHE_LINE GARDEN_LINE, REMORA_KEY, ANF_ERROR_DENIED },
  { "other-text", "x" ARCHE_NOTE, REMORA_KEY, ANF_ERROR_CORRUPT },
  { "one-wrong-one-right", ARCHE_NOTE "— remora.n621.de 2net5wAAAABqEiEg\n", REMORA_KEY,
    ANF_ERROR_CORRUPT },
  { "no-note", ARCHE_TEXT, REMORA_KEY, ANF_ERROR_INVALID },
};

static void
test_cosignature (gconstpointer data)
{
  const CosignatureCase *expected = data;
  g_autoptr (AnfVerifier) witness = anf_verifier_parse_witness (expected->key, NULL);
  g_assert_nonnull (witness);
  g_autoptr (GError) error = NULL;
  gint64 seconds = 0;
  const gboolean found
      = anf_cosignature_check (expected->note, strlen (expected->note), witness, &seconds, &error);
  if (expected->code >= 0)
    g_assert_error (error, ANF_ERROR, expected->code);
  else
    g_assert_no_error (error);
  g_assert_cmpint (found, ==, expected->code < 0);
  g_assert_cmpint (seconds, ==, expected->code < 0 ? ARCHE_TIME : 0);
}

/* The log's own signature stands beside those that are of another kind. */
static void
test_log_signature (void)
{
  g_autoptr (AnfVerifier) log = anf_verifier_parse (ARCHE_KEY, NULL);
  AnfTreeHead head;
  g_assert_true (anf_checkpoint_open (ARCHE_NOTE, strlen (ARCHE_NOTE), log, &head, NULL));
  g_assert_cmpuint (head.size, ==, 1432088532);
  /* A key is of one kind. */
  g_assert_null (anf_verifier_parse (REMORA_KEY, NULL));
  g_assert_null (anf_verifier_parse_witness (ARCHE_KEY, NULL));
}

/* Each bit of a cosignature and of what it is over counts. */
static void
test_every_bit (void)
{
  g_autofree char *note = g_strdup (ARCHE_TEXT "\n" REMORA_LINE);
  const gsize size = strlen (note);
  g_autoptr (AnfVerifier) witness = anf_verifier_parse_witness (REMORA_KEY, NULL);
  for (gsize bit = 0; bit < size * 8; bit++)
    {
      note[bit / 8] ^= (char)(1U << bit % 8);
      g_assert_false (anf_cosignature_check (note, size, witness, NULL, NULL));
      note[bit / 8] ^= (char)(1U << bit % 8);
    }
  g_assert_true (anf_cosignature_check (note, size, witness, NULL, NULL));
}

/* What one's key cosigned is not its signature, nor the other way round. */
static void
test_kinds_differ (void)
{
  g_autoptr (AnfSigner) log = anf_signer_generate ("example.com/log", NULL);
  const AnfTreeHead head = { .size = 1 };
  g_autofree char *note = anf_checkpoint_sign (&head, log, NULL);
  g_autofree char *log_vkey = anf_signer_dup_vkey (log);
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (log_vkey, NULL);
  log = anf_signer_to_witness (g_steal_pointer (&log));
  g_autofree char *witness_vkey = anf_signer_dup_vkey (log);
  g_autoptr (AnfVerifier) witness = anf_verifier_parse_witness (witness_vkey, NULL);
  g_assert_cmpuint (anf_verifier_get_id (witness), !=, anf_verifier_get_id (verifier));
  g_assert_false (anf_cosignature_check (note, strlen (note), witness, NULL, NULL));
  g_autofree char *line = anf_cosignature_make (note, log, 7, NULL);
  g_autofree char *text = anf_checkpoint_format ("example.com/log", &head);
  g_autofree char *cosigned = g_strconcat (text, "\n", line, NULL);
  g_autoptr (GPtrArray) trusted = g_ptr_array_new ();
  g_ptr_array_add (trusted, verifier);
  g_assert_null (anf_note_open (cosigned, strlen (cosigned), trusted, NULL));
  gint64 seconds = 0;
  g_assert_true (anf_cosignature_check (cosigned, strlen (cosigned), witness, &seconds, NULL));
  g_assert_cmpint (seconds, ==, 7);
}

/* The newest of several lines is taken, and no stranger's. */
static void
test_pick (void)
{
  g_autoptr (AnfSigner) signer = anf_signer_generate ("w", NULL);
  signer = anf_signer_to_witness (g_steal_pointer (&signer));
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autoptr (AnfVerifier) witness = anf_verifier_parse_witness (vkey, NULL);
  g_autofree char *old_line = anf_cosignature_make (ARCHE_NOTE, signer, 5, NULL);
  g_autofree char *new_line = anf_cosignature_make (ARCHE_NOTE, signer, 6, NULL);
  g_autofree char *lines = g_strconcat (old_line, REMORA_LINE, new_line, old_line, NULL);
  g_autofree char *picked = anf_cosignature_pick (ARCHE_NOTE, lines, witness, NULL);
  g_assert_cmpstr (picked, ==, new_line);
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_cosignature_pick (ARCHE_NOTE, REMORA_LINE, witness, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_DENIED);
}

/* ---- what a witness answers (c2sp.org/tlog-witness) ---- */

#define LEAVES 12

typedef struct
{
  guint8 hashes[LEAVES * ANF_HASH_SIZE];
  AnfSigner *signer;
  GPtrArray *verifiers;
  AnfTreeHead heads[LEAVES + 1];
  char *notes[LEAVES + 1];
  char *fork; /* as large as notes[5], of another root */
} Fixture;

static gboolean
read_hashes (gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error)
{
  const Fixture *fixture = data;
  memcpy (hashes, fixture->hashes + first * ANF_HASH_SIZE, (gsize)count * ANF_HASH_SIZE);
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  AnfTree tree;
  anf_tree_init (&tree);
  fixture->signer = anf_signer_generate ("example.com/log", NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (fixture->signer);
  fixture->verifiers = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_verifier_free);
  g_ptr_array_add (fixture->verifiers, anf_verifier_parse (vkey, NULL));
  for (guint i = 0; i <= LEAVES; i++)
    {
      AnfTreeNode nodes[ANF_TREE_NODES_MAX];
      guint8 *hash = fixture->hashes + (gsize)i * ANF_HASH_SIZE;
      anf_tree_get_head (&tree, &fixture->heads[i]);
      fixture->notes[i] = anf_checkpoint_sign (&fixture->heads[i], fixture->signer, NULL);
      if (i == LEAVES)
        break;
      anf_tree_hash_leaf (&i, sizeof i, hash);
      (void)anf_tree_append (&tree, hash, nodes);
    }
  AnfTreeHead other = fixture->heads[5];
  other.root[0] ^= 1;
  fixture->fork = anf_checkpoint_sign (&other, fixture->signer, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  anf_signer_free (fixture->signer);
  g_ptr_array_unref (fixture->verifiers);
  for (guint i = 0; i <= LEAVES; i++)
    g_free (fixture->notes[i]);
  g_free (fixture->fork);
}

/* @proved: the size from which the proof that goes along leads, 0 for none */
static AnfWitnessVerdict
ask (const Fixture *fixture, guint seen, guint said, guint proved, guint size)
{
  const AnfTreeReader reader = { read_hashes, (gpointer)fixture };
  g_autoptr (GByteArray) hashes
      = proved > 0 ? anf_tree_prove_consistency (&reader, proved, size, NULL) : NULL;
  g_autofree char *body = anf_witness_request_format (said, hashes, fixture->notes[size]);
  g_autoptr (AnfWitnessRequest) request = anf_witness_request_parse (body, strlen (body), NULL);
  g_assert_nonnull (request);
  g_assert_cmpstr (request->origin, ==, "example.com/log");
  AnfTreeHead head;
  return anf_witness_judge (request, &fixture->heads[seen], fixture->verifiers, &head, NULL);
}

/* Whatever was seen, exactly what continues it is cosigned. */
static void
test_growth (Fixture *fixture, gconstpointer data)
{
  for (guint seen = 0; seen <= LEAVES; seen++)
    for (guint size = 0; size <= LEAVES; size++)
      {
        const AnfWitnessVerdict expected
            = size >= seen ? ANF_WITNESS_COSIGN : ANF_WITNESS_MALFORMED;
        g_assert_cmpint (ask (fixture, seen, seen, size > seen ? seen : 0, size), ==, expected);
      }
}

typedef struct
{
  const char *name;
  guint seen;
  guint said;
  guint proved;
  guint size;
  AnfWitnessVerdict verdict;
} JudgeCase;

static const JudgeCase judge_cases[] = {
  { "old-size-of-before", 5, 4, 4, 8, ANF_WITNESS_STALE },
  { "old-size-of-later", 5, 6, 6, 8, ANF_WITNESS_STALE },
  { "first-asked", 5, 0, 0, 8, ANF_WITNESS_STALE },
  { "smaller", 5, 3, 0, 3, ANF_WITNESS_STALE },
  { "smaller-with-our-size", 5, 5, 0, 3, ANF_WITNESS_MALFORMED },
  { "no-proof", 5, 5, 0, 8, ANF_WITNESS_UNPROVEN },
  { "another-proof", 5, 5, 6, 8, ANF_WITNESS_UNPROVEN },
  { "proof-from-nothing", 0, 0, 5, 8, ANF_WITNESS_UNPROVEN },
  { "same-again", 5, 5, 0, 5, ANF_WITNESS_COSIGN },
};

static void
test_judge (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (judge_cases); i++)
    {
      const JudgeCase *row = &judge_cases[i];
      g_test_message ("%s", row->name);
      g_assert_cmpint (ask (fixture, row->seen, row->said, row->proved, row->size), ==,
                       row->verdict);
    }
}

static AnfWitnessVerdict
ask_note (const Fixture *fixture, guint64 old_size, const char *note)
{
  g_autofree char *body = anf_witness_request_format (old_size, NULL, note);
  g_autoptr (AnfWitnessRequest) request = anf_witness_request_parse (body, strlen (body), NULL);
  AnfTreeHead head;
  return anf_witness_judge (request, &fixture->heads[5], fixture->verifiers, &head, NULL);
}

static void
test_fork (Fixture *fixture, gconstpointer data)
{
  /* Proof enough whoever brings it, and whatever size they say to come from. */
  g_assert_cmpint (ask_note (fixture, 5, fixture->fork), ==, ANF_WITNESS_FORKED);
  g_assert_cmpint (ask_note (fixture, 0, fixture->fork), ==, ANF_WITNESS_FORKED);
  /* But not without the log's signature. */
  g_autoptr (AnfSigner) stranger = anf_signer_generate ("example.com/log", NULL);
  AnfTreeHead other = fixture->heads[5];
  other.root[0] ^= 1;
  g_autofree char *forged = anf_checkpoint_sign (&other, stranger, NULL);
  g_assert_cmpint (ask_note (fixture, 5, forged), ==, ANF_WITNESS_UNSIGNED);
  /* Nor with one that was changed. */
  g_autofree char *changed = g_strdup (fixture->fork);
  changed[strlen ("example.com/log\n")] = '6';
  g_assert_cmpint (ask_note (fixture, 5, changed), ==, ANF_WITNESS_UNSIGNED);
}

#define HASH "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"

static void
test_requests (void)
{
  static const char *const bad[] = {
    "",
    "old 1",
    "old 1\n",
    "old 1\n\n",
    "old 1\n\n\n",
    "new 1\n\nx\n",
    "old 01\n\nx\n",
    "old -1\n\nx\n",
    "old 1\n" HASH "x\n",
    "old 1\nAAAA\n\nx\n",
    "old 9223372036854775808\n\nx\n",
    "old 1 \n\nx\n",
    "old 1\n\nx",
    "old 1\r\n\nx\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (anf_witness_request_parse (bad[i], strlen (bad[i]), NULL));
  g_autoptr (GString) most = g_string_new ("old 1\n");
  for (guint i = 0; i < ANF_WITNESS_HASHES_MAX; i++)
    g_string_append (most, HASH);
  g_autofree char *good = g_strconcat (most->str, "\nx\n1\n", NULL);
  g_autoptr (AnfWitnessRequest) request = anf_witness_request_parse (good, strlen (good), NULL);
  g_assert_cmpuint (request->hashes->len, ==, ANF_WITNESS_HASHES_MAX * ANF_HASH_SIZE);
  g_assert_cmpstr (request->checkpoint, ==, "x\n1\n");
  g_autofree char *again
      = anf_witness_request_format (request->old_size, request->hashes, request->checkpoint);
  g_assert_cmpstr (again, ==, good);
  g_autofree char *more = g_strconcat (most->str, HASH "\nx\n1\n", NULL);
  g_assert_null (anf_witness_request_parse (more, strlen (more), NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cosignature_cases); i++)
    {
      g_autofree char *path
          = g_strconcat ("/witness/cosignature/", cosignature_cases[i].name, NULL);
      g_test_add_data_func (path, &cosignature_cases[i], test_cosignature);
    }
  g_test_add_func ("/witness/log-signature", test_log_signature);
  g_test_add_func ("/witness/every-bit", test_every_bit);
  g_test_add_func ("/witness/kinds-differ", test_kinds_differ);
  g_test_add_func ("/witness/pick", test_pick);
  g_test_add_func ("/witness/requests", test_requests);
  g_test_add ("/witness/growth", Fixture, NULL, set_up, test_growth, tear_down);
  g_test_add ("/witness/judge", Fixture, NULL, set_up, test_judge, tear_down);
  g_test_add ("/witness/fork", Fixture, NULL, set_up, test_fork, tear_down);
  return g_test_run ();
}
