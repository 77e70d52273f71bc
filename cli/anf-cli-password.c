/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-password.h"

#include "anf-cli-run.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_MAX 1024
#define GENERATED_SIZE 20

void
anf_cli_password_wipe (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

/* Byte by byte, so that nothing of it stays in a buffer. */
static char *
read_line (int fd, const char *name, GError **error)
{
  g_autofree char *line = g_malloc0 (PASSWORD_MAX + 1);
  gsize size = 0;
  for (;;)
    {
      char c = '\0';
      const gssize got = read (fd, &c, 1);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          anf_error_set_errno (error, errno, _ ("cannot read the password from %s"), name);
          return NULL;
        }
      if (got == 0 || c == '\n')
        break;
      if (size == PASSWORD_MAX)
        {
          anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the password in %s is too long"), name);
          return NULL;
        }
      line[size++] = c;
    }
  if (size > 0 && line[size - 1] == '\r')
    line[--size] = '\0';
  if (size > 0)
    return g_steal_pointer (&line);
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no password in %s"), name);
  return NULL;
}

static char *
ask (const char *prompt, GError **error)
{
  g_auto (AnfFd) tty = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  struct termios before;
  if (tty < 0 || tcgetattr (tty, &before) != 0)
    {
      anf_cli_run_misuse (error,
                          _ ("there is no terminal to ask for a password; use --password-file"));
      return NULL;
    }
  struct termios silent = before;
  silent.c_lflag &= ~(tcflag_t)ECHO;
  (void)!write (tty, prompt, strlen (prompt));
  (void)tcsetattr (tty, TCSAFLUSH, &silent);
  char *password = read_line (tty, "/dev/tty", error);
  (void)tcsetattr (tty, TCSAFLUSH, &before);
  (void)!write (tty, "\n", 1);
  return password;
}

char *
anf_cli_password_read (const char *file, const char *prompt, GError **error)
{
  if (file == NULL)
    return ask (prompt, error);
  if (g_str_equal (file, "-"))
    return read_line (STDIN_FILENO, _ ("standard input"), error);
  g_auto (AnfFd) fd = open (file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot open %s"), file);
      return NULL;
    }
  return read_line (fd, file, error);
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
