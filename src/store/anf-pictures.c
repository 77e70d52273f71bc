/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pictures.h"

#include "anf-sql.h"

/* Multi-index hashing (Norouzi, Punjani, Fleet: Fast Search in Hamming Space with Multi-Index
   Hashing, CVPR 2012): of hashes at most B bits apart, one quarter is at most B / 4 bits apart. */
#define BANDS 4
#define BAND_BITS (64 / BANDS)
/* Of one place. More are there only where thousands are of one scene. */
#define PLACE_MAX 20000

#define COLUMNS "seq, id, parent, sha256, picture, phash"

typedef struct
{
  gint64 seq;
  guint bits;
} Candidate;

typedef struct
{
  AnfTx *tx;
  const AnfPicture *picture;
  guint64 hash; /* of it, in the way in which it is looked for at present */
  guint bits;
  GArray *found;    /* Candidate */
  GHashTable *seen; /* seq → where in @found, plus 1 */
} Search;

void
anf_picture_free (AnfPicture *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->parent);
  g_free (self->sha256);
  g_free (self->picture);
  g_free (self);
}

/* Every fourth bit, so that each quarter has of the low and the high frequencies. */
static guint
get_band (guint64 phash, guint band)
{
  guint value = 0;
  for (guint i = 0; i < BAND_BITS; i++)
    value |= (guint)(phash >> (i * BANDS + band) & 1) << i;
  return value;
}

static gboolean
add_bands (AnfTx *tx, const AnfPicture *picture, GError **error)
{
  for (guint band = 0; band < BANDS; band++)
    if (!anf_tx_run (tx, NULL, error,
                     "INSERT INTO picture_band (band, value, seq, phash) VALUES (?1, ?2, ?3, ?4)",
                     "iiii", (gint64)band, (gint64)get_band (picture->phash, band), picture->seq,
                     (gint64)picture->phash))
      return FALSE;
  return TRUE;
}

gboolean
anf_pictures_add (AnfTx *tx, const AnfPicture *picture, GError **error)
{
  int changes = 0;
  if (!anf_tx_run (tx, &changes, error,
                   "INSERT INTO picture (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5,"
                   " iif (?7, ?6, NULL)) ON CONFLICT DO NOTHING",
                   "ittttii", picture->seq, picture->id, picture->parent, picture->sha256,
                   picture->picture, (gint64)picture->phash, (gint64)picture->hashed))
    return FALSE;
  return changes == 0 || !picture->hashed || add_bands (tx, picture, error);
}

gboolean
anf_pictures_has (AnfTx *tx, gint64 seq, gboolean *has, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT 1 FROM picture WHERE seq = ?1", "i", seq);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  *has = step == 1;
  return step >= 0;
}

static AnfPicture *
take_row (AnfCursor *cursor)
{
  AnfPicture *found = g_new0 (AnfPicture, 1);
  found->seq = anf_cursor_int (cursor, 0);
  found->id = g_strdup (anf_cursor_text (cursor, 1));
  found->parent = g_strdup (anf_cursor_text (cursor, 2));
  found->sha256 = g_strdup (anf_cursor_text (cursor, 3));
  found->picture = g_strdup (anf_cursor_text (cursor, 4));
  found->hashed = anf_cursor_text (cursor, 5) != NULL;
  found->phash = (guint64)anf_cursor_int (cursor, 5);
  return found;
}

GPtrArray *
anf_pictures_find_same (AnfTx *tx, const AnfPicture *picture, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_picture_free);
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT " COLUMNS " FROM (SELECT " COLUMNS " FROM picture WHERE sha256 = ?1 AND seq < ?3"
      " UNION SELECT " COLUMNS " FROM picture WHERE picture = ?2 AND seq < ?3)"
      " WHERE parent <> ?4 ORDER BY seq LIMIT ?5",
      "ttiti", picture->sha256, picture->picture, picture->seq, picture->parent, (gint64)limit);
  if (cursor == NULL)
    return NULL;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    g_ptr_array_add (found, take_row (cursor));
  return step == 0 ? g_steal_pointer (&found) : NULL;
}

/* The fewest bits count when it is near in more ways than one. */
static void
note (Search *self, Candidate candidate)
{
  const guint at = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, &candidate.seq));
  if (at > 0)
    {
      Candidate *known = &g_array_index (self->found, Candidate, at - 1);
      known->bits = MIN (known->bits, candidate.bits);
      return;
    }
  g_array_append_val (self->found, candidate);
  g_hash_table_insert (self->seen, g_memdup2 (&candidate.seq, sizeof candidate.seq),
                       GUINT_TO_POINTER (self->found->len));
}

static gboolean
look_into (Search *self, guint band, guint value, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (self->tx, error,
                      "SELECT seq, phash FROM picture_band WHERE band = ?1 AND value = ?2"
                      " AND seq < ?3 ORDER BY seq LIMIT ?4",
                      "iiii", (gint64)band, (gint64)value, self->picture->seq, (gint64)PLACE_MAX);
  if (cursor == NULL)
    return FALSE;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      const guint64 other = (guint64)anf_cursor_int (cursor, 1);
      const Candidate found
          = { anf_cursor_int (cursor, 0), (guint)__builtin_popcountll (other ^ self->hash) };
      if (found.bits <= self->bits)
        note (self, found);
    }
  return step == 0;
}

/* Every value that differs from @value in up to @left of the bits from @from on. */
static gboolean
look_around (Search *self, guint band, guint value, guint left, guint from, GError **error)
{
  if (!look_into (self, band, value, error))
    return FALSE;
  for (guint i = from; left > 0 && i < BAND_BITS; i++)
    if (!look_around (self, band, value ^ 1u << i, left - 1, i + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
look_for (Search *self, guint64 hash, GError **error)
{
  self->hash = hash;
  for (guint band = 0; band < BANDS; band++)
    if (!look_around (self, band, get_band (hash, band), self->bits / BANDS, 0, error))
      return FALSE;
  return TRUE;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a;
  const Candidate *right = b;
  if (left->bits != right->bits)
    return left->bits < right->bits ? -1 : 1;
  return left->seq < right->seq ? -1 : left->seq > right->seq;
}

static gboolean
take_candidate (const Search *self, const Candidate *candidate, GPtrArray *found, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      self->tx, error, "SELECT " COLUMNS " FROM picture WHERE seq = ?1 AND parent <> ?2", "it",
      candidate->seq, self->picture->parent);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step != 1)
    return step == 0;
  AnfPicture *picture = take_row (cursor);
  picture->bits = candidate->bits;
  g_ptr_array_add (found, picture);
  return TRUE;
}

GPtrArray *
anf_pictures_find_near (
    AnfTx *tx, const AnfPicture *picture, guint bits, guint limit, GError **error)
{
  g_return_val_if_fail (bits <= ANF_PICTURES_BITS_MAX, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_picture_free);
  if (!picture->hashed)
    return g_steal_pointer (&found);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Search search = { .tx = tx, .picture = picture, .bits = bits, .found = candidates, .seen = seen };
  if (!look_for (&search, picture->phash, error))
    return NULL;
  for (guint i = 0; i < picture->n_turned; i++)
    if (!look_for (&search, picture->turned[i], error))
      return NULL;
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len && found->len < limit; i++)
    if (!take_candidate (&search, &g_array_index (candidates, Candidate, i), found, error))
      return NULL;
  return g_steal_pointer (&found);
}
