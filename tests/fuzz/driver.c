/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Runs a fuzz target where libFuzzer is absent, as an ordinary test:

     fuzz-json [FOLDER-OF-SEEDS [RUNS]]     every seed, then RUNS mutations of them
     fuzz-json FILE                         one input, to look at a crash again

   The mutations are the same each time. The input that crashes is left in `PROGRAM.crash` in the
   current folder. */

#include <glib.h>

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define RUNS_DEFAULT 3000
#define SECONDS_MAX 10
#define SIZE_MAX_INPUT 65536

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
/* Present under AddressSanitizer, which dies without a signal. */
extern void __sanitizer_set_death_callback (void (*callback) (void)) __attribute__ ((weak));

/* What is being tried, for the handlers, which have no argument to carry it. */
static const GByteArray *current;
static char *crash_path;

static void
save_input (void)
{
  const int fd = open (crash_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0 || current == NULL)
    return;
  if (write (fd, current->data, current->len) != (ssize_t)current->len)
    return;
  (void)close (fd);
}

static void
on_signal (int number)
{
  save_input ();
  (void)signal (number, SIG_DFL);
  (void)raise (number);
}

static void
try_input (const GByteArray *input)
{
  /* A copy of the exact size, so that a sanitizer sees the first byte read past it. */
  g_autofree guint8 *exact = g_memdup2 (input->data, input->len);
  current = input;
  (void)LLVMFuzzerTestOneInput (exact, input->len);
  current = NULL;
}

static GByteArray *
read_seed (const char *path)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &text, &size, NULL))
    return NULL;
  GByteArray *seed = g_byte_array_new ();
  g_byte_array_append (seed, (const guint8 *)text, (guint)MIN (size, SIZE_MAX_INPUT));
  return seed;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
read_seeds (const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;
  for (; name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  g_ptr_array_add (seeds, g_byte_array_new ());
  for (guint i = 0; i < names->len; i++)
    {
      GByteArray *seed = read_seed (names->pdata[i]);
      if (seed != NULL)
        g_ptr_array_add (seeds, seed);
    }
  return seeds;
}

static void
insert_bytes (GByteArray *input, guint at, const guint8 *bytes, guint size)
{
  const guint length = input->len;
  g_byte_array_set_size (input, length + size);
  memmove (input->data + at + size, input->data + at, length - at);
  memcpy (input->data + at, bytes, size);
}

static void
mutate (GRand *rand, GByteArray *input, const GPtrArray *seeds)
{
  static const guint8 interesting[]
      = { 0x00, 0x01, 0x7F, 0x80, 0xFF, '"', '\\', '{', '[', '-', '/', '\n' };
  const GByteArray *other = seeds->pdata[g_rand_int_range (rand, 0, (gint32)seeds->len)];
  const guint at = input->len > 0 ? g_rand_int (rand) % input->len : 0;
  const guint room = input->len - at;
  const guint count = 1 + g_rand_int (rand) % 16;
  guint8 noise[16];
  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (guint8)g_rand_int (rand);
  switch (input->len > 0 ? g_rand_int_range (rand, 0, 7) : 3)
    {
    case 0:
      input->data[at] ^= (guint8)(1u << (noise[0] % 8));
      break;
    case 1:
      input->data[at] = interesting[noise[0] % sizeof interesting];
      break;
    case 2:
      g_byte_array_remove_range (input, at, MIN (count, room));
      break;
    case 3:
      insert_bytes (input, at, noise, count);
      break;
    case 4: /* repeat a piece */
      memcpy (noise, input->data + at, MIN (count, room));
      insert_bytes (input, at, noise, MIN (count, room));
      break;
    case 5: /* the head of one, the tail of another */
      g_byte_array_set_size (input, at);
      g_byte_array_append (input, other->data + MIN (at, other->len),
                           other->len - MIN (at, other->len));
      break;
    default:
      g_byte_array_set_size (input, at);
      break;
    }
}

static void
try_mutations (const GPtrArray *seeds, gint64 runs)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260918);
  const gint64 end = g_get_monotonic_time () + SECONDS_MAX * G_USEC_PER_SEC;
  for (gint64 run = 0; run < runs && g_get_monotonic_time () < end; run++)
    {
      const GByteArray *seed = seeds->pdata[g_rand_int_range (rand, 0, (gint32)seeds->len)];
      g_autoptr (GByteArray) input = g_byte_array_new ();
      g_byte_array_append (input, seed->data, seed->len);
      for (guint edits = 1 + g_rand_int (rand) % 6; edits > 0; edits--)
        mutate (rand, input, seeds);
      try_input (input);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_path_get_basename (argv[0]);
  crash_path = g_strconcat (program, ".crash", NULL);
  (void)signal (SIGABRT, on_signal);
  (void)signal (SIGTRAP, on_signal);
  if (__sanitizer_set_death_callback != NULL)
    __sanitizer_set_death_callback (save_input);
  else
    (void)signal (SIGSEGV, on_signal);

  g_autoptr (GByteArray) one
      = argc > 1 && g_file_test (argv[1], G_FILE_TEST_IS_REGULAR) ? read_seed (argv[1]) : NULL;
  if (one != NULL)
    {
      try_input (one);
      return 0;
    }
  g_autoptr (GPtrArray) seeds = read_seeds (argc > 1 ? argv[1] : NULL);
  for (guint i = 0; i < seeds->len; i++)
    try_input (seeds->pdata[i]);
  try_mutations (seeds, argc > 2 ? g_ascii_strtoll (argv[2], NULL, 10) : RUNS_DEFAULT);
  g_free (crash_path);
  return 0;
}
