#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""scripts/import-sqlite on former-shop.sql and on parts of it: what is taken and what is not, that
a dry run and a second run change nothing, and that a run killed anywhere can go on.

    scripts/check-import [NAME]

What the shop makes of it: tests/http/import_test.c."""

import os
import shutil
import signal
import subprocess
import sys
import unittest
from decimal import Decimal

from shop import EMPTY_SHOP, FORMER_SHOP, Shop, wait_until

HUGE = 2 ** 63 - 1


class TheWholeShop(unittest.TestCase):
    """One import of everything, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        cls.shop = Shop()
        cls.before = cls.shop.dump()
        cls.tried = cls.shop.take("--dry-run")
        cls.after_trying = cls.shop.dump()
        cls.stored_after_trying = cls.shop.stored()
        cls.said = cls.shop.take()
        cls.once = cls.shop.dump()
        cls.stored_once = cls.shop.stored()

    def expect_refused(self, why, table, *ids):
        for one in ids:
            self.assertEqual([why], self.said.refused.get((table, one)), f"{table} {one}")

    def expect_note(self, text, table, *ids):
        for one in ids:
            self.assertIn(text, self.said.notes.get((table, one), []), f"{table} {one}")

    # ---- all of it

    def test_a_dry_run_says_the_same_and_changes_nothing(self):
        self.assertEqual(self.before, self.after_trying)
        self.assertEqual([], self.stored_after_trying)
        self.assertEqual(self.said.text + "\nA dry run: nothing was changed.\n", self.tried.text)

    def test_every_row_of_the_source_is_accounted_for(self):
        tables = self.shop.former_rows("SELECT name FROM sqlite_master WHERE type = 'table' AND "
                                       "name NOT IN ('products', 'sqlite_sequence')")
        self.assertEqual({name for (name,) in tables}, set(self.said.counts))
        for (table,) in tables:
            taken, there, left = self.said.counts[table]
            ids = {row[0] for row in self.shop.former_rows(f"SELECT id FROM {table}")}
            here = {row[0] for row in self.shop.query(
                "SELECT source_id FROM imported_rows WHERE source_table = %s", table)}
            self.assertEqual((len(ids), 0, taken), (taken + left, there, len(here)), table)
            if f"\n  {table} all {left}: " not in self.said.text:
                refused = {one for name, one in self.said.refused if name == table}
                self.assertEqual(ids - here, refused, table)

    def test_everything_that_must_hold_holds(self):
        self.assertEqual([], self.shop.faults())

    def test_again_changes_nothing(self):
        again = self.shop.take()
        self.assertEqual(self.once, self.shop.dump())
        self.assertEqual(self.stored_once, self.shop.stored())
        for table, (taken, _, left) in self.said.counts.items():
            self.assertEqual((0, taken, left), again.counts[table], table)
        self.assertEqual(self.said.refused, again.refused)
        self.assertEqual({}, again.notes)

    def test_without_the_files_again_changes_nothing_either(self):
        self.shop.take(files=False)
        self.assertEqual(self.once, self.shop.dump())

    def test_no_secret_comes_along_and_no_person_is_in_the_report(self):
        self.assertNotIn("SECRET", self.once)
        self.assertNotRegex(self.said.text, r"@|\+20|\b01\d{8}|Mona|SECRET|\$2")

    def test_what_is_left_behind_is_named(self):
        for line in ("users: name, password_hash, role", "customers: loyalty_points",
                     "customer_activity_log: details", "pending_orders: affiliate_code",
                     "sales: commission", "products: rows: 2",
                     "customer_sessions all 2: sessions end with the move: "
                     "everybody logs in once more"):
            self.assertIn(f"\n  {line}\n", self.said.text)

    # ---- money

    def test_amounts_are_exact_to_the_piastre(self):
        def amounts(table, column, source_table):
            rows = self.shop.query(
                f"SELECT i.source_id, t.{column} FROM imported_rows i JOIN {table} t "
                "ON t.id = i.target_id WHERE i.source_table = %s AND i.source_id < 100 "
                "ORDER BY i.source_id", source_table)
            return " ".join(f"{source_id}:{amount}" for source_id, amount in rows)
        self.assertEqual("1:149.50 2:50.00 4:99999999.99 7:80.00 8:-30.00 9:-49.99 14:0.00 "
                         "15:-18.18 16:18.18", amounts("sales", "amount", "sales"))
        self.assertEqual("1:149.50 2:300.00 3:50.00 10:99999999.99 11:0.00 12:7.50 13:13.00 "
                         "14:14.00 16:16.00 17:80.00 18:18.18",
                         amounts("orders", "total", "pending_orders"))

    def test_money_that_is_not_exact_is_not_taken(self):
        for order in (4, 5, 6, 7, 15, 19, 20):
            self.assertRegex(self.said.refused["pending_orders", order][0], "^its total ")
        self.expect_refused("it is 299.99, but its order 300.00", "sales", 5)
        self.expect_refused("it pays back 0.02, of 0.01 that are left", "sales", 10)
        self.expect_refused("it pays back, but its order has no sale here", "sales", 11)
        self.expect_refused("its order has a sale already", "sales", 3)

    def test_a_paid_order_has_its_payment_its_sale_and_its_refunds(self):
        order = self.shop.became("pending_orders", 17)
        payments = self.shop.query(
            "SELECT provider, status, is_counted, amount, refunded_amount FROM payments "
            "WHERE order_id = %s", order)
        self.assertEqual([("cash", "part_refunded", 1, Decimal("80.00"), Decimal("79.99"))],
                         payments)
        refunds = self.shop.query("SELECT refund_no, amount, status FROM refunds "
                                  "WHERE order_id = %s ORDER BY refund_no", order)
        self.assertEqual([(1, Decimal("30.00"), "succeeded"), (2, Decimal("49.99"), "succeeded")],
                         refunds)
        self.assertEqual(("paid", Decimal("79.99"), "cancelled"),
                         self.shop.order(17, "payment_status, refunded_amount, status"))

    def test_a_refund_may_have_come_before_its_sale(self):
        self.assertEqual(("paid", Decimal("18.18")),
                         self.shop.order(18, "payment_status, refunded_amount"))
        events = self.shop.query(
            "SELECT p.provider, e.kind, e.to_status, e.event_id FROM payments p "
            "JOIN payment_events e ON e.payment_id = p.id WHERE p.order_id = %s ORDER BY e.id",
            self.shop.became("pending_orders", 18))
        self.assertEqual([("card", "captured", "cod_collected", "former-sale-16"),
                          ("card", "refunded", "refunded", "former-sale-15")], events)

    def test_an_order_without_a_sale_is_not_paid_whatever_it_says(self):
        self.assertEqual(("pending",), self.shop.order(14, "payment_status"))
        self.expect_note("as not paid: the source has no sale of it, whatever its status says",
                         "pending_orders", 14)
        self.assertEqual(0, self.shop.value("SELECT COUNT(*) FROM payments WHERE order_id = %s",
                                            self.shop.became("pending_orders", 14)))

    # ---- orders

    def test_moments_are_read_in_every_form_and_are_utc(self):
        for order, at in ((1, "2023-06-01 10:00:00"), (2, "2023-06-02 00:00:00"),
                          (10, "2023-06-10 12:00:00"), (11, "2023-06-11 09:00:00"),
                          (12, "2023-06-11 12:00:00"), (13, "2023-06-13 12:00:00")):
            self.assertEqual((at,), self.shop.order(order, "created_at"))
        self.assertEqual(("2023-05-07 10:00:00",), self.shop.customer(3, "created_at"))
        self.assertEqual(("2023-05-13 17:46:40",), self.shop.customer(HUGE, "created_at"))
        self.assertEqual(("2023-06-01 11:00:00",), self.shop.row("sales", "sales", 1, "paid_at"))
        self.expect_refused("its created_at cannot be read: 'soon'", "pending_orders", 9)

    def test_orders_are_somebodys_only_where_the_source_says_so(self):
        for order, customer in ((1, 1), (18, 8), (16, HUGE)):
            self.assertEqual((self.shop.became("customers", customer),),
                             self.shop.order(order, "customer_id"))
        for order in (2, 3, 17):  # only an e-mail; a customer who was not taken; an orphan
            self.assertEqual((None,), self.shop.order(order, "customer_id"))

    def test_contacts_of_orders_get_one_form_or_are_left_out(self):
        self.assertEqual(("guest@example.com", "+201220001111"),
                         self.shop.order(2, "customer_email, customer_phone"))
        self.assertEqual((None, None), self.shop.order(13, "customer_email, customer_phone"))
        self.expect_note("without its customer_email, which cannot be read", "pending_orders", 13)

    def test_an_orders_items_are_read_exactly_or_not_at_all(self):
        def items(source_id):
            return self.shop.query(
                "SELECT product_name, product_type, quantity, unit_price FROM order_items "
                "WHERE order_id = %s AND product_type = 'individual'",
                self.shop.became("pending_orders", source_id))
        self.assertEqual([("كعكة", "individual", 2, Decimal("74.75"))], items(1))
        for order, total in ((2, "300.00"), (12, "7.50"), (13, "13.00"), (11, "0.00")):
            name = f"Order {order} of the former shop"
            self.assertEqual([(name, "individual", 1, Decimal(total))], items(order))
        self.expect_note("with one line of its total: its items do not add up to it",
                         "pending_orders", 2)
        self.expect_note("with one line of its total: its items cannot be read",
                         "pending_orders", 12, 13)

    def test_an_order_tells_where_it_stood(self):
        def steps(source_id):
            return [(before, after, str(at)) for before, after, at in self.shop.query(
                "SELECT from_status, to_status, created_at FROM order_status_history "
                "WHERE order_id = %s ORDER BY id", self.shop.became("pending_orders", source_id))]
        self.assertEqual([(None, "pending", "2023-06-01 10:00:00"),
                          ("pending", "confirmed", "2023-06-02 10:00:00")], steps(1))
        self.assertEqual([(None, "pending", "2023-06-11 12:00:00")], steps(12))
        # Changed before it was placed, it says; then it was when it was placed.
        self.assertEqual([(None, "pending", "2023-06-10 12:00:00"),
                          ("pending", "delivered", "2023-06-10 12:00:00")], steps(10))
        self.expect_refused("its status cannot be read: 'lost'", "pending_orders", 8)

    # ---- people

    def test_customers_come_as_they_were_but_prove_their_phone_anew(self):
        self.assertEqual(
            ("Mona", "Adel Hassan", "mona@example.com", "+201001234567", "mona", "ar"),
            self.shop.customer(1, "first_name, last_name, email, phone, username, "
                                  "preferred_language"))
        self.assertEqual(("registered", "active", 1, 0), self.shop.customer(
            1, "type, status, email_verified, phone_verified"))
        self.assertEqual(("نور", "الدين", "unverified", "en"), self.shop.customer(
            3, "first_name, last_name, status, preferred_language"))
        self.assertEqual(("suspended", "registered", "Zoë", "🍪"), self.shop.customer(
            4, "status, type, first_name, last_name"))
        self.assertEqual(("inactive", "https://pictures.example/11.png"), self.shop.customer(
            11, "status, avatar_url"))
        self.assertEqual(0, self.shop.value(
            "SELECT COUNT(*) FROM customers c JOIN imported_rows i ON i.target_id = c.id "
            "AND i.target_table = 'customers' WHERE c.phone_verified = 1"))

    def test_only_bcrypt_comes_along_as_a_password(self):
        self.assertRegex(self.shop.customer(1, "password_hash")[0], r"^\$2y\$04\$.{53}$")
        self.assertRegex(self.shop.customer(4, "password_hash")[0], r"^\$2b\$10\$.{53}$")
        for customer in (3, 6):
            self.assertEqual((None,), self.shop.customer(customer, "password_hash"))
        self.expect_note("without its password: its hash is not bcrypt", "customers", 3, 6)

    def test_who_cannot_be_told_from_nobody_is_not_taken(self):
        self.assertEqual((None, "kept", "unverified", 0), self.shop.customer(
            6, "email, username, status, email_verified"))
        self.expect_refused("it has no e-mail, phone or username", "customers", 5)
        self.expect_refused("its status cannot be read: 'banned'", "customers", 7)
        self.expect_refused("its id is no number above 0", "customers", -5)

    def test_who_never_logged_in_comes_as_a_guest(self):
        self.assertEqual(("guest", "active", 1, "+201220001111"), self.shop.customer(
            8, "type, status, email_verified, phone"))

    def test_of_two_who_clash_the_first_has_it(self):
        self.expect_refused("customers 1 has the same e-mail", "customers", 2)
        self.expect_refused("a customer of this shop has its e-mail", "customers", 10)
        self.expect_note("without its phone, which another customer has", "customers", 4, 11)
        self.expect_note("without its username, which another customer has", "customers", 9)
        self.assertEqual([("Held",)], self.shop.query(
            "SELECT first_name FROM customers WHERE email = 'held@example.com'"))

    def test_staff_comes_without_a_way_in(self):
        for user, name in ((1, "sara"), (2, "omar")):
            self.assertEqual((name, None, 0, "product_manager"), self.shop.row(
                "admin_users", "users", user, "username, password_hash, is_active, role"))
        self.assertEqual(self.shop.became("users", 1), self.shop.became("users", 4))
        self.expect_refused("it has no e-mail", "users", 3)

    def test_tickets_keep_who_asked_and_who_answered(self):
        mona, sara = self.shop.became("customers", 1), self.shop.became("users", 1)
        self.assertEqual(
            (mona, self.shop.became("pending_orders", 1), sara, "أين الطلب؟",
             "Where is it?\nPlease.", "resolved", "customer"),
            self.shop.row("customer_support_tickets", "customer_support_tickets", 1,
                          "customer_id, order_id, assigned_admin_id, subject, message, status, "
                          "last_reply_by"))
        replies = self.shop.query("SELECT author_type, author_id, is_internal "
                                  "FROM customer_ticket_replies ORDER BY id")
        self.assertEqual([("admin", sara, 0), ("admin", sara, 1), ("customer", mona, 0)], replies)
        self.expect_refused("it is by another customer than its ticket",
                            "customer_ticket_replies", 4)
        self.expect_refused("it is an internal note by a customer", "customer_ticket_replies", 7)

    # ---- goods

    def test_digital_goods_come_with_their_files(self):
        files = self.shop.query(
            "SELECT i.source_id, f.state, f.media_type, f.original_name, "
            "d.customer_download_count FROM imported_rows i JOIN deliveries d "
            "ON d.id = i.target_id JOIN files f ON f.id = d.file_id "
            "WHERE i.source_table = 'deliveries' ORDER BY i.source_id")
        self.assertEqual([(1, "ready", "application/pdf", "recipe.pdf", 2),
                          (2, "ready", "application/pdf", "recipe.pdf", 0),
                          (8, "ready", "application/octet-stream", "كتاب.bin", 0),
                          (11, "ready", "application/pdf", "recipe.pdf", 0)], files)
        self.assertEqual(["%PDF-1.4 a recipe", "a book"], self.shop.files())

    def test_no_other_file_comes_along(self):
        self.expect_refused("its file lies outside of the folder of files", "deliveries", 4, 9)
        self.expect_refused("its file is not in the folder of files", "deliveries", 3)
        self.expect_refused("it is a link to elsewhere, and no file", "deliveries", 6)
        self.expect_refused("its order is not paid", "deliveries", 5)
        self.assertEqual(2, len(self.stored_once))

    def test_a_token_fetches_what_it_fetched_and_is_only_a_hash(self):
        tokens = self.shop.query(
            "SELECT i.source_id, t.delivery_id, t.max_downloads, t.download_count "
            "FROM imported_rows i JOIN download_tokens t ON t.id = i.target_id "
            "WHERE i.source_table = 'download_tokens' ORDER BY i.source_id")
        self.assertEqual([(1, self.shop.became("deliveries", 2), 5, 1),
                          (2, self.shop.became("deliveries", 11), 3, 0)], tokens)
        self.assertEqual(1, self.shop.value(
            "SELECT COUNT(*) FROM download_tokens WHERE token_hash = "
            "UNHEX(SHA2('SECRET-token-of-order-17-012345678', 256))"))
        self.expect_refused("it is no secret: too short, or no text", "download_tokens", 3)

    def test_carts_of_customers_come_where_the_thing_is_sold_here(self):
        lines = self.shop.query(
            "SELECT p.name, c.quantity FROM carts k JOIN cart_items c ON c.cart_id = k.id "
            "JOIN product_instance i ON i.id = c.product_instance_id "
            "JOIN products p ON p.id = i.product_id WHERE k.customer_id = %s ORDER BY p.name",
            self.shop.became("customers", 1))
        self.assertEqual([("Chocolate box", 99), ("Family box", 1)], lines)
        self.expect_note("with all of its kind only 99 times", "cart_items", 4)
        self.expect_refused("it is a guest's: carts of guests end with their sessions",
                            "cart_items", 5, 11)
        self.expect_refused("no product of this shop has its slug or name", "cart_items", 7, 10)
        self.expect_refused("there are several of that name here, such as sizes", "cart_items", 6)


class WhatCannotBeImported(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Shop(EMPTY_SHOP)
        cls.good = cls.shop.path("good.db")
        shutil.copy(cls.shop.path("former.db"), cls.good)

    def setUp(self):
        shutil.copy(self.good, self.shop.path("former.db"))
        self.shop.configure()

    def refusal(self, *options, **more):
        """The one sentence that it ends with."""
        done = subprocess.run(self.shop.command(*options, **more), capture_output=True,
                              encoding="utf-8", check=False)
        self.assertEqual((1, "", 1), (done.returncode, done.stdout, done.stderr.count("\n")),
                         done.stderr)
        return done.stderr

    def test_no_file(self):
        os.unlink(self.shop.path("former.db"))
        self.assertIn("there is no file", self.refusal())

    def test_not_a_database(self):
        self.shop.write("former.db", "id,total\n1,10\n" * 1000)
        self.assertIn("is not a SQLite database that can be read", self.refusal())

    def test_a_damaged_database(self):
        self.shop.former("CREATE TABLE much (id INTEGER PRIMARY KEY, text); "
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 99) "
                         "INSERT INTO much SELECT i, hex(zeroblob(1000)) FROM n")
        with open(self.shop.path("former.db"), "r+b") as file:
            file.seek(40000)
            file.write(b"\xff" * 40000)
        self.assertIn("former.db is damaged", self.refusal())

    def test_another_shops_tables(self):
        self.shop.former("DROP TABLE sales; DROP TABLE users")
        self.assertIn("it has no sales, users", self.refusal())

    def test_a_table_without_ids(self):
        self.shop.former("DROP TABLE sales; CREATE TABLE sales (number INTEGER)")
        self.assertIn("sales has no column id", self.refusal())

    def test_a_shop_that_is_not_there_or_too_old(self):
        self.shop.configure("nowhere")
        self.assertIn("no connection to the database", self.refusal())
        self.shop.configure("mysql")
        self.assertIn("deploy sql/ first", self.refusal())
        self.shop.write("conf", "db_name = x\n")
        self.assertIn("has no key_dir, db_password_dir, db_socket", self.refusal())

    def test_folders_that_are_not_there(self):
        self.assertIn("/nowhere is not a folder",
                      self.refusal("--files", "/nowhere", "--store", "/", files=False))
        self.assertIn("--files needs --store", self.refusal("--files", "/", files=False))

    def test_a_wrong_password(self):
        self.shop.write("wrong", "wrong\n")
        self.assertIn("no connection to the database as crumbled_migrate",
                      self.refusal("--password-file", self.shop.path("wrong")))


class Again(unittest.TestCase):
    def test_a_newer_source_adds_what_is_new_and_tells_what_has_changed(self):
        shop = Shop(EMPTY_SHOP)
        shop.former("INSERT INTO pending_orders VALUES (1, '10.00', 'pending', '2023-06-01'), "
                    "(2, '20.00', 'pending', '2023-06-01')")
        self.assertEqual((2, 0, 0), shop.take().counts["pending_orders"])
        before = shop.order(1, "number, status, updated_at")
        shop.former("UPDATE pending_orders SET status = 'delivered' WHERE id = 1; "
                    "INSERT INTO pending_orders VALUES (3, '30.00', 'pending', '2023-06-01'); "
                    "INSERT INTO sales VALUES (1, 2, '20.00', '2023-06-02')")
        said = shop.take()
        self.assertEqual((1, 2, 0), said.counts["pending_orders"])
        self.assertEqual({("pending_orders", 1): [
            "as it was: what changed in the source since is not taken over"]}, said.notes)
        self.assertEqual(before, shop.order(1, "number, status, updated_at"))
        self.assertEqual(("paid",), shop.order(2, "payment_status"))
        self.assertEqual([], shop.faults())

    def test_files_go_where_the_shop_keeps_its_own(self):
        shop = Shop()
        os.rename(shop.path("store"), shop.path("stored"))
        shop.configure(more=f"files_dir = {shop.dir}\n")
        shop.take("--files", shop.path("files"), files=False)
        self.assertEqual(2, len(os.listdir(shop.path("stored"))))

    def test_files_may_come_later(self):
        shop, once = Shop(), Shop()
        self.assertEqual((0, 0, 11), shop.take(files=False).counts["deliveries"])
        self.assertEqual([], shop.faults())
        self.assertEqual((4, 0, 7), shop.take().counts["deliveries"])
        self.assertEqual([], shop.faults())
        once.take()
        self.assertEqual(once.content(), shop.content())

    def test_what_was_taken_is_not_taken_again_though_it_has_changed_here(self):
        shop = Shop()
        shop.take()
        mona = shop.became("customers", 1)
        shop.query("UPDATE customers SET email = 'new@example.com', phone = NULL, username = NULL "
                   "WHERE id = %s", mona)
        shop.query("DELETE FROM carts WHERE customer_id = %s", mona)
        before = shop.dump()
        shop.take()
        self.assertEqual(before, shop.dump())

    def test_an_erased_person_does_not_come_back(self):
        shop = Shop()
        shop.take()
        shop.query("UPDATE customers SET email = NULL, first_name = NULL, last_name = NULL, "
                   "phone = NULL, status = 'inactive', erased_at = '2026-01-01' WHERE id = %s",
                   shop.became("customers", 3))
        shop.former("INSERT INTO pending_orders (id, customer_id, customer_email, total, "
                    "created_at) VALUES (500, 3, 'noor@example.com', 5, '2023-07-01')")
        said = shop.take()
        self.assertEqual((0, 8, 5), said.counts["customers"])
        self.assertEqual(["customers 3 was erased here, as that person asked"],
                         said.refused["pending_orders", 500])

    def test_two_at_once_take_turns(self):
        alone, shop = Shop(), Shop()
        alone.take()
        for started in [shop.start(), shop.start()]:
            shop.finish(started)
        self.assertEqual([], shop.faults())
        self.assertEqual(alone.content(), shop.content())


class Interrupted(unittest.TestCase):
    MANY = """
        INSERT INTO customers (id, email, full_name, created_at, updated_at)
        VALUES (500, 'late@example.com', 'Late', '2023-01-01', '2023-01-01');
        WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1249)
        INSERT INTO pending_orders (id, customer_id, customer_name, total, created_at)
        SELECT i, CASE WHEN i = 1200 THEN 500 END, 'Many', i, '2023-07-01' FROM n;"""

    def kill(self, shop):
        """Kills an import that waits; one that does not wait fails the test."""
        started = shop.start()
        wait_until(lambda: shop.blocked() or started.poll() is not None, "the import waits")
        if started.poll() is not None:
            self.fail("the import did not wait:\n" + started.communicate()[0])
        started.send_signal(signal.SIGKILL)
        started.communicate()

    def test_killed_anywhere_it_goes_on_and_ends_the_same(self):
        whole, shop = Shop(FORMER_SHOP + self.MANY), Shop(FORMER_SHOP + self.MANY)
        whole.take()
        for table in ("admin_users", "customers", "customer_activity_log", "orders",
                      "order_items", "order_status_history", "payments", "payment_events",
                      "refunds", "sales", "deliveries", "download_tokens", "cart_items",
                      "customer_support_tickets", "customer_ticket_replies"):
            with shop.closed(table):
                self.kill(shop)
            wait_until(lambda: not shop.blocked(), "the killed one is gone")
            self.assertEqual([], shop.faults(), f"killed at {table}")
        shop.take()
        self.assertEqual([], shop.faults())
        self.assertEqual(whole.content(), shop.content())
        self.assertEqual(whole.files(), shop.files())

    def test_killed_between_two_batches_the_first_is_there(self):
        shop = Shop(FORMER_SHOP + self.MANY)
        with shop.closed("order_items"):
            self.kill(shop)
        with shop.closed("customers", "WHERE email = 'late@example.com'"):
            self.kill(shop)
        wait_until(lambda: not shop.blocked(), "the killed one is gone")
        done = shop.value("SELECT COUNT(*) FROM imported_rows "
                          "WHERE source_table = 'pending_orders'")
        self.assertTrue(0 < done < 262, done)
        self.assertEqual((262 - done, done, 9), shop.take().counts["pending_orders"])
        self.assertEqual([], shop.faults())

    def test_killed_it_never_leaves_a_file_without_its_bytes(self):
        shop = Shop()
        with shop.closed("deliveries"):
            self.kill(shop)
        wait_until(lambda: not shop.blocked(), "the killed one is gone")
        self.assertEqual((3, []), (len(shop.stored()), shop.files()))
        shop.take()
        self.assertEqual(["%PDF-1.4 a recipe", "a book"], shop.files())

    def test_stopped_by_hand_it_says_how_to_go_on(self):
        shop = Shop()
        with shop.closed("orders"):
            started = shop.start()
            wait_until(shop.blocked, "the import waits")
            started.send_signal(signal.SIGINT)
            said = started.communicate()[0]
        self.assertEqual((1, "import-sqlite: interrupted; run it again, and it goes on\n"),
                         (started.returncode, said))

    def test_what_somebody_writes_meanwhile_is_waited_for(self):
        shop = Shop()
        db = shop.connect()
        with db.cursor() as cursor:
            cursor.execute("START TRANSACTION")
            cursor.execute("INSERT INTO customers (email) VALUES ('noor@example.com')")
            started = shop.start()
            wait_until(shop.blocked, "the import waits")
            cursor.execute("COMMIT")
        db.close()
        said = shop.finish(started)
        self.assertEqual(["the database does not take it: customers_email"],
                         said.refused["customers", 3])
        self.assertEqual([], shop.faults())


class AnotherShop(unittest.TestCase):
    """An older one without accounts, and one that calls things by other names."""

    def test_other_names_of_columns_are_known(self):
        shop = Shop(EMPTY_SHOP.replace(
            "pending_orders (id INTEGER PRIMARY KEY, total, status, created_at)",
            "pending_orders (Id INTEGER PRIMARY KEY, Final_Amount, amount, order_status, "
            "order_date, email, phone, name)").replace(
            "sales (id INTEGER PRIMARY KEY, pending_order_id, amount, created_at)",
            "sales (id INTEGER PRIMARY KEY, order_id, amount_paid, payment_confirmed_at)"))
        shop.former("INSERT INTO pending_orders VALUES (7, '12.34', '99.99', 'Completed', "
                    "'2023-06-01', 'A@Example.com', '01001234567', 'Adel'); "
                    "INSERT INTO sales VALUES (1, 7, 12.34, '2023-06-02')")
        said = shop.take()
        self.assertEqual((1, 0, 0), said.counts["sales"])
        self.assertEqual((Decimal("12.34"), "delivered", "paid"),
                         shop.order(7, "total, status, payment_status"))
        self.assertEqual(("Adel", "a@example.com", "+201001234567"),
                         shop.order(7, "customer_name, customer_email, customer_phone"))
        self.assertIn("\n  pending_orders: amount\n", said.text)
        self.assertEqual([], shop.faults())

    def test_words_for_a_status_can_be_given(self):
        shop = Shop(EMPTY_SHOP)
        shop.former("INSERT INTO pending_orders VALUES (1, 1, 'Lost', '2023-06-01'), "
                    "(2, 2, 'paid', '2023-06-01')")
        self.assertEqual((1, 0, 1), shop.take("--dry-run").counts["pending_orders"])
        shop.take("--status", "lost=cancelled", "--status", "paid=delivered")
        self.assertEqual(("cancelled",), shop.order(1, "status"))
        self.assertEqual(("delivered",), shop.order(2, "status"))

    def test_a_total_without_a_column_is_told(self):
        shop = Shop(EMPTY_SHOP.replace("total, ", "price, ") + "CREATE TABLE Products (name)")
        shop.former("INSERT INTO pending_orders VALUES (1, 1, 'pending', '2023-06-01')")
        self.assertEqual(["there is no column total or total_amount or final_amount or "
                          "grand_total or amount"], shop.take().refused["pending_orders", 1])

    def test_ids_that_are_there_twice_or_no_numbers_are_told(self):
        shop = Shop(EMPTY_SHOP.replace("pending_orders (id INTEGER PRIMARY KEY",
                                       "pending_orders (id"))
        shop.former("INSERT INTO pending_orders VALUES (1, 1, 'pending', '2023-06-01'), "
                    "(1, 2, 'pending', '2023-06-01'), (NULL, 4, 'pending', '2023-06-01'), "
                    "('x' || char(27), 3, 'pending', '2023-06-01')")
        said = shop.take()
        self.assertEqual((1, 0, 3), said.counts["pending_orders"])
        self.assertIn("pending_orders None, 'x\\x1b': its id is no number above 0", said.text)
        self.assertEqual(["another row has its id"], said.refused["pending_orders", 1])
        self.assertEqual((0, 1, 3), shop.take().counts["pending_orders"])

    def test_money_is_in_the_shops_currency(self):
        shop = Shop(EMPTY_SHOP)
        shop.query("REPLACE INTO site_settings (setting_key, setting_value) "
                   "VALUES ('currency', 'USD')")
        shop.former("INSERT INTO pending_orders VALUES (1, 1, 'paid', '2023-06-01'); "
                    "INSERT INTO sales VALUES (1, 1, 1, '2023-06-01')")
        shop.take()
        self.assertEqual([("USD",)], shop.query("SELECT currency FROM payments"))

    def test_the_migrations_account_suffices(self):
        shop = Shop()
        shop.write("secrets/migrate", "testmigrate\n")
        self.assertEqual(12, shop.take().counts["pending_orders"][0])


class Counted(unittest.TextTestResult):
    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def main():
    only = ["-k", sys.argv[1]] if sys.argv[1:] else []
    runner = unittest.TextTestRunner(resultclass=Counted, verbosity=0, stream=sys.stdout)
    result = unittest.main(argv=[sys.argv[0], *only], exit=False, testRunner=runner).result
    failed = len(result.failures) + len(result.errors)
    print(f"{result.passed} passed, {failed} failed")
    sys.exit(failed > 0 or result.passed == 0)


if __name__ == "__main__":
    main()
