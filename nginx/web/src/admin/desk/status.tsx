// SPDX-License-Identifier: MIT
// Where an order stands, and which moves there are from there; the server decides (lib/sale/order_move.c).

import type { Shape } from '../../lib/api';
import { choice } from '../kit/words';
import { may } from '../session';

export type Status = Shape<'admin_order_row_view'>['status'];

export interface Move {
  to: Status;
  /** Has to be explained; the customer reads it. */
  reason?: boolean;
  /** The customer hears of it. */
  told?: boolean;
  /** Only for the desk of orders. */
  orders?: boolean;
}

const MOVES: Record<Status, Move[]> = {
  pending: [{ to: 'confirmed', told: true, orders: true }, { to: 'cancelled', reason: true, told: true, orders: true }],
  confirmed: [{ to: 'preparing' }, { to: 'cancelled', reason: true, told: true, orders: true }],
  preparing: [{ to: 'out_for_delivery', told: true }, { to: 'cancelled', reason: true, told: true, orders: true }],
  out_for_delivery: [{ to: 'delivered', told: true }, { to: 'preparing', reason: true, told: true }, { to: 'cancelled', reason: true, told: true, orders: true }],
  delivered: [],
  cancelled: [],
};

/** The moves that the role may make. */
export const movesOf = (status: Status) => MOVES[status].filter((m) => may(m.orders ? 'order.move' : ['order.move', 'dispatch.move']));

export const Mark = ({ is }: { is: string }) => <span class="mark" data-is={is}>{choice(is)}</span>;
