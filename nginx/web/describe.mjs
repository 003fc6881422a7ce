// SPDX-License-Identifier: MIT
// What the panel's lists and forms know of the API: types, limits and choices of what its resources take.
//
//   node describe.mjs OPENAPI OUT
//
//   OUT/described.json   { "cities": { filters: { q: {...} }, sort: [...], add: {...}, change: {...} } }
//   OUT/help-en.json     { "cities.name": "Name in English" }, the API's own words
//   OUT/help-ar.json     the same in Arabic, from src/admin/help-ar.json; the build stops when it has
//                        no Arabic for a sentence of a form

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [openapi, out] = process.argv.slice(2);
const { paths, components } = JSON.parse(readFileSync(openapi, 'utf8'));
const arabic = JSON.parse(readFileSync(join(import.meta.dirname, 'src/admin/help-ar.json'), 'utf8'));
const PREFIX = '/api/v1/admin/';

/** Whose forms are made from this; the other lists have pages of their own. */
const FORMS = new Set(['admin-users', 'canned-answers', 'cities', 'closures', 'delivery-men', 'flavors', 'packs', 'pricing-categories', 'pricing-rules',
  'product-instances', 'product-types', 'products', 'promo-codes', 'sizes', 'time-slots', 'translations', 'zones']);
const LIMITS = ['format', 'minLength', 'maxLength', 'minimum', 'maximum', 'pattern', 'maxItems'];

/** Only what a form goes by. */
function described(schema) {
  const types = [schema.type].flat();
  const field = { type: types.find((type) => type !== 'null') };
  if (types.includes('null')) field.nullable = true;
  if (schema.enum) field.choices = schema.enum.filter((value) => value !== null);
  for (const limit of LIMITS) if (schema[limit] !== undefined) field[limit] = schema[limit];
  return field;
}

/** The API speaks of JSON; in a form it is a field that is left empty. */
const plain = (sentence) => sentence.replace(/\b(null|left out)\b/g, 'empty');

const help = {};
function form(name, operation, verb = '') {
  const reference = operation?.requestBody?.content['application/json']?.schema.$ref;
  if (!reference || !FORMS.has(name)) return undefined;
  const { properties, required } = components.schemas[reference.split('/').pop()];
  return Object.fromEntries(Object.entries(properties).filter(([field]) => field !== 'version').map(([field, schema]) => {
    // A change may be explained otherwise than the beginning.
    if ((help[`${name}.${field}`] ??= schema.description) !== schema.description) help[`${name}.${verb}${field}`] = schema.description;
    return [field, { ...described(schema), required: required.includes(field) || undefined }];
  }));
}

const resources = {};
for (const [path, list] of Object.entries(paths)) {
  const name = path.slice(PREFIX.length);
  const isList = path.startsWith(PREFIX) && !name.includes('{') && list.get?.parameters.some((p) => p.name === 'cursor');
  if (!isList) continue;
  const filters = {};
  for (const { name: field, schema } of list.get.parameters) {
    if (!['cursor', 'limit', 'sort', 'show_deleted'].includes(field)) filters[field] = described(schema);
  }
  const one = paths[`${path}/{id}`] ?? {};
  resources[name] = {
    filters,
    sort: list.get.parameters.find((p) => p.name === 'sort')?.schema.enum,
    deleted: list.get.parameters.some((p) => p.name === 'show_deleted') || undefined,
    restore: `${path}/{id}/restore` in paths || undefined,
    add: form(name, list.post), change: form(name, one.put ?? one.patch, 'change.'), method: one.put ? 'PUT' : 'PATCH',
    remove: one.delete ? true : undefined,
  };
}

const missing = [...new Set(Object.values(help))].filter((sentence) => !(sentence in arabic));
if (missing.length > 0) {
  console.error(`src/admin/help-ar.json has no Arabic for:\n${missing.map((s) => JSON.stringify(s)).join('\n')}`);
  process.exit(1);
}

function write(name, content) {
  const path = join(out, name), text = `${JSON.stringify(content, null, 1)}\n`;
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
write('described.json', resources);
const inLanguage = (say) => Object.fromEntries(Object.entries(help).map(([field, sentence]) => [field, say(sentence)]));
write('help-en.json', inLanguage(plain));
write('help-ar.json', inLanguage((sentence) => arabic[sentence]));
