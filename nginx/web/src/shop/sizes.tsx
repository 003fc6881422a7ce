// SPDX-License-Identifier: MIT
// The sizes of a product or pack, one of which is chosen.

import { texts } from '../lib/language';
import { Price } from '../lib/ui';
import { was, type Instance } from './catalog';

const t = texts({ size: 'Size' }, { size: 'الحجم' });

export function Sizes({ instances, value, onChange }: { instances: Instance[]; value: number; onChange: (id: number) => void }) {
  if (instances.length < 2 && !instances[0]?.size) return null;
  return (
    <fieldset class="choice row">
      <legend>{t.size}</legend>
      {instances.map((i) => (
        <label key={i.id}>
          <input type="radio" name="size" value={i.id} checked={i.id === value} onChange={() => onChange(i.id)} />
          <span>{i.size} <small><Price amount={i.price} was={was(i)} /></small></span>
        </label>
      ))}
    </fieldset>
  );
}
