/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-envelope-open.h"

#include "anf-error.h"
#include "anf-pack-limits.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>
#include <unistd.h>

/* OpenSSL reads an envelope whole into memory, unless its content is detached. So the envelope is
   taken apart here: what stands before the content, closed where the content would begin, is an
   envelope of detached content, and the content's pieces are given to OpenSSL as they come. Of BER
   (X.690) only the form is understood that streams have: lengths unknown around the content, the
   content in pieces of known length. */

/* All before the content: 64 recipients with keys of RSA-8192 and long names fit. */
#define HEAD_MAX (256 * 1024)

#define TAG_SEQUENCE 0x30
#define TAG_SET 0x31
#define TAG_OCTETS 0x04
#define TAG_CONTENT 0xA0
#define INDEFINITE 0x80

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO_METHOD, BIO_meth_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)

typedef struct
{
  int fd;
  guint8 *buffer;
  gsize at;
  gsize filled;
  GByteArray *head; /* all before the content */
  gboolean in_head;
  guint64 piece; /* what is left of the content's piece under way */
  gboolean ended;
  gboolean broken;
  AnfPackSink sink;
  gpointer data;
  GError *error; /* the sink's */
} Opening;

static gsize
fill (Opening *self)
{
  ssize_t got = 0;
  do
    got = read (self->fd, self->buffer, ANF_PACK_CHUNK);
  while (got < 0 && errno == EINTR);
  self->at = 0;
  self->filled = got > 0 ? (gsize)got : 0;
  return self->filled;
}

static gboolean
take (Opening *self, guint8 *byte)
{
  if (self->at == self->filled && fill (self) == 0)
    return FALSE;
  *byte = self->buffer[self->at++];
  if (self->in_head)
    g_byte_array_append (self->head, byte, 1);
  return self->head->len <= HEAD_MAX;
}

/* A length of X.690 8.1.3; @indefinite when it is told by an end instead. */
static gboolean
take_length (Opening *self, guint64 *length, gboolean *indefinite)
{
  guint8 byte = 0;
  if (!take (self, &byte))
    return FALSE;
  *indefinite = byte == INDEFINITE;
  *length = byte & 0x7F;
  if (byte < INDEFINITE || *indefinite)
    return TRUE;
  const guint count = byte & 0x7F;
  *length = 0;
  for (guint i = 0; i < count; i++)
    {
      if (count > 7 || !take (self, &byte))
        return FALSE;
      *length = *length << 8 | byte;
    }
  return TRUE;
}

/* The beginning of something whose end is marked. */
static gboolean
enter (Opening *self, guint8 tag)
{
  guint8 found = 0;
  guint64 length = 0;
  gboolean indefinite = FALSE;
  return take (self, &found) && found == tag && take_length (self, &length, &indefinite)
         && indefinite;
}

/* Something whole, of known length. @tag: (nullable): which it has to be */
static gboolean
pass_over (Opening *self, const guint8 *tag)
{
  guint8 found = 0;
  guint64 length = 0;
  gboolean indefinite = FALSE;
  if (!take (self, &found) || (tag != NULL && found != *tag)
      || !take_length (self, &length, &indefinite) || indefinite || length > HEAD_MAX)
    return FALSE;
  for (guint64 i = 0; i < length; i++)
    if (!take (self, &found))
      return FALSE;
  return TRUE;
}

/* RFC 5652: ContentInfo, in it EnvelopedData, in that version, recipients, and the content's type
   and algorithm. */
static gboolean
take_head (Opening *self)
{
  static const guint8 set = TAG_SET;
  static const guint8 sequence = TAG_SEQUENCE;
  const gboolean found
      = enter (self, TAG_SEQUENCE) && pass_over (self, NULL) && enter (self, TAG_CONTENT)
        && enter (self, TAG_SEQUENCE) && pass_over (self, NULL) && pass_over (self, &set)
        && enter (self, TAG_SEQUENCE) && pass_over (self, NULL) && pass_over (self, &sequence);
  self->in_head = FALSE;
  /* The ends of all four, so that it is whole without content. */
  static const guint8 ends[8] = { 0 };
  g_byte_array_append (self->head, ends, sizeof ends);
  return found && enter (self, TAG_CONTENT);
}

/* The next piece of the content, or its end. */
static gboolean
begin_piece (Opening *self)
{
  guint8 tag = 0;
  gboolean indefinite = FALSE;
  if (!take (self, &tag) || !take_length (self, &self->piece, &indefinite) || indefinite)
    return FALSE;
  self->ended = tag == 0 && self->piece == 0;
  return self->ended || tag == TAG_OCTETS;
}

static int
read_content (BIO *bio, char *out, int size)
{
  Opening *self = BIO_get_data (bio);
  while (self->piece == 0 && !self->ended && !self->broken)
    self->broken = !begin_piece (self);
  if (self->ended || self->broken || size <= 0)
    return 0;
  if (self->at == self->filled && fill (self) == 0)
    {
      self->broken = TRUE;
      return 0;
    }
  const guint64 there = MIN (self->piece, self->filled - self->at);
  const int count = (int)MIN (there, (guint64)size);
  memcpy (out, self->buffer + self->at, (gsize)count);
  self->at += (gsize)count;
  self->piece -= (guint64)count;
  return count;
}

static int
write_plain (BIO *bio, const char *bytes, int size)
{
  Opening *self = BIO_get_data (bio);
  if (self->error == NULL && size > 0 && self->sink (bytes, (gsize)size, self->data, &self->error))
    return size;
  return -1;
}

static long
control (BIO *bio, int command, long number, void *pointer)
{
  const Opening *self = BIO_get_data (bio);
  if (command == BIO_CTRL_EOF)
    return self->ended || self->broken;
  return command == BIO_CTRL_FLUSH;
}

static BIO_METHOD *
make_method (void)
{
  BIO_METHOD *method = BIO_meth_new (BIO_TYPE_SOURCE_SINK, "envelope");
  BIO_meth_set_read (method, read_content);
  BIO_meth_set_write (method, write_plain);
  BIO_meth_set_ctrl (method, control);
  return method;
}

static BIO *
make_bio (const BIO_METHOD *method, Opening *self)
{
  BIO *bio = BIO_new (method);
  BIO_set_data (bio, self);
  BIO_set_init (bio, 1);
  return bio;
}

static int
refuse_passphrase (char *buffer, int size, int writing, void *data)
{
  return -1;
}

static gboolean
decrypt (Opening *self, EVP_PKEY *key, X509 *cert, GError **error)
{
  const guint8 *der = self->head->data;
  g_autoptr (CMS_ContentInfo) cms = d2i_CMS_ContentInfo (NULL, &der, (long)self->head->len);
  g_autoptr (BIO_METHOD) method = make_method ();
  g_autoptr (BIO) content = make_bio (method, self);
  g_autoptr (BIO) plain = make_bio (method, self);
  const gboolean opened = cms != NULL && OBJ_obj2nid (CMS_get0_type (cms)) == NID_pkcs7_enveloped
                          && CMS_decrypt (cms, key, cert, content, plain, CMS_BINARY) == 1;
  ERR_clear_error ();
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (self->broken)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the envelope is damaged or cut short"));
  else if (!opened || !self->ended)
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("this key does not open the envelope, or its content was changed"));
  else
    return TRUE;
  return FALSE;
}

gboolean
anf_envelope_open (int fd,
                   const char *key_pem,
                   const char *cert_pem,
                   AnfPackSink sink,
                   gpointer data,
                   GError **error)
{
  g_autoptr (BIO) key_bio = BIO_new_mem_buf (key_pem, -1);
  g_autoptr (BIO) cert_bio = BIO_new_mem_buf (cert_pem, -1);
  g_autoptr (EVP_PKEY) key = PEM_read_bio_PrivateKey (key_bio, NULL, refuse_passphrase, NULL);
  g_autoptr (X509) cert = PEM_read_bio_X509 (cert_bio, NULL, NULL, NULL);
  ERR_clear_error ();
  if (key == NULL || cert == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("give the recipient's key (PEM, without a passphrase) and "
                               "certificate (PEM)"));
  g_autofree guint8 *buffer = g_malloc (ANF_PACK_CHUNK);
  g_autoptr (GByteArray) head = g_byte_array_new ();
  Opening self
      = { .fd = fd, .buffer = buffer, .head = head, .in_head = TRUE, .sink = sink, .data = data };
  if (!take_head (&self))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("this is no envelope that “anfang pack export --encrypt-to” made"));
  return decrypt (&self, key, cert, error);
}

gboolean
anf_envelope_is_at (const char *path)
{
  /* ContentInfo of RFC 5652: a sequence, of some length, and the type id-envelopedData. */
  static const guint8 type[] = { 0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03 };
  guint8 head[2 + 8 + sizeof type] = { 0 };
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  gsize size = 0;
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &size, NULL, NULL)
      || size < sizeof head || head[0] != TAG_SEQUENCE)
    return FALSE;
  const gsize more = head[1] > INDEFINITE ? head[1] - INDEFINITE : 0;
  return more <= 8 && memcmp (head + 2 + more, type, sizeof type) == 0;
}
