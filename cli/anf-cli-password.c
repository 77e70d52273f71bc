/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-password.h"

#include "anf-cli-run.h"
#include "anf-error.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <string.h>

#define GENERATED_SIZE 20

/* In a script, which has no terminal, it is used in a wrong way. */
static char *
ask (const char *prompt, char *(*way) (const char *, GError **), GError **error)
{
  GError *why = NULL;
  char *password = way (prompt, &why);
  if (g_error_matches (why, ANF_ERROR, ANF_ERROR_UNAVAILABLE))
    anf_cli_run_misuse (error, _ ("%s; use --password-file"), why->message);
  else if (why != NULL)
    g_propagate_error (error, g_steal_pointer (&why));
  g_clear_error (&why);
  return password;
}

char *
anf_cli_password_read (const char *file, const char *prompt, GError **error)
{
  return file != NULL ? anf_password_read (file, error) : ask (prompt, anf_password_ask, error);
}

char *
anf_cli_password_read_new (const char *file, const char *prompt, GError **error)
{
  return file != NULL ? anf_password_read (file, error) : ask (prompt, anf_password_ask_new, error);
}

char *
anf_cli_password_generate (void)
{
  /* 32 signs, so that a byte taken modulo their number favours none. */
  static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789A";
  G_STATIC_ASSERT (sizeof signs - 1 == 32);
  const AnfRandom random = anf_random_system ();
  guint8 bytes[GENERATED_SIZE];
  anf_random_fill (&random, bytes, sizeof bytes);
  char *password = g_malloc0 (GENERATED_SIZE + 1);
  for (guint i = 0; i < GENERATED_SIZE; i++)
    password[i] = signs[bytes[i] % 32];
  explicit_bzero (bytes, sizeof bytes);
  return password;
}
