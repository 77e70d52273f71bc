/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-key-file.h"

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The examples of c2sp.org/signed-note and c2sp.org/tlog-checkpoint. */
#define FOO_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_TEXT "This is an example message.\n"
#define FOO_LINE                                                                                     \
  "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuw" \
  "HjG1Yu72IneyaQM=\n"
#define FOO_NOTE FOO_TEXT "\n" FOO_LINE

/* The vectors of Go's golang.org/x/mod/sumdb/note. */
#define PETER_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define ENOCH_KEY "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#define PETER_TEXT                                                                                 \
  "If you think cryptography is the answer to your problem,\n"                                     \
  "then you don't know what your problem is.\n"
#define PETER_LINE                                                                                   \
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6" \
  "KE6RyyBwJnAM=\n"
#define ENOCH_LINE                                                                                   \
  "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WW" \
  "d1RvMc+QQ=\n"

/* Go's private key of PeterNeumann, set into PKCS #8 (RFC 8410). */
#define PETER_PEM                                                                                  \
  "-----BEGIN PRIVATE KEY-----\n"                                                                  \
  "MC4CAQAwBQYDK2VwBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n"                             \
  "-----END PRIVATE KEY-----\n"

static GPtrArray *
make_verifiers (const char *first, const char *second)
{
  GPtrArray *verifiers = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_verifier_free);
  const char *const keys[] = { first, second };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i] != NULL)
      {
        g_autoptr (GError) error = NULL;
        AnfVerifier *verifier = anf_verifier_parse (keys[i], &error);
        g_assert_no_error (error);
        g_ptr_array_add (verifiers, verifier);
      }
  return verifiers;
}

typedef struct
{
  const char *name;
  const char *note;
  const char *keys[2];
  const char *text;
  AnfErrorCode code;
} NoteCase;

#define TWICE(line) line line
#define SIXTEEN(line) TWICE (TWICE (TWICE (TWICE (line))))

static const NoteCase note_cases[] = {
  { "c2sp", FOO_NOTE, { FOO_KEY }, FOO_TEXT },
  { "one-of-two", PETER_TEXT "\n" PETER_LINE ENOCH_LINE, { PETER_KEY }, PETER_TEXT },
  { "other-of-two", PETER_TEXT "\n" PETER_LINE ENOCH_LINE, { ENOCH_KEY }, PETER_TEXT },
  { "both", PETER_TEXT "\n" PETER_LINE ENOCH_LINE, { PETER_KEY, ENOCH_KEY }, PETER_TEXT },
  { "twice", PETER_TEXT "\n" TWICE (PETER_LINE), { PETER_KEY }, PETER_TEXT },
  { "sixteen", PETER_TEXT "\n" SIXTEEN (ENOCH_LINE) PETER_LINE, { PETER_KEY }, PETER_TEXT },
  { "same-name-other-id",
    FOO_TEXT "\n— example.com/foo AAAAAAAAAAA=\n" FOO_LINE,
    { FOO_KEY },
    FOO_TEXT },
  { "nobody-trusted", PETER_TEXT "\n" PETER_LINE, { NULL }, NULL, ANF_ERROR_DENIED },
  { "stranger", PETER_TEXT "\n" PETER_LINE, { ENOCH_KEY }, NULL, ANF_ERROR_DENIED },
  { "one-wrong-one-right",
    FOO_TEXT "\n— example.com/foo Uw2QOkn8srU=\n" FOO_LINE,
    { FOO_KEY },
    NULL,
    ANF_ERROR_CORRUPT },
  { "other-text", "x" FOO_NOTE, { FOO_KEY }, NULL, ANF_ERROR_CORRUPT },
  { "foreign-signature", PETER_TEXT "\n" FOO_LINE, { FOO_KEY }, NULL, ANF_ERROR_CORRUPT },
  { "empty", "", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "nothing-signed", FOO_TEXT, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "no-lines", FOO_TEXT "\n", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "only-signature", FOO_LINE, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "control", "\x01" FOO_NOTE, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "return", "\r" FOO_NOTE, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "not-utf8", "\xff" FOO_NOTE, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "line-after", FOO_NOTE "Unexpected line.\n", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "blank-after", FOO_NOTE "\n", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "hyphen", FOO_TEXT "\n- example.com/foo Uw2QOkn8srU=\n", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "blank-in-name", FOO_TEXT "\n— Bad Name Uw2QOkn8srU=\n", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "plus-in-name", FOO_TEXT "\n— a+b Uw2QOkn8srU=\n", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "two-blanks", FOO_TEXT "\n— a  Uw2QOkn8srU=\n", { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "id-only", FOO_TEXT "\n— a Uw2QOg==\n" FOO_LINE, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "spare-bits", FOO_TEXT "\n— a Uw2QOkn8srV=\n" FOO_LINE, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
  { "no-padding", FOO_TEXT "\n— a Uw2QOkn8srU\n" FOO_LINE, { FOO_KEY }, NULL, ANF_ERROR_INVALID },
};

static void
test_open (gconstpointer data)
{
  const NoteCase *expected = data;
  g_autoptr (GPtrArray) verifiers = make_verifiers (expected->keys[0], expected->keys[1]);
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = anf_note_open (expected->note, strlen (expected->note), verifiers, &error);
  g_assert_cmpstr (text, ==, expected->text);
  if (expected->text == NULL)
    g_assert_error (error, ANF_ERROR, (int)expected->code);
}

static gboolean
opens (const char *note, gsize size, const GPtrArray *verifiers)
{
  g_autofree char *text = anf_note_open (note, size, verifiers, NULL);
  return text != NULL;
}

/* One note has one spelling: no bit of it can be another, no byte be lost or added. */
static void
test_every_change (void)
{
  g_autoptr (GPtrArray) verifiers = make_verifiers (FOO_KEY, NULL);
  char note[] = FOO_NOTE "x";
  const gsize size = sizeof note - 2;
  g_assert_true (opens (note, size, verifiers));
  for (gsize bit = 0; bit < size * 8; bit++)
    {
      note[bit / 8] ^= (char)(1U << bit % 8);
      g_assert_false (opens (note, size, verifiers));
      note[bit / 8] ^= (char)(1U << bit % 8);
    }
  for (gsize cut = 0; cut < size; cut++)
    g_assert_false (opens (note, cut, verifiers));
  g_assert_false (opens (note, size + 1, verifiers));
}

static char *
repeat_line (guint count)
{
  GString *note = g_string_new (FOO_TEXT "\n");
  for (guint i = 0; i < count; i++)
    g_string_append (note, FOO_LINE);
  return g_string_free (note, FALSE);
}

static void
test_limits (void)
{
  g_autoptr (GPtrArray) verifiers = make_verifiers (FOO_KEY, NULL);
  g_autofree char *most = repeat_line (ANF_NOTE_SIGNATURES_MAX);
  g_autofree char *more = repeat_line (ANF_NOTE_SIGNATURES_MAX + 1);
  g_assert_true (opens (most, strlen (most), verifiers));
  g_assert_false (opens (more, strlen (more), verifiers));
  g_autoptr (AnfSigner) signer = anf_signer_generate ("a", NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autoptr (GPtrArray) own = make_verifiers (vkey, NULL);
  const gsize line = strlen ("\n— a \n") + 92;
  g_autofree char *text = g_strnfill (ANF_NOTE_SIZE_MAX - line, 'x');
  text[strlen (text) - 1] = '\n';
  g_autofree char *note = anf_note_sign (text, signer, NULL);
  g_assert_cmpuint (strlen (note), ==, ANF_NOTE_SIZE_MAX);
  g_assert_true (opens (note, strlen (note), own));
  g_autofree char *longer = g_strconcat ("x", text, NULL);
  g_autofree char *too_long = anf_note_sign (longer, signer, NULL);
  g_assert_false (opens (too_long, strlen (too_long), own));
}

static const char *const bad_keys[] = {
  "",
  "example.com/foo",
  "example.com/foo+530d903a",
  "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
  "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
  "example com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  /* Go's: a key of the wrong length and one of an unknown type, each with the id that fits. */
  "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
  "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
};

static void
test_bad_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_keys); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_verifier_parse (bad_keys[i], &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
  static const char *const bad_names[]
      = { "", "a b", "a+b", "a\nb", "a\u00a0b", "a\u3000", "\xff" };
  for (guint i = 0; i < G_N_ELEMENTS (bad_names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_signer_generate (bad_names[i], &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
  g_autofree char *longest = g_strnfill (ANF_KEY_NAME_MAX, 'a');
  g_autofree char *longer = g_strnfill (ANF_KEY_NAME_MAX + 1, 'a');
  g_assert_true (anf_key_name_is_valid (longest));
  g_assert_false (anf_key_name_is_valid (longer));
  g_assert_true (anf_key_name_is_valid ("暗访.example/日志"));
}

static char *
write_key (const char *folder, const char *pem, int mode)
{
  char *path = g_build_filename (folder, "log.key", NULL);
  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
  return path;
}

/* Go signs the same text to the same bytes with the same key. */
static void
test_sign_like_go (void)
{
  g_autofree char *folder = g_dir_make_tmp ("anf-note-XXXXXX", NULL);
  g_autofree char *path = write_key (folder, PETER_PEM, 0600);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfSigner) signer = anf_signer_load ("PeterNeumann", path, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_assert_cmpstr (vkey, ==, PETER_KEY);
  g_autofree char *note = anf_note_sign (PETER_TEXT, signer, NULL);
  g_assert_cmpstr (note, ==, PETER_TEXT "\n" PETER_LINE);
  g_autofree char *second = anf_note_add_signature (PETER_TEXT "\n" ENOCH_LINE, signer, NULL);
  g_assert_cmpstr (second, ==, PETER_TEXT "\n" ENOCH_LINE PETER_LINE);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_refuse_to_sign (void)
{
  static const char *const texts[] = { "", "no newline", "tab\t\n", "\xff\n" };
  g_autoptr (AnfSigner) signer = anf_signer_generate ("a", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_note_sign (texts[i], signer, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
      g_assert_null (anf_note_add_signature (texts[i], signer, NULL));
    }
}

/* A key comes back from its file, which nobody else may read and nothing may replace. */
static void
test_key_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("anf-note-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "log.key", NULL);
  g_autoptr (AnfSigner) made = anf_signer_generate ("example.com/log", NULL);
  g_assert_true (anf_signer_save (made, path, NULL, NULL));
  struct stat status;
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
  g_autoptr (GError) error = NULL;
  g_assert_false (anf_signer_save (made, path, NULL, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CONFLICT);
  g_clear_error (&error);
  g_autoptr (AnfSigner) read = anf_signer_load ("example.com/log", path, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *made_vkey = anf_signer_dup_vkey (made);
  g_autofree char *read_vkey = anf_signer_dup_vkey (read);
  g_assert_cmpstr (read_vkey, ==, made_vkey);
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_null (anf_signer_load ("example.com/log", path, NULL, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_null (anf_signer_load ("example.com/log", link, NULL, NULL));
  g_assert_cmpint (g_remove (link), ==, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_null (anf_signer_load ("example.com/log", path, NULL, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_NOT_FOUND);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* openssl genpkey -algorithm ed25519 | openssl pkcs8 -topk8 -passout pass:x, whose password must
   not be asked for on the terminal; an X25519 key; no key at all. */
static const struct
{
  AnfErrorCode code;
  const char *pem;
} foreign_pems[] = {
  { ANF_ERROR_DENIED, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                      "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgCQWBA7iptigICCAAw\n"
                      "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECeZ4dV+SdWcqL2RY/BYweEEQDIk\n"
                      "tXE5spcdW3+IR1ImZ6imOi8rbQkLIoqKKXVMbQxH3UVqrynjs0yGQTsbGPXLDxR7\n"
                      "Xpq6XYoM8jF0JB1q/EY=\n"
                      "-----END ENCRYPTED PRIVATE KEY-----\n" },
  { ANF_ERROR_INVALID, "-----BEGIN PRIVATE KEY-----\n"
                       "MC4CAQAwBQYDK2VuBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n"
                       "-----END PRIVATE KEY-----\n" },
  { ANF_ERROR_INVALID, "" },
  { ANF_ERROR_INVALID, "not a key\n" },
};

static void
test_foreign_keys (void)
{
  g_autofree char *folder = g_dir_make_tmp ("anf-note-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (foreign_pems); i++)
    {
      g_autofree char *path = write_key (folder, foreign_pems[i].pem, 0600);
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_signer_load ("a", path, NULL, &error));
      g_assert_error (error, ANF_ERROR, (int)foreign_pems[i].code);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A key that OpenSSL's own program encrypted opens with its passphrase and with no other. */
static void
test_passphrase (void)
{
  g_autofree char *folder = g_dir_make_tmp ("anf-note-XXXXXX", NULL);
  g_autofree char *path = write_key (folder, foreign_pems[0].pem, 0600);
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_signer_load ("a", path, "y", &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_DENIED);
  g_autoptr (AnfSigner) signer = anf_signer_load ("a", path, "x", NULL);
  g_assert_nonnull (signer);
  g_assert_cmpint (g_remove (path), ==, 0);

  /* One of ours is encrypted in place, once, and is still the same key. */
  g_assert_true (anf_signer_save (signer, path, NULL, NULL));
  g_assert_true (anf_key_file_encrypt (path, "a long passphrase", NULL));
  g_assert_true (anf_key_file_encrypt (path, "a long passphrase", NULL));
  g_assert_null (anf_signer_load ("a", path, NULL, NULL));
  g_autoptr (AnfSigner) again = anf_signer_load ("a", path, "a long passphrase", NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (anf_signer_get_id (again), ==, anf_signer_get_id (signer));
  struct stat status;
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The example of c2sp.org/tlog-checkpoint. */
#define SOFA_TEXT                                                                                  \
  "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

static void
test_checkpoint_text (void)
{
  g_autofree char *origin = NULL;
  AnfTreeHead head;
  g_assert_true (anf_checkpoint_parse (SOFA_TEXT, &origin, &head, NULL));
  g_assert_cmpstr (origin, ==, "example.com/behind-the-sofa");
  g_assert_cmpuint (head.size, ==, 20852163);
  g_autofree char *again = anf_checkpoint_format (origin, &head);
  g_assert_cmpstr (again, ==, SOFA_TEXT);
}

#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

static const char *const bad_checkpoints[] = {
  "",
  "a\n",
  "a\n1\n",
  "a\n1\n" ROOT "extension\n",
  "a\n1\n" ROOT "\n",
  "\n1\n" ROOT,
  "a\n01\n" ROOT,
  "a\n+1\n" ROOT,
  "a\n-1\n" ROOT,
  "a\n 1\n" ROOT,
  "a\n1 \n" ROOT,
  "a\n0x1\n" ROOT,
  "a\n\n" ROOT,
  "a\n9223372036854775808\n" ROOT,
  "a\n18446744073709551617\n" ROOT,
  "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
  "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
  "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
  "a\n1\n\n",
  "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
};

static void
test_bad_checkpoints (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_checkpoints); i++)
    {
      AnfTreeHead head;
      g_autoptr (GError) error = NULL;
      g_assert_false (anf_checkpoint_parse (bad_checkpoints[i], NULL, &head, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
}

/* A log's key vouches for that log alone. */
static void
test_checkpoint_origin (void)
{
  g_autoptr (AnfSigner) signer = anf_signer_generate ("example.com/log", NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (vkey, NULL);
  AnfTree tree;
  AnfTreeHead head;
  AnfTreeHead read;
  anf_tree_init (&tree);
  anf_tree_get_head (&tree, &head);
  g_autofree char *note = anf_checkpoint_sign (&head, signer, NULL);
  g_assert_true (g_str_has_prefix (
      note, "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"));
  g_assert_true (anf_checkpoint_open (note, strlen (note), verifier, &read, NULL));
  g_assert_cmpmem (&read, sizeof read, &head, sizeof head);
  g_autofree char *foreign = anf_note_sign (SOFA_TEXT, signer, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (anf_checkpoint_open (foreign, strlen (foreign), verifier, &read, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_DENIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (note_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/note/open/", note_cases[i].name, NULL);
      g_test_add_data_func (path, &note_cases[i], test_open);
    }
  g_test_add_func ("/note/every-change", test_every_change);
  g_test_add_func ("/note/limits", test_limits);
  g_test_add_func ("/note/bad-keys", test_bad_keys);
  g_test_add_func ("/note/sign-like-go", test_sign_like_go);
  g_test_add_func ("/note/refuse-to-sign", test_refuse_to_sign);
  g_test_add_func ("/note/key-file", test_key_file);
  g_test_add_func ("/note/foreign-keys", test_foreign_keys);
  g_test_add_func ("/note/passphrase", test_passphrase);
  g_test_add_func ("/note/checkpoint-text", test_checkpoint_text);
  g_test_add_func ("/note/bad-checkpoints", test_bad_checkpoints);
  g_test_add_func ("/note/checkpoint-origin", test_checkpoint_origin);
  return g_test_run ();
}
