#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An independent, slow reckoning of what carts cost, for reference_test.c.

Written from the rules of the shop, not from the C code: fractions instead of integers, one small
step after the other.

    reference.py SEED N     N random carts; of each two lines: the facts as the shop stores them, and
                            what has to come out
    reference.py            reads such facts, one a line, and prints what has to come out
"""
import json
import random
import sys
from fractions import Fraction

MOST = 9_999_999_999          # the widest amount, in piastres
AT = 1_893_585_600
NAMES = {'types': ['Cookies', 'Gifts', 'Vouchers'], 'sizes': ['Mini', 'Medium', 'Large'],
         'flavors': ['Chocolate', 'Fruit', 'Nuts'], 'groups': ['member', 'wholesale', 'staff'],
         'cities': ['Cairo', 'Giza']}


# ---- the rules -------------------------------------------------------------------------------

def clamp(piastres):
    return max(0, min(MOST, piastres))


def half_up(fraction):
    return (fraction + Fraction(1, 2)).__floor__()


def share_out(whole, weights):
    """Largest remainder; equal remainders go to the earlier one."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    exact = [Fraction(whole * w, total) for w in weights]
    shares = [e.__floor__() for e in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[:whole - sum(shares)]:
        shares[i] += 1
    return shares


def tariff_price(tariff, group):
    base = tariff['base']

    def of_product(price):
        if tariff['product_base'] is None:
            return price
        return clamp(price + base - tariff['product_base'])

    def value(tier):
        return tier['price'] if tier['is_own'] else of_product(tier['price'])

    regular = [value(t) for t in tariff['tiers'] if t['type'] == 'regular']
    always = min(regular) if regular else base
    choices = [always]
    if tariff['sale'] is not None:
        choices.append(of_product(tariff['sale']))
    choices += [value(t) for t in tariff['tiers'] if t['type'] in ('sale', group)]
    return min(choices)


def same(a, b):
    return a is not None and b is not None and a.strip().lower() == b.strip().lower()


def price_line(line, group):
    unit = tariff_price(line['tariff'], group)
    unit += sum(f['price_adjustment'] * f['quantity'] for f in line['flavors'] if f['chosen'])
    unit = max(0, unit)
    if unit * line['quantity'] > MOST:
        unit = 0              # cannot be sold; the shop refuses it elsewhere
    return unit


def looked_at(rule, line, left, scene):
    """(does the rule mean this line, how much of it)"""
    kind = rule['category_type'] if rule['type'] == 'category' else rule['type']
    if kind in ('flavor', 'flavor_category'):
        counts = [f['quantity'] for f in line['flavors']]
        if sum(counts) == 0:
            return False, 0
        shares = share_out(left, counts)
        mine = [i for i, f in enumerate(line['flavors'])
                if (f['flavor_id'] == rule['target_id'] if kind == 'flavor'
                    else same(f['category'], rule['category_value']))]
        return bool(mine), sum(shares[i] for i in mine)
    if kind == 'product':
        means = line['product_id'] != 0 and line['product_id'] == rule['target_id']
    elif kind == 'product_type':
        means = same(rule['category_value'], line['type']) or same(rule['category_value'],
                                                                   line['type_name'])
    elif kind == 'size_category':
        means = same(rule['category_value'], line['base_size'])
    elif rule['type'] == 'category':      # of customers, or switched off
        means = kind == 'customer_group' and same(rule['category_value'], scene['group'])
    else:
        means = True
    return means, left if means else 0


def means_order(rule, scene):
    if rule['type'] == 'location':
        if rule['target_id']:
            return rule['target_id'] == scene['zone_id']
        return same(rule['target_value'], scene['city'])
    if rule['type'] == 'customer_group':
        return same(rule['target_value'], scene['group'])
    return True


def taken_off(is_percentage, value, maximum, left):
    amount = half_up(Fraction(left * value, 10_000)) if is_percentage else value
    if maximum is not None:
        amount = min(amount, maximum)
    return min(amount, left)


def money(piastres):
    return f'{piastres // 100}.{piastres % 100:02d}'


def reckon(facts):
    lines = facts['lines']
    units = [price_line(line, facts['group']) for line in lines]
    totals = [u * line['quantity'] for u, line in zip(units, lines)]
    subtotal, fee = sum(totals), facts['fee']
    if subtotal + fee > MOST:
        return 'full'
    by_rules, by_code = [0] * len(lines), [0] * len(lines)
    rules_amount, said = 0, []
    for rule in facts['rules']:
        left = [t - r for t, r in zip(totals, by_rules)]
        seen = [looked_at(rule, line, rest, facts) for line, rest in zip(lines, left)]
        weights = [amount for _, amount in seen]
        if not means_order(rule, facts) or not any(means for means, _ in seen):
            said.append('rule_target')
        elif subtotal < rule['minimum']:
            said.append(f'rule_minimum {money(rule["minimum"])} {money(subtotal)}')
        elif rule['kind'] == 'free_delivery':
            said.append(money(fee) if fee else 'rule_nothing_left')
            fee = 0
        elif sum(weights) == 0:
            said.append('rule_nothing_left')
        else:
            amount = taken_off(rule['kind'] == 'percentage', rule['value'], rule['maximum'],
                               sum(weights))
            by_rules = [r + s for r, s in zip(by_rules, share_out(amount, weights))]
            rules_amount += amount
            said.append(money(amount))
    code_amount = 0
    if facts['code'] is not None:
        promo, now = facts['promo'], facts['at']
        if promo is None:
            said.append('promo_unknown')
        elif not promo['is_active'] or (promo['valid_until'] and now >= promo['valid_until']):
            said.append('promo_not_started' if promo['is_active'] and now < promo['valid_from']
                        else 'promo_expired')
        elif now < promo['valid_from']:
            said.append('promo_not_started')
        elif promo['has_limit'] and promo['is_spent']:
            said.append('promo_spent')
        elif subtotal < promo['minimum']:
            said.append(f'promo_minimum {money(promo["minimum"])} {money(subtotal)}')
        else:
            code_amount = taken_off(promo['is_percentage'], promo['value'], promo['maximum'],
                                    subtotal - rules_amount)
            said.append(money(code_amount))
            by_code = share_out(code_amount, [t - r for t, r in zip(totals, by_rules)])
    total = subtotal - rules_amount - code_amount + fee
    head = ' '.join(money(m) for m in (subtotal, rules_amount, code_amount, fee, total))
    tail = ';'.join(f'{money(u)} {money(r)} {money(c)}'
                    for u, r, c in zip(units, by_rules, by_code))
    return f'{head}|{";".join(said)}|{tail}'


# ---- random carts ----------------------------------------------------------------------------

def amount(rng):
    """Mostly plausible prices, some at the edges."""
    kind = rng.random()
    if kind < 0.05:
        return 0
    if kind < 0.15:
        return rng.randint(1, 20)
    if kind < 0.97:
        return rng.randint(100, 60_000)
    return rng.choice([MOST, MOST // 2, MOST // 99, rng.randint(1, MOST)])


def spelled(rng, name):
    return rng.choice([name, name.upper(), f' {name} ', name.lower()])


def maybe(rng, chance, value):
    return value if rng.random() < chance else None


def random_line(rng, number):
    kind = rng.choice(['cookie', 'cookie', 'pack', 'bundle', 'digital'])
    is_pack = kind == 'pack'
    base = amount(rng)
    product_base = None if is_pack else clamp(base + rng.choice([0, 0, -500, 1500]))
    tiers = [{'id': i + 1, 'type': rng.choice(['regular', 'sale', 'member', 'wholesale']),
              'price': clamp(base + rng.randint(-3000, 500)),
              'is_own': is_pack or rng.random() < 0.4}
             for i in range(rng.choice([0, 0, 0, 1, 2, 4]))]
    flavors = [] if kind == 'digital' else [
        {'flavor_id': i + 1, 'category': maybe(rng, 0.8, rng.choice(NAMES['flavors'])),
         'quantity': rng.randint(1, 6),
         'price_adjustment': rng.choice([0, 0, 500, 750, -300, 1]), 'chosen': is_pack}
        for i in range(rng.choice([1, 1, 2, 3, 6]))]
    return {'id': number, 'product_instance_id': number, 'product_id': 0 if is_pack
            else rng.randint(1, 4), 'type': kind,
            'type_name': None if is_pack else rng.choice(NAMES['types']),
            'base_size': maybe(rng, 0.8, rng.choice(NAMES['sizes'])),
            'quantity': rng.choice([1, 1, 1, 2, 3, 7, 99]), 'pack_count': 6 if is_pack else 0,
            'tariff': {'base': base, 'product_base': product_base, 'original': None,
                       'sale': None if is_pack else maybe(rng, 0.2, amount(rng)),
                       'tiers': tiers},
            'flavors': flavors}


def random_rule(rng, number):
    kind = rng.choice(['product', 'category', 'flavor', 'time', 'location', 'customer_group'])
    category = rng.choice(['product_type', 'flavor_category', 'size_category', 'customer_group',
                           None]) if kind == 'category' else None
    names = {'product_type': NAMES['types'] + ['pack', 'digital'],
             'flavor_category': NAMES['flavors'], 'size_category': NAMES['sizes'],
             'customer_group': NAMES['groups'], None: ['x']}[category]
    discount = rng.choice(['percentage', 'percentage', 'fixed_amount', 'free_delivery'])
    by_name = {'location': rng.choice(NAMES['cities']),
               'customer_group': rng.choice(NAMES['groups'])}.get(kind)
    target = rng.randint(1, 4) if kind in ('product', 'flavor', 'category') else 0
    if kind == 'location' and rng.random() < 0.5:
        target, by_name = rng.randint(1, 3), None
    return {'id': number, 'name': f'Rule {number}', 'type': kind, 'target_id': target,
            'target_value': by_name and spelled(rng, by_name), 'category_type': category,
            'category_value': spelled(rng, rng.choice(names)) if category else None,
            'kind': discount,
            'value': rng.choice([1, 333, 500, 1000, 1250, 3333, 5000, 10_000])
            if discount == 'percentage' else rng.choice([0, 1, 99, 2000, 10_000, MOST]),
            'minimum': rng.choice([0, 0, 0, 1, 10_000, 50_000]),
            'maximum': maybe(rng, 0.25, rng.choice([0, 1, 1500, 9000]))}


def random_facts(rng):
    n = rng.choice([1, 1, 2, 3, 5, 50]) if rng.random() < 0.05 else rng.randint(1, 4)
    code = maybe(rng, 0.5, 'WELCOME')
    is_percentage = rng.random() < 0.6
    promo = {'id': 1, 'code': 'WELCOME', 'name': 'Welcome', 'is_percentage': is_percentage,
             'value': rng.choice([1, 500, 1000, 1250, 10_000]) if is_percentage
             else rng.choice([0, 1, 5000, MOST]),
             'minimum': rng.choice([0, 0, 100, 40_000]),
             'maximum': maybe(rng, 0.3, rng.choice([0, 1, 2500])), 'per_customer_limit': 0,
             'has_limit': rng.random() < 0.3, 'is_spent': rng.random() < 0.1,
             'is_active': rng.random() < 0.95, 'valid_from': AT + rng.choice([-1, 0, 0, 0, 1]),
             'valid_until': rng.choice([0, 0, 0, AT, AT + 1, AT - 1])}
    if promo['valid_until'] and promo['valid_until'] <= promo['valid_from']:
        promo['valid_until'] = 0          # the table does not take it either
    has_zone = rng.random() < 0.9
    return {'at': AT, 'group': maybe(rng, 0.4, rng.choice(NAMES['groups'])),
            'zone_id': rng.randint(1, 3) if has_zone else 0,
            'city': rng.choice(NAMES['cities']) if has_zone else None,
            'fee': rng.choice([0, 3500, 3500, 5001]) if has_zone else 0, 'code': code,
            'lines': [random_line(rng, i + 1) for i in range(n)],
            'rules': [random_rule(rng, i + 1) for i in range(rng.choice([0, 1, 1, 2, 3, 6]))],
            'promo': maybe(rng, 0.9, promo) if code else None}


MONEY_MEMBERS = {'fee', 'base', 'product_base', 'original', 'sale', 'price', 'price_adjustment',
                 'value', 'minimum', 'maximum'}


def as_stored(value, name=None):
    """Amounts as text with two digits, the way the shop writes them."""
    if isinstance(value, dict):
        return {k: as_stored(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [as_stored(v) for v in value]
    if name in MONEY_MEMBERS and value is not None:
        return money(value) if value >= 0 else '-' + money(-value)
    return value


def as_piastres(value, name=None):
    """The reverse."""
    if isinstance(value, dict):
        return {k: as_piastres(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [as_piastres(v) for v in value]
    return int(value.replace('.', '')) if name in MONEY_MEMBERS and value is not None else value


def main():
    if len(sys.argv) == 1:
        for line in sys.stdin:
            print(reckon(as_piastres(json.loads(line))))
        return
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        facts = random_facts(rng)
        print(json.dumps(as_stored(facts), separators=(',', ':')))
        print(reckon(facts))


if __name__ == '__main__':
    main()
