// SPDX-License-Identifier: MIT
// Draws the demo shop's pictures: flavors, boxes and bundles, as illustrations made of SVG.
//
//   node scripts/cookie-pictures.mjs [OUT]        OUT: build/www/img
//
// writes OUT/flavors/SLUG-WIDTH.webp and OUT/packs/NAME-WIDTH.webp in three widths, by
// rsvg-convert (SVG to PNG) and cwebp (PNG to WebP).  The same name gives the same picture on
// every run: random numbers come from a generator seeded with it.  Nothing is done when the
// pictures are newer than this file.
//
// The dough lies inside the clipped, isolated group: drawn outside it, browsers and librsvg
// blend the texture differently.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const self = fileURLToPath(import.meta.url);
const WIDTHS = [320, 640, 1000];
const CENTER = { x: 300, y: 296 };
const PAPER = '#fbeedd';

// dough: [light, dark].  toppings: [kind, color, count], the first below the others.
const FLAVORS = {
  'chocolate-chip': {
    dough: ['#e5b574', '#b97c3d'],
    toppings: [['crumb', '#8d5a2a', 26], ['chip', '#3d2114', 17]],
  },
  'double-chocolate': {
    dough: ['#6d442c', '#3a2014'],
    toppings: [['chip', '#21110a', 12], ['chip', '#9a6a45', 7]],
  },
  'red-velvet': {
    dough: ['#b8353f', '#7c1a23'],
    toppings: [['crumb', '#8e1f29', 24], ['chip', '#fbf3e6', 14]],
  },
  'cookies-and-cream': {
    dough: ['#e6d6bd', '#b39a78'],
    toppings: [['crumb', '#2a272b', 46], ['sandwich', '#221f23', 7]],
  },
  pistachio: {
    dough: ['#d7c684', '#a08d49'],
    toppings: [['crumb', '#6f8f35', 40], ['nut', '#8fb04c', 18]],
  },
  'caramel-biscuit': {
    dough: ['#cf9150', '#8f5727'],
    drizzle: '#8a4a1c',
    toppings: [['crumb', '#7d4519', 30], ['shard', '#b06a30', 9]],
  },
  strawberry: {
    dough: ['#f3bfba', '#d18184'],
    drizzle: '#fff4f2',
    toppings: [['berry', '#c9323f', 11]],
  },
  vanilla: {
    dough: ['#f4dfb4', '#cfaa6c'],
    toppings: [['crumb', '#4b3a22', 44], ['chip', '#fff7e6', 9]],
  },
  'salted-caramel': {
    dough: ['#dca55c', '#9c6426'],
    drizzle: '#b5651d',
    toppings: [['chip', '#7a4513', 8], ['salt', '#ffffff', 26]],
  },
  'peanut-butter': {
    dough: ['#dfab64', '#a97030'],
    fork: true,
    toppings: [['nut', '#d09a57', 13]],
  },
  brownie: {
    dough: ['#5d3822', '#2c170c'],
    cracked: true,
    toppings: [['nut', '#ad783f', 10]],
  },
  'oat-and-raisin': {
    dough: ['#d2aa74', '#966b38'],
    toppings: [['oat', '#ecd8ae', 30], ['raisin', '#43212f', 12]],
  },
};

const slugs = Object.keys(FLAVORS);
const PACKS = {
  'box-3': { columns: 3, cookies: ['chocolate-chip', 'red-velvet', 'pistachio'] },
  'box-6': {
    columns: 3,
    cookies: ['chocolate-chip', 'red-velvet', 'pistachio', 'caramel-biscuit', 'cookies-and-cream', 'strawberry'],
  },
  'box-12': { columns: 4, cookies: slugs },
  'bundle-family': {
    columns: 4,
    ribbon: '#b8353f',
    cookies: [
      'chocolate-chip', 'vanilla', 'oat-and-raisin', 'peanut-butter',
      'vanilla', 'chocolate-chip', 'brownie', 'oat-and-raisin',
    ],
  },
  'bundle-chocolate': {
    columns: 2,
    ribbon: '#d9a441',
    cookies: ['double-chocolate', 'brownie', 'brownie', 'chocolate-chip'],
  },
};

// How far apart the pieces of a topping lie, and how far from the cookie's center.
const SPACING = { crumb: 13, salt: 22, oat: 30, shard: 60, sandwich: 88, nut: 44, chip: 50, berry: 54, raisin: 48 };
const REACH = { sandwich: 146, shard: 160 };

// ---- numbers and shapes

// FNV-1a of the name seeds mulberry32: small, and the same on every machine.
function randomFrom(name) {
  let state = 2166136261;
  for (const char of name) state = Math.imul(state ^ char.charCodeAt(0), 16777619);
  return () => {
    state += 0x6d2b79f5;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const fixed = (number) => number.toFixed(1);
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

// A color made lighter (factor above 1) or darker.
function shade(color, factor) {
  const part = (at) => Math.min(255, Math.round(parseInt(color.slice(at, at + 2), 16) * factor));
  return '#' + [1, 3, 5].map((at) => part(at).toString(16).padStart(2, '0')).join('');
}

// A closed, smooth, slightly uneven ring: the outline of everything baked.
function blob(random, x, y, radius, unevenness, corners = 14) {
  const points = times(corners, (i) => {
    const angle = (i / corners) * 2 * Math.PI;
    const r = radius * (1 + (random() - 0.5) * unevenness);
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
  const middle = ([ax, ay], [bx, by]) => `${fixed((ax + bx) / 2)} ${fixed((ay + by) / 2)}`;
  const curves = points.map((point, i) => {
    const next = points[(i + 1) % corners];
    return `Q${fixed(point[0])} ${fixed(point[1])} ${middle(point, next)}`;
  });
  return `M${middle(points.at(-1), points[0])}${curves.join('')}Z`;
}

// Up to `count` points on the cookie, none nearer to another than `gap`.
function scatter(random, count, reach, gap) {
  const points = [];
  for (let tries = 0; points.length < count && tries < 3000; tries++) {
    const angle = random() * 2 * Math.PI;
    const r = reach * Math.sqrt(random());
    const point = [CENTER.x + r * Math.cos(angle), CENTER.y + r * Math.sin(angle)];
    if (points.every(([x, y]) => Math.hypot(x - point[0], y - point[1]) > gap)) points.push(point);
  }
  return points;
}

// ---- toppings, each drawn around 0,0 with light from the upper left

const TOPPINGS = {
  chip: (random, color) =>
    `<path d="${blob(random, 4, 6, 19, 0.25, 9)}" opacity=".28"/>` +
    `<path d="${blob(random, 0, 0, 18, 0.22, 9)}" fill="${color}"/>` +
    `<path d="M-10-5Q-4-13 6-10" stroke="${shade(color, 1.9)}" stroke-width="3.5" fill="none" ` +
    'stroke-linecap="round" opacity=".65"/>',

  raisin: (random, color) =>
    `<path d="${blob(random, 3, 5, 16, 0.3, 9)}" opacity=".28"/>` +
    `<path d="${blob(random, 0, 0, 15, 0.3, 9)}" fill="${color}"/>` +
    `<path d="M-9-2Q-2-8 8-4M-8 5Q0 0 9 4" stroke="${shade(color, 1.8)}" stroke-width="2" fill="none" ` +
    'stroke-linecap="round" opacity=".6"/>',

  berry: (random, color) =>
    `<path d="${blob(random, 4, 6, 20, 0.2, 9)}" opacity=".25"/>` +
    `<path d="${blob(random, 0, 0, 19, 0.2, 9)}" fill="${color}"/>` +
    [[-7, -5], [4, -8], [-1, 3], [9, 4], [-9, 7]]
      .map(([x, y]) => `<ellipse cx="${x}" cy="${y}" rx="1.4" ry="2.2" fill="#f6d98a"/>`).join('') +
    '<path d="M-11-6Q-4-14 7-11" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round" opacity=".45"/>',

  nut: (random, color) =>
    '<ellipse cx="3" cy="5" rx="18" ry="11" opacity=".25"/>' +
    `<ellipse rx="17" ry="10" fill="${color}"/>` +
    `<path d="M-13 0Q0-5 13 0" stroke="${shade(color, 0.7)}" stroke-width="1.6" fill="none"/>` +
    '<path d="M-9-4Q0-9 9-4" stroke="#fff" stroke-width="2.2" fill="none" stroke-linecap="round" opacity=".45"/>',

  crumb: (random, color) =>
    `<circle r="${fixed(1.4 + random() * 2.8)}" fill="${color}" opacity="${fixed(0.5 + random() * 0.5)}"/>`,

  salt: () =>
    '<rect x="-4" y="-3" width="10" height="9" rx="1.5" opacity=".22"/>' +
    '<rect x="-5" y="-5" width="9" height="9" rx="1.5" fill="#fff"/><path d="M-5 4L4-5V4Z" fill="#d7d2cc"/>',

  oat: (random, color) =>
    `<ellipse cx="2" cy="3" rx="13" ry="8" opacity=".2"/>` +
    `<ellipse rx="12.5" ry="7.5" fill="${color}" stroke="${shade(color, 0.8)}"/>` +
    `<path d="M-8 0H8" stroke="${shade(color, 0.72)}"/>`,

  // Two dark wafers with cream between, seen a little from the side.
  sandwich: (random, color) =>
    '<ellipse cx="5" cy="17" rx="39" ry="32" opacity=".28"/>' +
    `<ellipse cy="11" rx="36" ry="30" fill="${color}"/>` +
    '<ellipse cy="6" rx="34.5" ry="29" fill="#f7f2e8"/>' +
    `<ellipse rx="36" ry="30" fill="${shade(color, 1.25)}"/>` +
    `<ellipse rx="28" ry="23" fill="none" stroke="${shade(color, 2.1)}" stroke-width="2.5" stroke-dasharray="3 4"/>` +
    `<ellipse rx="12" ry="9" fill="none" stroke="${shade(color, 2.1)}" stroke-width="2.5"/>` +
    '<path d="M-27-14Q-14-27 6-26" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round" opacity=".3"/>',

  shard: (random, color) =>
    '<path d="M-24-13L18-16L26 7L-11 19Z" opacity=".28" transform="translate(4 6)"/>' +
    `<path d="M-24-13L18-16L26 7L-11 19Z" fill="${color}"/>` +
    `<path d="M-18-9L15-11M-15-2L18-5M-12 5L20 1" stroke="${shade(color, 1.35)}" stroke-width="2.5" opacity=".8"/>`,
};

function toppings(random, flavor) {
  return flavor.toppings.map(([kind, color, count]) =>
    scatter(random, count, REACH[kind] ?? 178, SPACING[kind]).map(([x, y]) => {
      // The light does not turn with the piece: what has a top turns only a little.
      const turn = kind === 'sandwich' ? (random() - 0.5) * 40 : random() * 360;
      const size = kind === 'sandwich' ? 0.95 + random() * 0.2 : 0.85 + random() * 0.45;
      const place = `translate(${fixed(x)} ${fixed(y)}) rotate(${fixed(turn)}) scale(${size.toFixed(2)})`;
      return `<g transform="${place}">${TOPPINGS[kind](random, color)}</g>`;
    }).join('')).join('');
}

// ---- what lies on the dough as a whole

function drizzle(random, color) {
  let path = 'M96 214';
  for (let i = 0; i < 9; i++) {
    const up = i % 2 === 0;
    const bend = up ? 108 - random() * 24 : 478 + random() * 24;
    const end = up ? 392 + random() * 34 : 196 + random() * 34;
    path += `Q${fixed(132 + i * 44 + random() * 22)} ${fixed(bend)} ${fixed(142 + i * 45)} ${fixed(end)}`;
  }
  const line = (stroke, width, more) =>
    `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}" ` +
    `stroke-linejoin="round" stroke-linecap="round" ${more}/>`;
  return line('#000', 15, 'opacity=".18" transform="translate(3 6)"') + line(color, 13, '') +
    line('#fff', 3, 'opacity=".4" transform="translate(-2 -3)"');
}

// The criss-cross that a fork leaves.
function forkMarks(color) {
  const lines = [-84, -28, 28, 84].map((by) => `M170 ${CENTER.y + by}H430`).join('');
  const marks = (angle, stroke, shift, opacity) =>
    `<g transform="rotate(${angle} ${CENTER.x} ${CENTER.y}) translate(0 ${shift})">` +
    `<path d="${lines}" stroke="${stroke}" stroke-width="12" stroke-linecap="round" opacity="${opacity}"/></g>`;
  return [12, 102].map((angle) =>
    marks(angle, shade(color, 1.7), 5, 0.28) + marks(angle, shade(color, 0.78), 0, 0.5)).join('');
}

// The thin, shiny crust of a brownie, broken in places.
function cracks(random) {
  return times(9, () => {
    let [x, y] = [150 + random() * 300, 150 + random() * 280];
    let angle = random() * 2 * Math.PI;
    let path = `M${fixed(x)} ${fixed(y)}`;
    for (let i = 0; i < 5; i++) {
      angle += (random() - 0.5) * 1.5;
      x += 27 * Math.cos(angle);
      y += 27 * Math.sin(angle);
      path += `L${fixed(x)} ${fixed(y)}`;
    }
    const line = (color, width, opacity) =>
      `<path d="${path}" fill="none" stroke="${color}" stroke-width="${fixed(width)}" ` +
      `stroke-linejoin="round" stroke-linecap="round" opacity="${opacity}"/>`;
    const width = 3 + random() * 3;
    return line('#a9754a', width + 3, 0.3) + line('#150a05', width - 1, 0.75);
  }).join('');
}

// ---- a cookie, alone or as a part of a box (`id` keeps the parts' names apart)

function cookie(slug, id = 'c') {
  const flavor = FLAVORS[slug];
  const random = randomFrom(slug);
  const [light, dark] = flavor.dough;
  const body = blob(random, CENTER.x, CENTER.y, 212, 0.055, 18);
  const grain = Math.floor(random() * 99);
  const onTop =
    (flavor.cracked ? cracks(random) : '') +
    (flavor.fork ? forkMarks(dark) : '') +
    (flavor.drizzle ? drizzle(random, flavor.drizzle) : '') +
    toppings(random, flavor);

  return `
<defs>
  <radialGradient id="${id}-dough" cx=".38" cy=".3" r=".85">
    <stop offset="0" stop-color="${shade(light, 1.08)}"/>
    <stop offset=".55" stop-color="${light}"/>
    <stop offset="1" stop-color="${dark}"/>
  </radialGradient>
  <radialGradient id="${id}-edge" cx=".5" cy=".5" r=".5">
    <stop offset=".78" stop-color="#000" stop-opacity="0"/>
    <stop offset="1" stop-color="#2a1206" stop-opacity=".42"/>
  </radialGradient>
  <filter id="${id}-soft" x="-20%" y="-20%" width="140%" height="150%"><feGaussianBlur stdDeviation="14"/></filter>
  <filter id="${id}-grain" x="0" y="0" width="100%" height="100%">
    <feTurbulence type="fractalNoise" baseFrequency=".035 .04" numOctaves="4" seed="${grain}"/>
    <feDiffuseLighting surfaceScale="3.2" diffuseConstant="1.05" lighting-color="#fff">
      <feDistantLight azimuth="235" elevation="52"/>
    </feDiffuseLighting>
  </filter>
  <clipPath id="${id}-body"><path d="${body}"/></clipPath>
</defs>
<ellipse cx="312" cy="345" rx="208" ry="196" fill="#3a1d0a" opacity=".38" filter="url(#${id}-soft)"/>
<g clip-path="url(#${id}-body)" style="isolation:isolate">
  <path d="${body}" fill="url(#${id}-dough)"/>
  <rect x="70" y="70" width="460" height="460" filter="url(#${id}-grain)" style="mix-blend-mode:multiply" opacity=".55"/>
  ${onTop}
  <circle cx="${CENTER.x}" cy="${CENTER.y}" r="224" fill="url(#${id}-edge)"/>
  <ellipse cx="225" cy="180" rx="120" ry="60" fill="#fff" opacity=".13"
           transform="rotate(-28 225 180)" filter="url(#${id}-soft)"/>
</g>`;
}

const svg = (viewBox, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" width="1000" height="1000">${content}</svg>`;

const paper = (x, y, size) => `
<defs>
  <radialGradient id="paper" cx=".5" cy=".42" r=".75">
    <stop offset="0" stop-color="#fffaf3"/><stop offset="1" stop-color="${PAPER}"/>
  </radialGradient>
  <filter id="shadow" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="16"/></filter>
</defs>
<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="url(#paper)"/>`;

const flavorPicture = (slug) => svg('0 0 600 600', paper(0, 0, 600) + cookie(slug));

// ---- a box without its lid, or a bundle: the same box, tied with a ribbon

function packPicture(name) {
  const { cookies, columns, ribbon } = PACKS[name];
  const rows = Math.ceil(cookies.length / columns);
  const cell = Math.min(560 / Math.max(columns, rows), 250);
  const [width, height] = [cell * columns, cell * rows];
  const [left, top] = [300 - width / 2, 300 - height / 2];

  const rect = (grow, radius, fill, more = '') =>
    `<rect x="${fixed(left - grow)}" y="${fixed(top - grow)}" width="${fixed(width + 2 * grow)}" ` +
    `height="${fixed(height + 2 * grow)}" rx="${radius}" fill="${fill}" ${more}/>`;
  const box =
    rect(34, 26, '#5a2d0c', 'opacity=".35" transform="translate(8 20)" filter="url(#shadow)"') +
    rect(34, 24, '#c08a57') + rect(30, 21, '#d3a06c') + rect(18, 14, '#b98a5c') + rect(13, 11, '#fff6e6');

  const placed = cookies.map((slug, i) => {
    const x = left + (i % columns) * cell;
    const y = top + Math.floor(i / columns) * cell;
    // Each lies turned another way, so that two of one flavor do not look copied.
    return `<g transform="translate(${fixed(x)} ${fixed(y)}) scale(${(cell / 600).toFixed(4)}) ` +
      `translate(300 300) scale(1.33) rotate(${[0, 9, -14, 21, -6, 14, -20, 5][i % 8]}) ` +
      `translate(-${CENTER.x} -${CENTER.y})">${cookie(slug, `c${i}`)}</g>`;
  });

  // The ribbon runs between the cookies, and is tied where the last column begins.
  const knot = [left + cell * (columns - 1), top + cell];
  const tied = ribbon ? ribbonOver(left - 34, top - 34, width + 68, height + 68, knot, ribbon) : '';
  return svg('-60 -60 720 720', paper(-60, -60, 720) + box + placed.join('') + tied);
}

// Two bands around the box and a bow where they cross.
function ribbonOver(x, y, width, height, [bowX, bowY], color) {
  const dark = shade(color, 0.72);
  const lightLine = shade(color, 1.3);
  const band = (bx, by, w, h) =>
    `<rect x="${bx}" y="${by}" width="${w}" height="${h}" opacity=".2" transform="translate(3 5)"/>` +
    `<rect x="${bx}" y="${by}" width="${w}" height="${h}" fill="${color}"/>`;
  const seam = (path) => `<path d="${path}" stroke="${lightLine}" stroke-width="2.5" opacity=".7" fill="none"/>`;
  const loop = (angle, mirror) =>
    `<g transform="rotate(${angle}) scale(${mirror} 1)">` +
    `<path d="M0 0C18-52 92-62 98-22C102 10 40 22 0 0Z" fill="${color}"/>` +
    `<path d="M14-6C30-34 74-42 80-20C82-4 44 8 14-6Z" fill="${dark}"/>` +
    `<path d="M10-16C30-50 84-56 92-24" stroke="${lightLine}" stroke-width="3" fill="none" opacity=".7"/></g>`;
  const tail = (angle, mirror) =>
    `<g transform="rotate(${angle}) scale(${mirror} 1)">` +
    `<path d="M-8 4L22 92L38 74L60 84L14 0Z" fill="${shade(color, 0.88)}"/></g>`;
  return band(bowX - 11, y, 22, height) + band(x, bowY - 11, width, 22) +
    seam(`M${bowX - 7} ${y}v${height}M${bowX + 7} ${y}v${height}`) +
    seam(`M${x} ${bowY - 7}h${width}M${x} ${bowY + 7}h${width}`) +
    `<g transform="translate(${bowX} ${bowY}) scale(.8)">` +
    '<ellipse cx="4" cy="14" rx="92" ry="40" opacity=".22" filter="url(#shadow)"/>' +
    tail(8, 1) + tail(-8, -1) + loop(-8, 1) + loop(8, -1) +
    `<rect x="-19" y="-17" width="38" height="34" rx="10" fill="${dark}"/>` +
    `<rect x="-16" y="-15" width="32" height="28" rx="8" fill="${color}"/></g>`;
}

// ---- files

const target = (out, kind, name, width) => join(out, kind, `${name}-${width}.webp`);
const age = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

async function write(out, work, [kind, name, draw]) {
  const base = join(work, `${kind}-${name}`);
  writeFileSync(`${base}.svg`, draw(name));
  await run('rsvg-convert', ['-w', '1000', '-h', '1000', `${base}.svg`, '-o', `${base}.png`]);
  for (const width of WIDTHS) {
    await run('cwebp', ['-quiet', '-q', '82', '-resize', width, width, `${base}.png`,
      '-o', target(out, kind, name, width)].map(String));
  }
}

async function main(out) {
  const pictures = [
    ...slugs.map((slug) => ['flavors', slug, flavorPicture]),
    ...Object.keys(PACKS).map((name) => ['packs', name, packPicture]),
  ];
  const stale = pictures.filter(([kind, name]) =>
    WIDTHS.some((width) => age(target(out, kind, name, width)) <= age(self)));
  if (stale.length === 0) return;

  for (const kind of ['flavors', 'packs']) mkdirSync(join(out, kind), { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'cookie-pictures-'));
  try {
    // A few at a time: converting is all processor work.
    const workers = times(availableParallelism(), async () => {
      while (stale.length > 0) await write(out, work, stale.shift());
    });
    await Promise.all(workers);
  } finally {
    rmSync(work, { recursive: true });
  }
}

await main(process.argv[2] ?? join(dirname(self), '..', 'build', 'www', 'img'));
