/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#define ANF_KEY_PUBLIC_SIZE 32
#define ANF_KEY_SIGNATURE_SIZE 64
/* Longest name of a key and of a log. */
#define ANF_KEY_NAME_MAX 255

/** anf_key_name_is_valid: whether @name may name a key: not empty, no blank, no `+`, UTF-8. */
gboolean anf_key_name_is_valid (const char *name);

/** AnfSigner: an Ed25519 key under a name. Immutable: usable from any thread. */
typedef struct _AnfSigner AnfSigner;

AnfSigner *anf_signer_generate (const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_signer_load: from the PEM (PKCS #8) file @path, which only its owner may read: DENIED. */
AnfSigner *
anf_signer_load (const char *name, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_signer_save: writes @path, mode 0600, durably; CONFLICT when something is there. */
gboolean
anf_signer_save (const AnfSigner *self, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_signer_free (AnfSigner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSigner, anf_signer_free)

const char *anf_signer_get_name (const AnfSigner *self);
guint32 anf_signer_get_id (const AnfSigner *self);
/** anf_signer_dup_vkey: (transfer full): `name+0a1b2c3d+base64`, what others check by. */
char *anf_signer_dup_vkey (const AnfSigner *self);
/** anf_signer_sign: Ed25519 over @text. */
gboolean anf_signer_sign (const AnfSigner *self,
                          const char *text,
                          gsize size,
                          guint8 signature[ANF_KEY_SIGNATURE_SIZE],
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** AnfVerifier: the public half, by which anyone checks. Immutable: usable from any thread. */
typedef struct _AnfVerifier AnfVerifier;

/** anf_verifier_parse: @vkey without newline; INVALID when malformed or its id does not fit. */
AnfVerifier *anf_verifier_parse (const char *vkey, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_verifier_free (AnfVerifier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfVerifier, anf_verifier_free)

const char *anf_verifier_get_name (const AnfVerifier *self);
guint32 anf_verifier_get_id (const AnfVerifier *self);
/** anf_verifier_check: whether @signature is this key's over @text. */
gboolean anf_verifier_check (const AnfVerifier *self,
                             const char *text,
                             gsize size,
                             const guint8 signature[ANF_KEY_SIGNATURE_SIZE]);
