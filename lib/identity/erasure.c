/* SPDX-License-Identifier: MIT */
#include "identity/erasure.h"

#include "account/activity.h"
#include "account/address.h"
#include "account/email_proof.h"
#include "account/notice.h"
#include "account/otp.h"
#include "account/proof.h"
#include "account/session.h"
#include "account/step_up.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "db/db.h"
#include "dispatch/photo.h"
#include "guard/reset_token.h"
#include "identity/backfill.h"
#include "identity/claim.h"
#include "identity/export.h"
#include "manage/note.h"
#include "ops/file.h"
#include "ops/outbox.h"
#include "place/waitlist.h"
#include "price/promo.h"
#include "sale/cart.h"
#include "sale/order.h"
#include "support/attachment.h"
#include "support/ticket.h"

#define CONTACTS_MAX 200
#define CONTACTS_BYTES (64 * 1024)

/* Every address that the account has or had, as far as is known, but for those that are another
 * customer's: an e-mail can be claimed by who does not have it. */
SQL_HOT(q_contacts,
	"SELECT a.contact FROM ("
	"SELECT email AS contact FROM customers WHERE id = ? AND email IS NOT NULL "
	"UNION SELECT phone FROM customers WHERE id = ? AND phone IS NOT NULL "
	"UNION SELECT email FROM email_verification_tokens WHERE customer_id = ? "
	"UNION SELECT email FROM customer_otp_codes WHERE customer_id = ? AND email IS NOT NULL "
	"UNION SELECT phone FROM customer_otp_codes WHERE customer_id = ? AND phone IS NOT NULL) a "
	"WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.email = a.contact AND c.id <> ?) "
	"AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.phone = a.contact AND c.id <> ?) "
	"LIMIT 200");
SQL(q_begin, "INSERT INTO erasures (customer_id, asked_at, last_outbox_id, contacts) "
             "VALUES (?, ?, ?, ?)");
/* Those that a run of this moment found waiting are not looked at again in it. */
SQL(q_next, "SELECT customer_id, last_outbox_id, contacts FROM erasures WHERE done_at IS NULL "
            "AND (tried_at IS NULL OR tried_at < ?) ORDER BY tried_at, customer_id LIMIT 1 "
            "FOR UPDATE SKIP LOCKED");
SQL(q_later, "UPDATE erasures SET tried_at = ? WHERE customer_id = ?");
SQL(q_done, "UPDATE erasures SET contacts = NULL, done_at = ? WHERE customer_id = ?");

struct contact { const char *contact; };
static const struct col contact_cols[] = { COL(struct contact, contact) };

struct open { int64_t customer_id, last_outbox_id; const char *contacts; };
static const struct col open_cols[] = {
	COL(struct open, customer_id), COL(struct open, last_outbox_id),
	COL(struct open, contacts),
};

static const char *
place_of(struct ctx *cx, int64_t customer_id)
{
	return arena_fmt(cx->mem, "erasures.contacts|%lld", (long long)customer_id);
}

/* ---- in the shop ---- */

/* What cron will need when the addresses are nowhere else. */
static enum err
leave_for_cron(struct ctx *cx, int64_t id, const struct contact *contacts, size_t n)
{
	struct buf b = buf_in(cx->mem, CONTACTS_BYTES);
	const char *sealed = NULL;
	int64_t last;

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s\n", contacts[i].contact);
	BUG_ON(b.full);
	if (n > 0)
		sealed = seal(cx, place_of(cx, id), b.data, b.len);
	TRY(outbox_last(cx, &last));
	return db_exec(cx, &q_begin, NULL, I64(id), TIME(cx->now), I64(last), STR(sealed));
}

/* Everything that hangs on the account, and on the addresses that were proved. */
static enum err
forget_things(struct ctx *cx, const struct customer *c)
{
	const char *email = c->email_verified ? c->email : NULL;
	const char *phone = c->phone_verified ? c->phone : NULL;

	TRY(cart_forget(cx, c->id));
	TRY(order_forget(cx, c->id));
	TRY(claim_forget(cx, c->id));
	TRY(ticket_forget(cx, c->id));
	TRY(attachment_forget(cx, c->id));
	TRY(photo_forget(cx, c->id));
	TRY(file_forget(cx, c->id));
	TRY(address_forget(cx, c->id));
	TRY(waitlist_forget(cx, email, phone));
	TRY(email_forget(cx, c->id, email));
	TRY(otp_forget(cx, c->id, email, phone));
	TRY(proof_forget(cx, phone));
	TRY(reset_token_forget(cx, "customer", c->id));
	TRY(export_forget(cx, c->id));
	return session_forget(cx, c->id);
}

struct erasing { const char *password_hash; };	/* that the password was compared with */

static enum err
erase(struct ctx *cx, void *arg)
{
	const struct erasing *g = arg;
	struct customer c = { 0 };
	struct contact *contacts;
	size_t n;

	TRY(customer_lock(cx, cx->actor.id, &c));
	if (!str_eq(c.password_hash, g->password_hash))
		return fail(cx, E_PASSWORD_WRONG, "changed a moment ago");
	TRY(order_check_closed(cx, c.id));
	TRY(db_all(cx, &q_contacts, contact_cols, &contacts, &n, CONTACTS_MAX, I64(c.id), I64(c.id),
	           I64(c.id), I64(c.id), I64(c.id), I64(c.id), I64(c.id)));
	TRY(step_up_done(cx));
	TRY(activity_write(cx, c.id, "account.erased", NULL));
	TRY(notice_change(cx, &c, "account_erased"));
	TRY(leave_for_cron(cx, c.id, contacts, n));
	TRY(forget_things(cx, &c));
	return customer_forget(cx, c.id);
}

enum err
erasure_do(struct ctx *cx, const char *password)
{
	struct customer c = { 0 };
	struct erasing g;

	TRY(step_up(cx, password, &c));
	g.password_hash = c.password_hash;
	return db_transaction(cx, DB_ONCE, erase, &g);
}

/* ---- by cron ---- */

struct finishing { int32_t max; bool found, waits, sealed_for_ever; };

/* The sealed lines, each a text of its own; false when the key is gone. */
static bool
open_contacts(struct ctx *cx, const struct open *o, struct outbox_whose *ret)
{
	size_t n = 0, lines = 0, len = 0;
	char *text = o->contacts ? unseal(cx, place_of(cx, o->customer_id), o->contacts, &len) : "";
	const char **list;

	if (!text)
		return false;
	for (const char *c = text; *c; c++)
		lines += *c == '\n';
	list = arena_array(cx->mem, const char *, lines + 1);
	for (char *end; (end = strchr(text, '\n')); text = end + 1)
		list[n++] = arena_strn(cx->mem, text, (size_t)(end - text));
	*ret = (struct outbox_whose){ o->customer_id, list, n, o->last_outbox_id };
	return true;
}

static enum err
finish_one(struct ctx *cx, void *arg)
{
	struct finishing *f = arg;
	struct outbox_whose whose;
	struct open o = { 0 };
	int64_t messages, entries, uses, notes;

	TRY(db_maybe(cx, &q_next, open_cols, &o, &f->found, TIME(cx->now)));
	if (!f->found)
		return OK;
	f->sealed_for_ever = !open_contacts(cx, &o, &whose);
	if (!f->sealed_for_ever)
		TRY(outbox_waits(cx, &whose, &f->waits));
	if (f->waits || f->sealed_for_ever)
		return db_exec(cx, &q_later, NULL, TIME(cx->now), I64(o.customer_id));
	for (size_t i = 0; i < whose.contacts_n; i++)
		TRY(backfill_forget(cx, whose.contacts[i]));
	TRY(outbox_forget(cx, &whose, f->max, &messages));
	TRY(activity_forget(cx, o.customer_id, f->max, &entries));
	TRY(promo_forget(cx, o.customer_id, f->max, &uses));
	TRY(note_forget(cx, o.customer_id, f->max, &notes));
	if (messages == f->max || entries == f->max || uses == f->max || notes == f->max)
		return OK;		/* there may be more: the next piece */
	return db_exec(cx, &q_done, NULL, TIME(cx->now), I64(o.customer_id));
}

enum err
erasure_finish(struct ctx *cx, int32_t max, int32_t *ret)
{
	bool lost = false;

	*ret = 0;
	for (int32_t i = 0; i < max; i++) {
		struct finishing f = { .max = max };

		TRY(db_transaction(cx, DB_AGAIN, finish_one, &f));
		if (!f.found)
			break;
		*ret += !f.waits && !f.sealed_for_ever;
		lost = lost || f.sealed_for_ever;
	}
	/* Said after the others, which it does not hold up. */
	return lost ? fail(cx, E_INTERNAL, "contacts of an erasure cannot be opened") : OK;
}
