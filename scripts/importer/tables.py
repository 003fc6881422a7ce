# SPDX-License-Identifier: MIT
"""What each row of the former shop becomes here.

A function take_... writes what one row becomes and returns where it is now, as (table, id), or
refuses the row with Refused.  All of a row is written or nothing of it, and sql/checks hold after
each row.  What is left out of a row that is taken is noted on the row."""

import hashlib
import json
from collections import namedtuple

from importer import Refused, names, values
from importer.files import File
from importer.source import ID_MAX

FORMER_SHOP = "former_shop"  # who took a payment that came neither at the door nor through us
LEAST_ROLE = "product_manager"  # the one that sees no customer
TEXT_MAX = 16000  # characters that a column of 64 KiB holds in any case
ITEMS_MAX, QUANTITY_MAX, COUNT_MAX = 50, 99, 2 ** 31 - 1
NO_CHOICE = hashlib.sha256(b"[]").digest()  # of a line without chosen flavors, as in sale/cart.c
SHORTEST_TOKEN = 16  # what is shorter can be guessed
DOWNLOADS = 3  # of a token that does not say how many

CUSTOMER_STATUSES = ("active", "inactive", "suspended", "unverified")
LANGUAGES = ("en", "ar")
SIDES = ("customer", "admin")
CATEGORIES = ("general", "order", "delivery", "refund", "technical", "account")
PRIORITIES = ("low", "normal", "high", "urgent")
TICKET_STATUSES = ("open", "awaiting_reply", "in_progress", "resolved", "closed")


# ---- who


def take_user(run, row):
    """Staff and affiliates: inactive, without a password, so that tickets keep who answered."""
    address = row.optional("email", values.email)
    if not address:
        raise Refused("it has no e-mail")
    same = run.shop.one("SELECT id FROM admin_users WHERE email = %s", address)
    if same:
        row.note("as the member of staff who has its e-mail already, and stays as he is")
        return "admin_users", same[0]
    created_at = row.created_at(run.now)
    return "admin_users", run.shop.insert(
        "admin_users", username=free_username(run, row, address), email=address,
        role=LEAST_ROLE, is_active=0, created_at=created_at, updated_at=created_at)


def free_username(run, row, address):
    for wish in (row.word("username"), address.partition("@")[0], f"user-{row.id}"):
        if wish and values.USERNAME.fullmatch(wish):
            for name in (wish, f"{wish[:40]}-{row.id}"):
                if not run.shop.one("SELECT 1 FROM admin_users WHERE username = %s", name):
                    return name
    raise Refused("no username is free for it")


def take_customer(run, row):
    """An account has something that the former shop's backfill does not give: a password, a
    username, a proved phone or a login.  All others are guests, as our own backfill makes them."""
    address = customer_email(run, row)
    phone = row.optional("phone", values.phone)
    username = customer_username(run, row)
    if not address and not phone and not username:
        raise Refused("it has no e-mail, phone or username")
    if phone and run.shop.one("SELECT 1 FROM customers WHERE phone = %s", phone):
        row.note("without its phone, which another customer has")
        phone = None

    status = row.choice("status", CUSTOMER_STATUSES, "active")
    created_at = row.created_at(run.now)
    last_login_at = row.moment("last_login_at")
    is_account = bool(row.raw("password_hash") or row.raw("username") or last_login_at
                      or row.flag("phone_verified"))
    is_proved = address is not None and row.flag("email_verified")
    if status in ("active", "unverified"):  # here the two say whether an account's e-mail is proved
        status = "active" if is_proved or not is_account else "unverified"
    first_name, last_name = customer_name(row)
    return "customers", run.shop.insert(
        "customers", type="registered" if is_account else "guest", status=status,
        first_name=first_name, last_name=last_name, email=address, email_verified=is_proved,
        phone=phone, username=username, password_hash=customer_password(row),
        avatar_url=customer_avatar(row), preferred_language=customer_language(row),
        created_at=created_at, updated_at=row.moment("updated_at") or created_at,
        last_login_at=last_login_at, password_changed_at=row.moment("password_changed_at"))


def customer_email(run, row):
    address = row.optional("email", values.email)
    if not address:
        return None
    first = run.first_emails[address]
    if first != row.id:
        raise Refused(f"customers {first} has the same e-mail")
    if run.shop.one("SELECT 1 FROM customers WHERE email = %s", address):
        raise Refused("a customer of this shop has its e-mail")
    return address


def customer_username(run, row):
    name = row.word("username")
    if not name:
        return None
    if not values.USERNAME.fullmatch(name):
        row.note("without its username, which cannot be one here")
        return None
    if run.shop.one("SELECT 1 FROM customers WHERE username = %s", name):
        row.note("without its username, which another customer has")
        return None
    return name


def customer_name(row):
    name = row.line("name", values.FIRST_NAME_MAX + values.LAST_NAME_MAX)
    return values.cut_name(name) if name else (None, None)


def customer_password(row):
    """A bcrypt hash fits at the next login, which replaces it; no other hash would ever."""
    stored = row.raw("password_hash")
    if stored in (None, ""):
        return None
    if not isinstance(stored, str) or not values.BCRYPT.fullmatch(stored):
        row.note("without its password: its hash is not bcrypt")
        return None
    return stored


def customer_language(row):
    return row.word("language") if row.word("language") in LANGUAGES else "en"


def customer_avatar(row):
    url = row.line("avatar_url", 500)
    if url and not url.startswith("https://"):
        row.note("without its picture, which lies with the former shop")
        return None
    return url


def take_activity(run, row):
    action = row.line("action", 64)
    if not action:
        raise Refused("it has no action")
    return "customer_activity_log", run.shop.insert(
        "customer_activity_log", customer_id=needed_target(run, row, "customer", "customers"),
        action=action, ip_address=row.line("ip_address", 45),
        user_agent=row.line("user_agent", 255), created_at=row.created_at(run.now))


# ---- what they bought


def take_order(run, row):
    total = row.money("total")
    if total < 0:
        raise Refused(f"its total is {total}")
    status = run.order_status(row)
    created_at = row.created_at(None)
    changed_at = max(row.moment("updated_at") or created_at, created_at)
    order_id = run.shop.insert(
        "orders", **run.shop.new_number(), customer_id=target(run, row, "customer", "customers"),
        customer_name=row.line("name", 256) or "",
        customer_email=row.optional("email", values.email),
        customer_phone=row.optional("phone", values.phone), language="en", status=status,
        payment_method=names.PAYMENT_METHODS.get(row.word("method"), "online"),
        subtotal=total, total=total, delivery_address=row.text("address", TEXT_MAX),
        created_at=created_at, updated_at=changed_at)
    for name, quantity, price in order_items(row, total):
        run.shop.insert("order_items", order_id=order_id, product_name=name,
                        product_type="individual", quantity=quantity, unit_price=price,
                        created_at=created_at)
    note_status(run, row, order_id, None, "pending", created_at)
    if status != "pending":
        note_status(run, row, order_id, "pending", status, changed_at)
    if row.word("status") in names.PAID_STATUSES and row.id not in run.orders_with_sales:
        row.note("as not paid: the source has no sale of it, whatever its status says")
    return "orders", order_id


def note_status(run, row, order_id, before, after, at):
    run.shop.insert("order_status_history", order_id=order_id, from_status=before,
                    to_status=after, actor_type="system",
                    note=f"Order {row.id} of the former shop", created_at=at)


def order_items(row, total):
    """Its items, if they can be read exactly and add up to its total; else one line of that."""
    text = row.raw("items")
    if text not in (None, "", "[]"):
        try:
            items = [read_item(item) for item in item_list(json.loads(text, parse_float=str))]
            if sum(quantity * price for _, quantity, price in items) == total:
                return items
            row.note("with one line of its total: its items do not add up to it")
        except (ValueError, TypeError, RecursionError):
            row.note("with one line of its total: its items cannot be read")
    return [(f"Order {row.id} of the former shop", 1, total)]


def item_list(value):
    """A list, or an object with a list of that name."""
    if isinstance(value, dict):
        value = value.get("items")
    if not isinstance(value, list) or not 0 < len(value) <= ITEMS_MAX:
        raise ValueError
    return value


def read_item(item):
    name, quantity, price = (first_of(item, keys) for keys in (
        names.ITEM_NAMES, names.ITEM_QUANTITIES, names.ITEM_PRICES))
    name = values.one_line(name) if isinstance(name, str) else ""
    quantity, price = values.whole(quantity, 1, 999999), values.money(price)
    if not 0 < len(name) <= 255 or quantity is None or price is None or price < 0:
        raise ValueError
    return name, quantity, price


def first_of(item, keys):
    if not isinstance(item, dict):
        raise ValueError
    return next((item[key] for key in keys if key in item), None)


Order = namedtuple("Order", "id customer_id total payment_status payment_method")


def take_sale(run, row):
    """A sale makes its order paid, by a payment that counts; a negative one is a refund."""
    amount = row.money("amount")
    order_id = needed_target(run, row, "order", "pending_orders")
    at = row.moment("paid_at") or row.created_at(None)
    order = Order(*run.shop.one(
        "SELECT id, customer_id, total, payment_status, payment_method FROM orders WHERE id = %s "
        "FOR UPDATE", order_id))
    if row.raw("customer") is not None:
        if target(run, row, "customer", "customers") not in (None, order.customer_id):
            row.note("as its order's customer's, whatever it says itself")
    if amount < 0:
        return "sales", refund(run, row, order, -amount, at)
    if order.payment_status == "paid":
        raise Refused("its order has a sale already")
    if amount != order.total:
        raise Refused(f"it is {amount:.2f}, but its order {order.total}")
    return "sales", sell(run, row, order, at)


def sell(run, row, order, at):
    is_online = order.payment_method == "online"
    provider = FORMER_SHOP if is_online else order.payment_method
    status = "paid" if is_online else "cod_collected"
    payment_id = run.shop.insert(
        "payments", order_id=order.id, attempt=next_number(run, order, "payments", "attempt"),
        provider=provider, status=status, is_counted=1, amount=order.total,
        currency=run.currency, paid_at=at, created_at=at, updated_at=at)
    note_payment(run, row, payment_id, at, provider=provider, kind="captured",
                 amount=order.total, from_status="none", to_status=status)
    run.shop.execute("UPDATE orders SET payment_status = 'paid', version = version + 1, "
                     "updated_at = updated_at WHERE id = %s", order.id)
    return ledger(run, order, 0, order.total, at)


def refund(run, row, order, amount, at):
    paid = run.shop.one(
        "SELECT id, provider, status, amount, refunded_amount FROM payments "
        "WHERE order_id = %s AND is_counted = 1 FOR UPDATE", order.id)
    if not paid:
        raise Refused("it pays back, but its order has no sale here")
    payment_id, provider, before, whole, refunded = paid
    if refunded + amount > whole:
        raise Refused(f"it pays back {amount:.2f}, of {whole - refunded} that are left")
    after = "refunded" if refunded + amount == whole else "part_refunded"
    number = next_number(run, order, "sales", "refund_no")
    run.shop.insert("refunds", order_id=order.id, payment_id=payment_id, refund_no=number,
                    amount=amount, status="succeeded",
                    reason=f"Sale {row.id} of the former shop", created_at=at, updated_at=at)
    run.shop.execute("UPDATE payments SET refunded_amount = refunded_amount + %s, status = %s, "
                     "version = version + 1, updated_at = updated_at WHERE id = %s",
                     amount, after, payment_id)
    note_payment(run, row, payment_id, at, provider=provider, kind="refunded", amount=amount,
                 from_status=before, to_status=after)
    run.shop.execute("UPDATE orders SET refunded_amount = refunded_amount + %s, "
                     "version = version + 1, updated_at = updated_at WHERE id = %s",
                     amount, order.id)
    return ledger(run, order, number, -amount, at)


def next_number(run, order, table, column):
    return run.shop.one(f"SELECT COALESCE(MAX({column}), 0) + 1 FROM {table} WHERE order_id = %s",
                        order.id)[0]


def note_payment(run, row, payment_id, at, **event):
    run.shop.insert("payment_events", event_id=f"former-sale-{row.id}", payment_id=payment_id,
                    source="system", currency=run.currency, outcome="applied", occurred_at=at,
                    created_at=run.now, **event)


def ledger(run, order, refund_no, amount, at):
    return run.shop.insert("sales", order_id=order.id, refund_no=refund_no,
                           customer_id=order.customer_id, amount=amount, paid_at=at,
                           created_at=at)


# ---- what they download


def take_delivery(run, row):
    """It hangs on a line of its own, which costs nothing: the money is in the other lines."""
    order_id = needed_target(run, row, "order", "pending_orders")
    file = run.files.find(row.raw("file"))
    if not run.shop.one("SELECT 1 FROM orders WHERE id = %s AND payment_status = 'paid'",
                        order_id):
        raise Refused("its order is not paid")
    created_at = row.created_at(run.now)
    item_id = run.shop.insert(
        "order_items", order_id=order_id, product_name=row.line("name", 255) or file.name,
        product_type="digital", quantity=1, unit_price=0, created_at=created_at)
    return "deliveries", run.shop.insert(
        "deliveries", order_id=order_id, order_item_id=item_id, file_id=file_row(run, file),
        customer_viewed_at=row.moment("viewed_at"), created_at=created_at,
        customer_download_count=row.optional("downloads", values.whole, 0, COUNT_MAX) or 0)


def file_row(run, file):
    """Equal bytes are one file."""
    return imported_file(run, file) or run.shop.insert(
        "files", purpose="digital_good", sha256=file.sha256, size_bytes=file.size,
        media_type=file.media_type, storage_key=run.files.key(file), original_name=file.name,
        created_at=run.now)


def imported_file(run, file):
    """One with the same bytes that nobody uploaded."""
    same = run.shop.one(
        "SELECT id FROM files WHERE sha256 = %s AND purpose = 'digital_good' "
        "AND customer_id IS NULL AND admin_user_id IS NULL ORDER BY id LIMIT 1", file.sha256)
    return same and same[0]


def keep_files(run, rows):
    """Before the transaction of these rows: copies the files of those that are new."""
    known = run.shop.remembered(rows)
    for row in rows:
        file = run.files.seen.get(row.raw("file"))
        if row.id not in known and isinstance(file, File) and not imported_file(run, file):
            run.files.keep(file)


def drop_files(run):
    """What was copied in vain, since its row was refused."""
    for key in run.files.kept.values():
        if not run.shop.one("SELECT 1 FROM files WHERE storage_key = %s", key):
            run.files.drop(key)


def take_token(run, row):
    order_id = needed_target(run, row, "order", "pending_orders")
    token = row.raw("token")
    if not isinstance(token, str) or len(token) < SHORTEST_TOKEN:
        raise Refused("it is no secret: too short, or no text")
    limit = row.optional("max_downloads", values.whole, 1, COUNT_MAX) or DOWNLOADS
    downloads = row.optional("downloads", values.whole, 0, COUNT_MAX) or 0
    if downloads > limit:
        raise Refused(f"it was used {downloads} times, of {limit}")
    expires_at = row.needed("expires_at", values.moment)
    customer = run.shop.one("SELECT customer_id FROM orders WHERE id = %s", order_id)
    return "download_tokens", run.shop.insert(
        "download_tokens", delivery_id=token_delivery(run, row, order_id), order_id=order_id,
        customer_id=customer[0], token_hash=hashlib.sha256(token.encode()).digest(),
        expires_at=expires_at, max_downloads=limit, download_count=downloads,
        last_download_at=row.moment("downloaded_at"), created_at=row.created_at(run.now))


def token_delivery(run, row, order_id):
    """The one it names; else the only one of its order."""
    if row.raw("delivery") is not None:
        found = run.shop.all("SELECT id FROM deliveries WHERE id = %s AND order_id = %s",
                             target(run, row, "delivery", "deliveries"), order_id)
    else:
        found = run.shop.all("SELECT id FROM deliveries WHERE order_id = %s LIMIT 2",
                             order_id)
    if len(found) != 1:
        raise Refused("what it fetches is not here, or not the only thing of its order")
    return found[0][0]


# ---- what they were about to buy


def take_cart_item(run, row):
    if row.raw("customer") is None:
        raise Refused("it is a guest's: carts of guests end with their sessions")
    customer_id = needed_target(run, row, "customer", "customers")
    quantity = row.needed("quantity", values.whole, 1, COUNT_MAX)
    instance_id = product_instance(run, row)
    created_at = row.created_at(run.now)
    cart_id = open_cart(run, customer_id, created_at)
    line = run.shop.one(
        "SELECT id, quantity FROM cart_items WHERE cart_id = %s AND product_instance_id = %s "
        "AND choice_hash = %s", cart_id, instance_id, NO_CHOICE)
    there = line[1] if line else 0
    if there + quantity > QUANTITY_MAX:
        row.note(f"with all of its kind only {QUANTITY_MAX} times")
    quantity = min(there + quantity, QUANTITY_MAX)
    if line:
        run.shop.execute("UPDATE cart_items SET quantity = %s, updated_at = updated_at "
                         "WHERE id = %s", quantity, line[0])
        return "cart_items", line[0]
    lines = run.shop.one("SELECT COUNT(*) FROM cart_items WHERE cart_id = %s", cart_id)
    if lines[0] >= ITEMS_MAX:
        raise Refused(f"its cart has {ITEMS_MAX} lines already")
    return "cart_items", run.shop.insert(
        "cart_items", cart_id=cart_id, product_instance_id=instance_id, choice_hash=NO_CHOICE,
        quantity=quantity, created_at=created_at, updated_at=created_at)


def open_cart(run, customer_id, at):
    """Locked with its customer, so that no login makes another one meanwhile."""
    run.shop.one("SELECT id FROM customers WHERE id = %s FOR UPDATE", customer_id)
    found = run.shop.one("SELECT id FROM carts WHERE customer_id = %s AND ordered_at IS NULL "
                         "ORDER BY id LIMIT 1 FOR UPDATE", customer_id)
    return found[0] if found else run.shop.insert(
        "carts", customer_id=customer_id, created_at=at, updated_at=at)


def product_instance(run, row):
    """What is sold here under the same slug or name, if that is one thing without a choice."""
    slug, name = row.line("slug", 120), row.line("name", 255)
    if not slug and not name:
        slug, name = run.products.get(row.raw("product"), (None, None))
    found = run.shop.all(
        "SELECT i.id FROM products p "
        "JOIN product_instance i ON i.product_id = p.id AND i.is_active = 1 "
        "WHERE (p.slug = %s OR p.name = %s) AND p.is_active = 1 AND p.deleted_at IS NULL LIMIT 2",
        slug, name)
    if not found:
        raise Refused("no product of this shop has its slug or name")
    if len(found) > 1:
        raise Refused("there are several of that name here, such as sizes")
    return found[0][0]


# ---- what they asked


def take_ticket(run, row):
    customer_id = needed_target(run, row, "customer", "customers")
    subject, message = row.line("subject", 255), row.text("message", TEXT_MAX)
    if not message:
        raise Refused("it has no message")
    created_at = row.created_at(run.now)
    updated_at = row.moment("updated_at") or created_at
    status = row.choice("status", TICKET_STATUSES, "open")
    note_attachments(row)
    # A time fits the status; who replied last is said by the replies.
    return "customer_support_tickets", run.shop.insert(
        "customer_support_tickets", customer_id=customer_id,
        order_id=target(run, row, "order", "pending_orders"), subject=subject or "",
        message=message, category=row.choice("category", CATEGORIES, "general"),
        priority=row.choice("priority", PRIORITIES, "normal"),
        status=status, assigned_admin_id=target(run, row, "assigned", "users"),
        created_at=created_at, updated_at=updated_at, last_customer_at=created_at,
        resolved_at=row.moment("resolved_at") or (status == "resolved" and updated_at or None)
        if status in ("resolved", "closed") else None,
        closed_at=row.moment("closed_at") or updated_at if status == "closed" else None)


def take_reply(run, row):
    ticket_id = needed_target(run, row, "ticket", "customer_support_tickets")
    author_type = row.choice("author_type", SIDES)
    authors = "users" if author_type == "admin" else "customers"
    author_id = needed_target(run, row, "author", authors)
    owner = run.shop.one("SELECT customer_id FROM customer_support_tickets WHERE id = %s",
                         ticket_id)
    if author_type == "customer" and author_id != owner[0]:
        raise Refused("it is by another customer than its ticket")
    if author_type == "customer" and row.flag("internal"):
        raise Refused("it is an internal note by a customer")
    message = row.text("message", TEXT_MAX)
    if not message:
        raise Refused("it has no message")
    note_attachments(row)
    is_internal, created_at = row.flag("internal"), row.created_at(run.now)
    if not is_internal:
        run.shop.execute(
            "UPDATE customer_support_tickets SET last_reply_by = IF(COALESCE(last_reply_at, %s) "
            "<= %s, %s, last_reply_by), last_reply_at = GREATEST(COALESCE(last_reply_at, %s), %s), "
            "last_customer_at = IF(%s = 'customer', GREATEST(last_customer_at, %s), "
            "last_customer_at), updated_at = updated_at WHERE id = %s", created_at, created_at,
            author_type, created_at, created_at, author_type, created_at, ticket_id)
    return "customer_ticket_replies", run.shop.insert(
        "customer_ticket_replies", ticket_id=ticket_id, author_type=author_type,
        author_id=author_id, author_name=row.line("author_name", 256), message=message,
        is_internal=is_internal, created_at=created_at)


def note_attachments(row):
    if row.columns.get("attachments") not in (None, "", "[]"):
        row.note("without its attachments, which lie with the former shop")


# ---- what rows refer to


def target(run, row, what, table):
    """What became of the row it refers to; None, and a note, if that is not here."""
    if row.raw(what) is None:
        return None
    number = values.whole(row.raw(what), 1, ID_MAX)
    found = number and run.shop.target(table, number)
    if not found:
        row.note(f"without its {row.table.found[what]}: {table} {number or '?'} is not here")
    return found or None


def needed_target(run, row, what, table):
    number = row.needed(what, values.whole, 1, ID_MAX)
    found = run.shop.target(table, number)
    if not found:
        raise Refused(f"{table} {number} is not here")
    return found


# In this order, since rows refer to those of tables above.
TABLES = {
    "users": take_user,
    "customers": take_customer,
    "customer_activity_log": take_activity,
    "pending_orders": take_order,
    "sales": take_sale,
    "deliveries": take_delivery,
    "download_tokens": take_token,
    "cart_items": take_cart_item,
    "customer_support_tickets": take_ticket,
    "customer_ticket_replies": take_reply,
}
