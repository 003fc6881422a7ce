// SPDX-License-Identifier: MIT
import { places } from './places';
import { may } from './session';

/** The places that are in the menu of whoever is logged in. */
export const menu = () => places.filter((p) => p.name && may(p.may));
