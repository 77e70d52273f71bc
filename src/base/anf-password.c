/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-password.h"

#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_MAX 1024

void
anf_password_wipe (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

/* Byte by byte, so that nothing of it stays in a buffer. */
static char *
read_line (int fd, const char *name, GError **error)
{
  g_autoptr (AnfPassword) line = g_malloc0 (PASSWORD_MAX + 1);
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
  /* What cannot be sent could be set here and never be used; nor what a NUL cuts short. */
  if (size > 0 && g_utf8_validate (line, (gssize)size, NULL))
    return g_steal_pointer (&line);
  anf_error_throw (
      error, ANF_ERROR_INVALID,
      size > 0 ? _ ("the password in %s is not UTF-8") : _ ("there is no password in %s"), name);
  return NULL;
}

/* The one that the program was started from; standard input where that is one, and there is no
   other, as under systemd-run --pipe. */
static int
open_terminal (void)
{
  const int tty = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (tty >= 0 || isatty (STDIN_FILENO) == 0)
    return tty;
  return fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
}

char *
anf_password_ask (const char *prompt, GError **error)
{
  g_auto (AnfFd) tty = open_terminal ();
  struct termios before;
  if (tty < 0 || tcgetattr (tty, &before) != 0)
    {
      anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                       _ ("there is no terminal to ask for a password"));
      return NULL;
    }
  struct termios silent = before;
  silent.c_lflag &= ~(tcflag_t)ECHO;
  /* In this order, or what is typed at once would be seen, and thrown away. */
  (void)tcsetattr (tty, TCSAFLUSH, &silent);
  (void)!write (tty, prompt, strlen (prompt));
  char *password = read_line (tty, _ ("the terminal"), error);
  (void)tcsetattr (tty, TCSAFLUSH, &before);
  (void)!write (tty, "\n", 1);
  return password;
}

char *
anf_password_ask_new (const char *prompt, GError **error)
{
  g_autoptr (AnfPassword) password = anf_password_ask (prompt, error);
  g_autoptr (AnfPassword) again
      = password != NULL ? anf_password_ask (_ ("The same once more: "), error) : NULL;
  if (again == NULL || strcmp (password, again) == 0)
    return again != NULL ? g_steal_pointer (&password) : NULL;
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("the two passwords differ: nothing was changed; try again"));
  return NULL;
}

char *
anf_password_read (const char *file, GError **error)
{
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
