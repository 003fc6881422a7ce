// SPDX-License-Identifier: MIT
// A line of numbers over days, drawn by uPlot in the tokens' colours.  The table beside it says the same, so
// the picture is hidden from those who listen.

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { dayShort, language } from '../../lib/language';

export interface Series { label: string; values: (number | null)[]; dashed?: boolean }

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const HEIGHT = 220;

function draw(box: HTMLElement, days: string[], series: Series[]) {
  const ink = token('--soft'), lines = [token('--accent'), token('--good'), token('--edge')];
  const axis = { stroke: ink, grid: { stroke: token('--line'), width: 1 }, ticks: { show: false } };
  return new uPlot({
    width: box.clientWidth, height: HEIGHT, legend: { show: series.length > 1, live: false }, cursor: { y: false }, padding: [null, 30, null, 30],
    scales: { x: { time: false, dir: language === 'ar' ? -1 : 1 } },
    axes: [
      { ...axis, values: (_, at) => at.map((i) => (Number.isInteger(i) && days[i] ? dayShort(days[i]) : '')), space: 90 },
      { ...axis, side: language === 'ar' ? 1 : 3, size: 60, values: (_, at) => at.map((v) => v.toLocaleString('en')) },
    ],
    series: [{}, ...series.map((s, i) => ({
      label: s.label, stroke: lines[i % lines.length]!, width: 2, dash: s.dashed ? [6, 5] : undefined, points: { show: days.length < 40 }, spanGaps: false,
    }))],
  }, [days.map((_, i) => i), ...series.map((s) => s.values)] as uPlot.AlignedData, box);
}

export default function Chart({ days, series }: { days: string[]; series: Series[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let plot = draw(box.current!, days, series);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const again = () => { plot.destroy(); plot = draw(box.current!, days, series); };
    const sized = new ResizeObserver(() => plot.setSize({ width: box.current!.clientWidth, height: HEIGHT }));
    sized.observe(box.current!);
    dark.addEventListener('change', again);
    return () => { sized.disconnect(); dark.removeEventListener('change', again); plot.destroy(); };
  }, [JSON.stringify([days, series])]);
  return <div ref={box} class="chart" aria-hidden="true" dir="ltr" />;
}
