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

/**
 * AnfSigner:
 *
 * An Ed25519 key under a name. Immutable: usable from any thread. It signs for a log, or cosigns as
 * a witness (C2SP tlog-cosignature), and has another id for either, so that what one signed never
 * passes for what the other would.
 */
typedef struct _AnfSigner AnfSigner;

AnfSigner *anf_signer_generate (const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_signer_load: from the file @path, see anf_key_file_load(); @passphrase: (nullable) */
AnfSigner *anf_signer_load (const char *name,
                            const char *path,
                            const char *passphrase,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_signer_save: into the file @path, see anf_key_file_save(); @passphrase: (nullable) */
gboolean anf_signer_save (const AnfSigner *self,
                          const char *path,
                          const char *passphrase,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_signer_to_witness: @self: (transfer full): Returns: (transfer full): the same key, as that
 * of a witness */
AnfSigner *anf_signer_to_witness (AnfSigner *self);
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
/** anf_verifier_parse_witness: the same for the vkey of a witness, and for no other. */
AnfVerifier *anf_verifier_parse_witness (const char *vkey,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_verifier_free (AnfVerifier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfVerifier, anf_verifier_free)

const char *anf_verifier_get_name (const AnfVerifier *self);
guint32 anf_verifier_get_id (const AnfVerifier *self);
/** anf_verifier_check: whether @signature is this key's over @text. */
gboolean anf_verifier_check (const AnfVerifier *self,
                             const char *text,
                             gsize size,
                             const guint8 signature[ANF_KEY_SIGNATURE_SIZE]);
