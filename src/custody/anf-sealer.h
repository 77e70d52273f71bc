/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-random.h"

/**
 * AnfSealer:
 *
 * Encrypts short texts that name people, so that who takes the database alone learns no name:
 * AES-256-GCM (NIST SP 800-38D) under HKDF-SHA-256 (RFC 5869, no salt, info `anfang people`) of the
 * raw bytes of an X25519 key, which lies in a file as other keys do (anf-key-file.h). Immutable:
 * usable from any thread.
 */
typedef struct _AnfSealer AnfSealer;

/** anf_sealer_make_key: Returns: (transfer full): PEM; see anf_key_file_forget() */
char *anf_sealer_make_key (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_sealer_new: @pem: of anf_sealer_make_key(); INVALID when it is another kind of key */
AnfSealer *anf_sealer_new (const char *pem, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_sealer_free (AnfSealer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSealer, anf_sealer_free)

/** anf_sealer_get_id: of the key, as 16 hex digits: the start of SHA-256 of its public half */
const char *anf_sealer_get_id (const AnfSealer *self);

/** anf_sealer_is_sealed: whether @text is what anf_sealer_seal() makes. */
gboolean anf_sealer_is_sealed (const char *text);

/**
 * anf_sealer_seal:
 * @place: where the text is kept, to which it is bound: it opens nowhere else
 *
 * Returns: (transfer full): `sealed:` and Base64 of nonce (12 bytes), ciphertext and tag (16)
 */
char *anf_sealer_seal (const AnfSealer *self,
                       const AnfRandom *random,
                       const char *place,
                       const char *text,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_sealer_unseal: Returns: (transfer full): the text; CORRUPT when @sealed was changed, belongs
 * to another @place or was sealed under another key */
char *anf_sealer_unseal (const AnfSealer *self,
                         const char *place,
                         const char *sealed,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sealer_hash:
 *
 * For what has to be known again and could be guessed: only who has the key can try guesses.
 *
 * Returns: (transfer full): HMAC-SHA-256 (RFC 2104) as hex, under HKDF-SHA-256 of the same key with
 * the info `anfang people hash`
 */
char *
anf_sealer_hash (const AnfSealer *self, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
