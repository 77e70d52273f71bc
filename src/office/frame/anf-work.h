/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: one operation while it runs, and what every use case does alike. */

#include "anf-fonts.h"
#include "anf-journal.h"
#include "anf-machine.h"
#include "anf-office.h"
#include "anf-policy.h"
#include "anf-records.h"
#include "anf-scheme.h"
#include "anf-sealer.h"
#include "anf-store.h"
#include "anf-vault.h"

typedef struct _AnfLogins AnfLogins;
typedef struct _AnfReferenceData AnfReferenceData;
typedef struct _AnfExaminations AnfExaminations;
typedef struct _AnfArrivals AnfArrivals;
typedef struct _AnfGrants AnfGrants;
typedef struct _AnfHasher AnfHasher;
typedef struct _AnfPapers AnfPapers;
typedef struct _AnfStamper AnfStamper;
typedef struct _AnfLadderWatch AnfLadderWatch;
typedef struct _AnfWebhookSender AnfWebhookSender;
typedef struct _AnfMailCarrier AnfMailCarrier;
typedef struct _AnfMailSender AnfMailSender;

typedef struct _AnfWork AnfWork;
typedef struct _AnfItem AnfItem;

/** AnfTell: tells of a change of @item whom it concerns, in the transaction in which it happened.
 * @event: of the leaf, without its noun */
typedef gboolean (*AnfTell) (AnfWork *work, const AnfItem *item, const char *event, GError **error);

struct _AnfOffice
{
  AnfTell tell;
  AnfClock clock;
  AnfRandom random;
  AnfStore *store;
  AnfVault *vault;
  AnfJournal *journal;
  AnfReferenceData *reference;
  AnfLogins *logins;
  AnfFonts *fonts; /* (nullable): numbering is refused without */
  char *fonts_problem;
  AnfExaminations *examinations;
  AnfArrivals *arrivals;
  AnfGrants *grants;
  AnfLadderWatch *ladder_watch;
  AnfHasher *hasher;
  AnfStamper *stamper;              /* (nullable): no authority is set */
  AnfWebhookSender *webhook_sender; /* (nullable): no host is allowed */
  AnfMailCarrier *mail;             /* (nullable): no mail is set up */
  AnfMailSender *mail_sender;       /* (nullable) */
  char **webhook_hosts;             /* (nullable) */
  char **webhook_private_hosts;     /* (nullable) */
  AnfSealer *sealer;
  char *sign_key_pem;
  char *sign_cert_pem;
  gint64 upload_max;
  gint64 upload_ttl_us;
  GMutex receiving_mutex;
  GHashTable *receiving; /* ids of uploads with an open body */
  gint64 received_at;    /* under receiving_mutex: when a body was opened last, monotonic */
  int lock_fd;
};

/** anf_office_forget_part: removes a part that no upload needs; what fails is swept at the next
 * start. */
void anf_office_forget_part (AnfOffice *self, const char *id);

/**
 * AnfWork:
 * @tx: NULL for a use case that makes its own transactions
 * @actor: name is NULL without a session
 */
struct _AnfWork
{
  AnfOffice *office;
  AnfTx *tx;
  const AnfCall *call;
  JsonObject *account;
  AnfActor actor;
  gint64 expires_at; /* of the session */
  gint64 now;
  AnfReply *reply;
  GHashTable *sm3;     /* (nullable): SHA-256 → SM3 of blobs hashed before the transaction */
  AnfPapers *papers;   /* (nullable): what was set for the transaction under way */
  gint64 made_at;      /* the time that its papers bear: the same in each try */
  gboolean checks_due; /* to be looked at once this is committed */
};

typedef gboolean (*AnfUseCase) (AnfWork *work, GError **error);

/** anf_work_authenticate: sets the actor from the call's token; a public operation needs none. */
gboolean anf_work_authenticate (AnfWork *work, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_work_clear: frees what authenticate took. */
void anf_work_clear (AnfWork *work);

/** anf_work_begin_read: begins @tx, with who the caller is by what it sees. */
gboolean anf_work_begin_read (AnfWork *work, AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_work_begin_write:
 *
 * Begins @tx, also one that a use case makes by itself: what is written in it bears the time of now
 * and is written by whoever holds the token now. The account may have been changed or disabled
 * since the call began.
 */
gboolean anf_work_begin_write (AnfWork *work, AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_actor_init: fills @actor with borrowed members of an account's document. */
void anf_actor_init (AnfActor *actor, JsonObject *account);

/* Finding: a record and its document, which may be changed and saved. */
struct _AnfItem
{
  AnfNoun noun;
  AnfRecord *record;
  JsonObject *doc;
};

void anf_item_free (AnfItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfItem, anf_item_free)

/** anf_work_find: NOT_FOUND in the very words of anf_policy_check(). */
AnfItem *anf_work_find (AnfWork *work, AnfNoun noun, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_find_named: INVALID, naming the body's @member, when what it names is not there. */
AnfItem *anf_work_find_named (AnfWork *work,
                              AnfNoun noun,
                              const char *member,
                              const char *id,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_change_links: links @item to each of @targets (nullable), texts; unlinks it with
 * anf_records_unlink() as @change. */
gboolean anf_work_change_links (AnfWork *work,
                                const AnfItem *item,
                                const char *kind,
                                JsonArray *targets,
                                AnfRecordsChange change,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_throw_absent: what anf_work_find() says. Returns: FALSE. */
gboolean anf_work_throw_absent (AnfNoun noun, GError **error);

/** anf_work_list: Returns: (element-type AnfItem): all that @query finds, at most 1000. */
GPtrArray *anf_work_list (AnfWork *work, AnfNoun noun, const AnfRecordsQuery *query, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_list_ids: Returns: (transfer full) (element-type utf8): the ids alone, so that one that
 * cannot be read does not hide the others; @query goes on after the last. */
GPtrArray *anf_work_list_ids (AnfWork *work, AnfNoun noun, AnfRecordsQuery *query, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_list_page: the same as anf_work_list() with @query's own limit. */
GPtrArray *anf_work_list_page (AnfWork *work,
                               AnfNoun noun,
                               const AnfRecordsQuery *query,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_list_children: Returns: (element-type AnfItem): the records whose parent is @parent. */
GPtrArray *anf_work_list_children (AnfWork *work, AnfNoun noun, const char *parent, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_item_new: (transfer full) @doc: a record about to be created. */
AnfItem *anf_item_new (AnfNoun noun, const char *id, JsonObject *doc);

/**
 * anf_work_create:
 * @item: with its document; state, version, created_at and created_by are set here
 * @state: where it begins
 * @blob: (nullable): SHA-256 of the bytes it is about
 *
 * Inserts the record and its leaf `NOUN.@event`.
 */
gboolean anf_work_create (AnfWork *work,
                          AnfItem *item,
                          const char *state,
                          const char *event,
                          const char *blob,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_save: one version more, with its leaf `NOUN.@event`. */
gboolean anf_work_save (AnfWork *work,
                        AnfItem *item,
                        const char *event,
                        const char *blob,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_log: a leaf `NOUN.@event` for bytes that are issued with the change under way: about
 * @item as it stood before, so to be followed by anf_work_save(). */
gboolean anf_work_log (AnfWork *work,
                       const AnfItem *item,
                       const char *event,
                       const char *blob,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_step: checks If-Match of the call (for the record that it names) and moves the state.
 */
gboolean anf_work_step (AnfWork *work,
                        AnfMachine machine,
                        AnfItem *item,
                        const char *event,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_step_without: the same; @absent as for anf_machine_apply_without(). */
gboolean anf_work_step_without (AnfWork *work,
                                AnfMachine machine,
                                AnfItem *item,
                                const char *event,
                                const char *const *absent,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_hash_request: Returns: (transfer full): the hash of the body, as records keep it */
char *anf_work_hash_request (AnfWork *work);

/** anf_work_get_version: of @item, as the caller is told of it */
gint64 anf_work_get_version (AnfWork *work, const AnfItem *item);

/** anf_work_check_version: If-Match of the call, for a record that has no life cycle to move. */
gboolean anf_work_check_version (AnfWork *work,
                                 const AnfItem *item,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_follow: moves a record that follows another's step, saves it with `NOUN.@event`. */
gboolean anf_work_follow (AnfWork *work,
                          AnfMachine machine,
                          AnfItem *item,
                          const char *event,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether the caller may put something in the place of this record. */
typedef gboolean (*AnfPutCheck) (AnfWork *work, AnfItem *existing, GError **error);

/**
 * anf_work_begin_put:
 * @check: (nullable): the policy, asked before anything is said of what is there
 * @existing: (out) (transfer full) (nullable): the record to edit, or NULL to create one
 * @same: (out): the same content is there already: nothing is to be done but the reply
 *
 * The rules of PUT: the same content again is the same success; other content needs If-Match.
 */
gboolean anf_work_begin_put (AnfWork *work,
                             AnfNoun noun,
                             AnfPutCheck check,
                             AnfItem **existing,
                             gboolean *same,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_take_day: the day of @doc's @member, which becomes today where it is absent; INVALID
 * for one that is still to come. */
gboolean anf_work_take_day (AnfWork *work,
                            JsonObject *doc,
                            const char *member,
                            GDate *day,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_act: Returns: (transfer full): {by, at} of now. */
JsonObject *anf_work_act (AnfWork *work);
/** anf_work_act_with: the same with the members of the call's body. */
JsonObject *anf_work_act_with (AnfWork *work);

/** anf_work_check: anf_policy_check() of this operation. */
gboolean
anf_work_check (AnfWork *work, const AnfFacts *facts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_find_account: Returns: (transfer full): an active account's document; INVALID naming
 * @member of the body otherwise. */
JsonObject *anf_work_find_account (AnfWork *work,
                                   const char *member,
                                   const char *name,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_work_find_scheme: Returns: (transfer full): as loaded. */
AnfScheme *
anf_work_find_scheme (AnfWork *work, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replies. A document goes to the unit side only through the disclosure's allow-list. */
void anf_work_reply_item (AnfWork *work, int status, const AnfItem *item);
void anf_work_reply_text (AnfWork *work, const char *content_type, char *text);
void anf_work_reply_empty (AnfWork *work);
/** anf_work_reply_blob: @filename: (transfer full) (nullable) */
gboolean anf_work_reply_blob (AnfWork *work,
                              const char *sha256,
                              const char *content_type,
                              char *filename,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_work_reply_list: a page of @noun; @query without after and limit, which the call gives. */
gboolean anf_work_reply_list (AnfWork *work, AnfNoun noun, AnfRecordsQuery *query, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/** Whether @doc, which it may change, is to be shown. */
typedef gboolean (*AnfWorkPick) (AnfWork *work, JsonObject *doc);
/** anf_work_reply_picked: the same with what @pick lets through only; looks through as many records
 * as it takes to fill the page, so for nouns of which a scheme has a bounded number. */
gboolean anf_work_reply_picked (AnfWork *work,
                                AnfNoun noun,
                                AnfRecordsQuery *query,
                                AnfWorkPick pick,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_work_get_query: Returns: (nullable): a query parameter */
const char *anf_work_get_query (AnfWork *work, const char *name);
/** anf_work_parse_limit: `limit` of the call into @query. */
gboolean anf_work_parse_limit (AnfWork *work,
                               AnfRecordsQuery *query,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_work_parse_page: `limit` and `after` of the call into @query. */
gboolean anf_work_parse_page (AnfWork *work,
                              AnfRecordsQuery *query,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_work_parse_list_page: the same of a list of @noun, whose pages the unit side goes on with
 * after an id. */
gboolean anf_work_parse_list_page (AnfWork *work,
                                   AnfNoun noun,
                                   AnfRecordsQuery *query,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_work_dup_cursor: Returns: (transfer full): what that page's `next` is after this record */
char *anf_work_dup_cursor (const AnfWork *work, const char *id, gint64 seq);
/** anf_work_has_unit_side: whether the actor sees through the disclosure only. */
gboolean anf_work_has_unit_side (const AnfWork *work);
