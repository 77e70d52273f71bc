/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-custody.h"
#include "anf-error.h"

#include <string.h>

#define NAME "example.com/log"

/* Keys that follow one another, and the notes that say so. */
typedef struct
{
  AnfSigner *signers[4];
  char *vkeys[4];
  char *notes[3];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->signers); i++)
    {
      fixture->signers[i] = anf_signer_generate (NAME, NULL);
      fixture->vkeys[i] = anf_signer_dup_vkey (fixture->signers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fixture->notes); i++)
    fixture->notes[i]
        = anf_rotation_sign (10 * (i + 1), fixture->signers[i], fixture->signers[i + 1], NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->signers); i++)
    {
      anf_signer_free (fixture->signers[i]);
      g_free (fixture->vkeys[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fixture->notes); i++)
    g_free (fixture->notes[i]);
}

static gboolean
opens (const char *note, gsize size)
{
  g_autoptr (AnfRotation) rotation = anf_rotation_open (note, size, NULL);
  return rotation != NULL;
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  char *note = fixture->notes[0];
  const gsize size = strlen (note);
  g_autoptr (AnfRotation) rotation = anf_rotation_open (note, size, NULL);
  g_assert_cmpuint (rotation->size, ==, 10);
  g_assert_cmpstr (rotation->old_vkey, ==, fixture->vkeys[0]);
  g_assert_cmpstr (rotation->new_vkey, ==, fixture->vkeys[1]);
  for (gsize bit = 0; bit < size * 8; bit++)
    {
      note[bit / 8] ^= (char)(1U << bit % 8);
      g_assert_false (opens (note, size));
      note[bit / 8] ^= (char)(1U << bit % 8);
    }
}

/* Both must have signed: the old one, or anyone could take a log over; the new one, or a key could
   be made another log's. */
static void
test_both_sign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strdup_printf ("anfang/key-rotation@v1\n" NAME "\n10\n%s\n%s\n",
                                           fixture->vkeys[0], fixture->vkeys[1]);
  g_autofree char *by_old = anf_note_sign (text, fixture->signers[0], NULL);
  g_autofree char *by_new = anf_note_sign (text, fixture->signers[1], NULL);
  g_autofree char *by_both = anf_note_add_signature (by_old, fixture->signers[1], NULL);
  g_autofree char *by_stranger = anf_note_add_signature (by_new, fixture->signers[2], NULL);
  g_assert_cmpstr (by_both, ==, fixture->notes[0]);
  g_assert_false (opens (by_old, strlen (by_old)));
  g_assert_false (opens (by_new, strlen (by_new)));
  g_assert_false (opens (by_stranger, strlen (by_stranger)));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnfSigner) other = anf_signer_generate ("example.com/other", NULL);
  g_autofree char *to_other = anf_rotation_sign (10, fixture->signers[0], other, NULL);
  g_autofree char *from_other = anf_rotation_sign (10, other, fixture->signers[0], NULL);
  g_autofree char *to_itself
      = anf_rotation_sign (10, fixture->signers[0], fixture->signers[0], NULL);
  g_assert_false (opens (to_other, strlen (to_other)));
  g_assert_false (opens (from_other, strlen (from_other)));
  g_assert_false (opens (to_itself, strlen (to_itself)));
  /* A checkpoint is no change of key, and a change of key no checkpoint. */
  const AnfTreeHead head = { .size = 10 };
  g_autofree char *checkpoint = anf_checkpoint_sign (&head, fixture->signers[0], NULL);
  g_assert_false (opens (checkpoint, strlen (checkpoint)));
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (fixture->vkeys[0], NULL);
  AnfTreeHead read;
  g_assert_false (
      anf_checkpoint_open (fixture->notes[0], strlen (fixture->notes[0]), verifier, &read, NULL));
}

/* @first: the key that is trusted; @given: which notes are shown, in order. Returns: how many keys
   are trusted then */
static guint
follow (const Fixture *fixture, guint first, const char *given)
{
  g_autoptr (GPtrArray) vkeys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_ptr_array_add (vkeys, g_strdup (fixture->vkeys[first]));
  for (const char *at = given; *at != '\0'; at++)
    g_ptr_array_add (notes, fixture->notes[*at - '0']);
  g_assert_true (anf_rotation_follow (vkeys, notes, NULL));
  for (guint i = 0; i < vkeys->len; i++)
    g_assert_cmpstr (g_ptr_array_index (vkeys, i), ==, fixture->vkeys[first + i]);
  return vkeys->len;
}

static void
test_follow (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (follow (fixture, 0, "012"), ==, 4);
  g_assert_cmpuint (follow (fixture, 1, "012"), ==, 3);
  g_assert_cmpuint (follow (fixture, 3, "012"), ==, 1);
  g_assert_cmpuint (follow (fixture, 0, ""), ==, 1);
  /* One that is left out breaks the chain; backwards there is no way. */
  g_assert_cmpuint (follow (fixture, 0, "02"), ==, 2);
  g_assert_cmpuint (follow (fixture, 0, "12"), ==, 1);
  g_assert_cmpuint (follow (fixture, 2, "10"), ==, 1);
  g_autoptr (GPtrArray) vkeys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_ptr_array_add (notes, (gpointer) "nonsense\n");
  g_assert_false (anf_rotation_follow (vkeys, notes, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rotation/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/rotation/both-sign", Fixture, NULL, set_up, test_both_sign, tear_down);
  g_test_add ("/rotation/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/rotation/follow", Fixture, NULL, set_up, test_follow, tear_down);
  return g_test_run ();
}
